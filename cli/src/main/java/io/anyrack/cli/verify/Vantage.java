package io.anyrack.cli.verify;

import io.anyrack.ipmi.console.Wire;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.model.Network;
import java.net.InetSocketAddress;
import java.util.Map;
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

  /** The MTU that single nodes are told by options of their own on {@code network}, by name. */
  Map<String, Integer> mtus(Network network);

  /** Whether a DHCP server runs where {@code here} is, which does not hear what is sent there. */
  boolean unheard(Standpoint here);

  /**
   * Whether 169.254.169.254 answers on {@code network} by the way through {@code via}.
   *
   * @throws CannotTryException if it cannot be seen
   * @throws io.anyrack.rack.RackException if it does not
   */
  MetadataAnswer metadata(Network network, Ipv4Address via) throws InterruptedException;

  /**
   * An HTTP answer from 169.254.169.254.
   *
   * @param status HTTP's
   * @param seen how it was, for the reader; empty: as a node would
   */
  record MetadataAnswer(int status, String seen) {}

  /**
   * Ports of nodes on {@code network} that may use an address besides their own; two at least.
   *
   * @throws CannotTryException if they cannot be had
   * @throws io.anyrack.rack.RackException if fewer than two may
   */
  Sharers sharers(Network network, Ipv4Address shared);

  /** Who may use an address. */
  sealed interface Sharers {
    /** Places in the stead of two nodes that are off, with their ports' guards. */
    record Stead(Standpoint first, Standpoint second) implements Sharers, AutoCloseable {
      @Override
      public void close() {
        first.close();
        second.close();
      }
    }

    /**
     * Nodes whose ports only they themselves can use.
     *
     * @param nodes by the MAC with which they may
     */
    record Nodes(Map<MacAddress, Set<String>> nodes) implements Sharers {
      /** Copies the map. */
      public Nodes {
        nodes = Map.copyOf(nodes);
      }
    }
  }

  /** The sockets of the rack's service; empty: its machine cannot be asked. */
  Optional<String> sockets();
}
