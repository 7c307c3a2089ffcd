package io.anyrack.cli.verify;

import io.anyrack.ipmi.console.Wire;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.model.Network;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;

/** From where a rack is looked at, and what its cloud says of its networks. */
public interface Vantage {
  /**
   * Takes a place on {@code network}.
   *
   * @throws CannotTryException if there is none
   */
  Standpoint at(Network network);

  /**
   * A way to a BMC from where installers are.
   *
   * @throws CannotTryException if there is none
   */
  Wire bmc(InetSocketAddress address);

  /** Where {@link #bmc} starts, for the reader. */
  String bmcFrom();

  /** The servers that may answer DHCP on {@code network} where the cloud does. */
  Set<Ipv4Address> dhcpServers(Network network);

  /** What {@code network} carries at most, as its cloud says, in bytes. */
  int mtu(Network network);

  /** The status of an HTTP answer from 169.254.169.254, as seen from the rack's networks. */
  int metadata(Network network, Ipv4Address via) throws InterruptedException;

  /**
   * Two places on {@code network} that are ports of two nodes which are off, with these ports'
   * guards.
   *
   * @throws CannotTryException if that cannot be had
   */
  Pair twoNodes(Network network, Ipv4Address shared);

  /** Two places. */
  record Pair(Standpoint first, Standpoint second) implements AutoCloseable {
    @Override
    public void close() {
      first.close();
      second.close();
    }
  }

  /** The sockets of the rack's service; empty: its machine cannot be asked. */
  Optional<String> sockets();
}
