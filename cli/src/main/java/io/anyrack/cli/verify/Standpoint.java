package io.anyrack.cli.verify;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.net.Tap;
import java.util.Optional;

/**
 * A place on a network from which frames are sent and seen.
 *
 * @param tap the way to the network
 * @param mac with which frames are sent
 * @param client as whom DHCP is asked: the MAC of a port the network's DHCP knows
 * @param given the address that DHCP has for {@code client}; empty: none that is known here
 * @param source an address to send from without being in anybody's way
 * @param where for the reader
 */
record Standpoint(
    Tap tap,
    MacAddress mac,
    MacAddress client,
    Optional<Ipv4Address> given,
    Ipv4Address source,
    String where)
    implements AutoCloseable {
  @Override
  public void close() {
    tap.close();
  }
}
