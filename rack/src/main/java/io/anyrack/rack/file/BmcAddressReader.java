package io.anyrack.rack.file;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.Ipv4Network;
import io.anyrack.rack.model.BmcSpec.Addressing;
import io.anyrack.rack.model.Network;
import java.util.Optional;

/** Reads {@code bmc.ip}, by where the service runs. */
final class BmcAddressReader {
  private static final Ipv4Address LOOPBACK = Ipv4Address.parse("127.0.0.1");
  private static final Ipv4Address LAST_LOOPBACK = Ipv4Address.parse("127.255.255.254");
  private static final Ipv4Address EVERY = Ipv4Address.parse("0.0.0.0");
  private static final Ipv4Network MULTICAST_AND_UP = Ipv4Network.parse("224.0.0.0/3");

  private final Addressing addressing;
  private final int nodes;

  BmcAddressReader(Addressing addressing, int nodes) {
    this.addressing = addressing;
    this.nodes = nodes;
  }

  /** On this machine, for guests that are on it, too. */
  Ipv4Address ofLocal(Section section) {
    Optional<Ipv4Address> ip = section.get("ip").flatMap(BmcAddressReader::parsed);
    ip.ifPresent(address -> checkLoopback(section.place("ip"), address));
    return ip.orElse(LOOPBACK);
  }

  private void checkLoopback(Value value, Ipv4Address address) {
    if (!address.isLoopback() || address.bits() << 8 == 0) {
      value.problem(
          "ip "
              + address
              + " is not an address of this machine alone; take one of 127.0.0.1 to "
              + LAST_LOOPBACK);
    } else if (addressing == Addressing.PER_NODE
        && address.plus(nodes - 1).compareTo(LAST_LOOPBACK) > 0) {
      value.problem(
          "from ip %s on there are not %d addresses in 127.0.0.0/8; take a lower one"
              .formatted(address, nodes));
    }
  }

  /** On this machine, for clients anywhere. */
  Ipv4Address ofHere(Section section) {
    Optional<Ipv4Address> ip = section.get("ip").flatMap(BmcAddressReader::parsed);
    ip.ifPresent(address -> checkUnicast(section.place("ip"), address));
    return ip.orElse(LOOPBACK);
  }

  private void checkUnicast(Value value, Ipv4Address address) {
    if (MULTICAST_AND_UP.contains(address)) {
      value.problem("ip " + address + " is not an address a machine can have; take one it has");
    } else if (addressing == Addressing.PER_NODE) {
      if (address.equals(EVERY)) {
        value.problem(
            "ip 0.0.0.0 is every address, and per-node gives each node one; take the first of"
                + " them");
      } else if (MULTICAST_AND_UP.contains(address.plus(nodes - 1))) {
        value.problem(
            "from ip %s on there are not %d addresses; take a lower one".formatted(address, nodes));
      }
    }
  }

  /**
   * On a server.
   *
   * @param network where the rack's network is known that its first port is on
   */
  Ipv4Address ofServer(Section section, Optional<Network> network) {
    Optional<Ipv4Address> ip = section.get("ip").flatMap(BmcAddressReader::parsed);
    if (addressing == Addressing.PER_PORT) {
      ip.ifPresent(address -> checkUnicast(section.place("ip"), address));
      return ip.orElse(EVERY);
    }
    if (ip.isPresent()) {
      checkUnicast(section.place("ip"), ip.get());
      network.ifPresent(on -> checkInside(section.place("ip"), ip.get(), on));
      return ip.get();
    }
    if (section.get("ip").isPresent()) {
      return EVERY;
    }
    Optional<Ipv4Address> behindPool =
        network
            .map(on -> on.pool().last().plus(1))
            .filter(from -> network.get().cidr().isHost(from));
    if (behindPool.filter(from -> isInside(from, network.orElseThrow())).isEmpty()) {
      section
          .place("address")
          .problem(
              network
                  .map(
                      on ->
                          "behind the pool %s there are not %d addresses for BMCs; add ip: FIRST, or"
                                  .formatted(on.pool(), nodes)
                              + " a smaller pool")
                  .orElse(
                      "the rack does not know the addresses of that network; add ip: FIRST, the"
                          + " first of the BMCs"));
      return EVERY;
    }
    return behindPool.get();
  }

  private boolean isInside(Ipv4Address first, Network network) {
    Ipv4Address last = first.plus(nodes - 1);
    return network.cidr().isHost(first)
        && network.cidr().isHost(last)
        && (network.gateway().compareTo(first) < 0 || network.gateway().compareTo(last) > 0);
  }

  private void checkInside(Value value, Ipv4Address first, Network network) {
    if (!isInside(first, network)) {
      value.problem(
          "from ip %s on there are not %d addresses in %s of network '%s' beside its gateway; take"
                  .formatted(first, nodes, network.cidr(), network.name())
              + " others");
    }
  }

  private static Optional<Ipv4Address> parsed(Value value) {
    return value.parsed(Ipv4Address::parse, "127.0.0.1");
  }
}
