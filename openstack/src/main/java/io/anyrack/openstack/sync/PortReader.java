package io.anyrack.openstack.sync;

import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.neutron.Subnet;
import io.anyrack.openstack.tag.RackTags;
import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.IpPrefix;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.sync.GuardedPort;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads Neutron's ports as those of a rack's nodes.
 *
 * @param tags the rack's
 * @param roles of the nodes by name
 */
record PortReader(RackTags tags, Map<String, String> roles) {
  private static final Set<String> SELF_ADDRESSED = Set.of("slaac", "dhcpv6-stateless");

  PortReader {
    roles = Map.copyOf(roles);
  }

  /** A node's port; empty: it is not this rack's, or not a node's. */
  Optional<GuardedPort> read(Port port, List<Subnet> subnets) {
    if (!port.tags().contains(tags.tag())
        || !RackTags.role(port.tags()).equals(Optional.of("node"))
        || port.deviceOwner().startsWith("network:")) {
      return Optional.empty();
    }
    return RackTags.name(port.tags())
        .map(name -> name.replaceFirst("/.*", ""))
        .filter(roles::containsKey)
        .map(node -> read(port, node, subnets));
  }

  private GuardedPort read(Port port, String node, List<Subnet> subnets) {
    MacAddress mac = MacAddress.parse(port.mac());
    List<GuardedPort.Pair> pairs =
        port.allowedPairs().stream().map(pair -> pair(pair, mac)).toList();
    return new GuardedPort(
        port.id(),
        node,
        roles.getOrDefault(node, ""),
        mac,
        subnets.stream()
            .filter(subnet -> subnet.network().equals(port.network()))
            .map(
                subnet ->
                    new GuardedPort.Subnet(
                        IpPrefix.parse(subnet.cidr()),
                        subnet.ipv6AddressMode().filter(SELF_ADDRESSED::contains).isPresent()))
            .toList(),
        port.fixedIps().stream().map(fixed -> IpAddress.parse(fixed.address())).toList(),
        pairs,
        SyncMark.of(port).among(pairs),
        port.portSecurity(),
        port.revision());
  }

  /** An exception of the guard of a port with the MAC {@code own}. */
  static GuardedPort.Pair pair(Port.AddressPair pair, MacAddress own) {
    return new GuardedPort.Pair(prefix(pair.cidr()), pair.mac().map(MacAddress::parse).orElse(own));
  }

  /** Neutron also keeps networks with host bits in them. */
  static IpPrefix prefix(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? IpPrefix.parse(text)
        : IpPrefix.around(
            IpAddress.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
  }
}
