package io.anyrack.openstack.resource;

import io.anyrack.openstack.neutron.Port.AddressPair;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.Ipv4Network;
import io.anyrack.rack.model.BmcSpec.Addressing;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The addresses of BMCs that are side by side on the first port of their server: the guard of that
 * port lets them through, and a port without a machine keeps each from being given to others.
 *
 * @param rack whose BMCs
 */
record BmcRange(Rack rack) {
  /** What Neutron lets a port have where its operator did not say otherwise. */
  private static final int USUAL_PAIRS = 10;

  private static final int BITS = 32;

  /** The addresses; empty: BMCs have none of their own on that port. */
  List<Ipv4Address> addresses() {
    return rack.bmc().addressing() == Addressing.PER_NODE && rack.bmcServer().isPresent()
        ? IntStream.range(0, rack.nodes().size()).mapToObj(rack.bmc()::addressOf).toList()
        : List.of();
  }

  /**
   * What the guard lets through: just these addresses, in as few networks as that takes; the one
   * network that holds all of them where these would be more than a port may have.
   */
  List<AddressPair> pairs() {
    List<Ipv4Address> addresses = addresses();
    if (addresses.isEmpty()) {
      return List.of();
    }
    Ipv4Address first = addresses.getFirst();
    Ipv4Address last = addresses.getLast();
    List<Ipv4Network> networks = new ArrayList<>();
    Ipv4Address at = first;
    while (at.compareTo(last) <= 0) {
      int prefix = BITS;
      while (prefix > 0 && fits(at, prefix - 1, last)) {
        prefix--;
      }
      networks.add(new Ipv4Network(at, prefix));
      at = networks.getLast().broadcast().plus(1);
    }
    if (networks.size() > USUAL_PAIRS) {
      networks = List.of(around(first, last));
    }
    return networks.stream().map(network -> pair(network)).toList();
  }

  private static boolean fits(Ipv4Address base, int prefix, Ipv4Address last) {
    return (base.bits() & ((1 << (BITS - prefix)) - 1)) == 0
        && new Ipv4Network(base, prefix).broadcast().compareTo(last) <= 0;
  }

  private static Ipv4Network around(Ipv4Address first, Ipv4Address last) {
    int prefix = Integer.numberOfLeadingZeros(first.bits() ^ last.bits());
    return new Ipv4Network(new Ipv4Address(first.bits() & (-1 << (BITS - prefix))), prefix);
  }

  private static AddressPair pair(Ipv4Network network) {
    return new AddressPair(
        network.prefix() == BITS ? network.base().toString() : network.toString(),
        Optional.empty());
  }

  /**
   * The ports that keep the addresses; those that somebody made for the server itself are kept by
   * it.
   *
   * @param first the server's first port
   */
  List<PortPart> reserved(Subject subject, WantedPort first) {
    Set<Ipv4Address> own = first.address().stream().collect(Collectors.toSet());
    List<Ipv4Address> addresses = addresses();
    List<PortPart> parts = new ArrayList<>();
    for (int i = 0; i < addresses.size(); i++) {
      NodeSpec node = rack.nodes().get(i);
      if (!own.contains(addresses.get(i))) {
        parts.add(
            new PortPart(
                PortPart.key(subject.name() + "/" + node.name() + "/bmc"),
                subject,
                first.reserving(addresses.get(i))));
      }
    }
    return parts;
  }
}
