package io.anyrack.openstack.sync;

import io.anyrack.openstack.dhcp.ToldInPhases;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.neutron.Subnet;
import io.anyrack.openstack.tag.RackTags;
import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.IpPrefix;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.sync.GuardedPort;
import io.anyrack.rack.sync.Told;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Reads Neutron's ports as those of a rack's nodes. */
final class PortReader {
  private static final Set<String> SELF_ADDRESSED = Set.of("slaac", "dhcpv6-stateless");

  private final RackTags tags;
  private final Rack rack;
  private final BooleanSupplier changing;
  private final Map<String, String> roles;
  private final Map<MacAddress, Nic> nics;

  /**
   * For a rack.
   *
   * @param changing whether it is being changed: then what DHCP tells is as it shall be
   */
  PortReader(RackTags tags, Rack rack, BooleanSupplier changing) {
    this.tags = tags;
    this.rack = rack;
    this.changing = changing;
    this.roles =
        rack.nodes().stream().collect(Collectors.toUnmodifiableMap(NodeSpec::name, NodeSpec::role));
    this.nics =
        rack.nodes().stream()
            .flatMap(node -> node.nics().stream())
            .collect(Collectors.toUnmodifiableMap(Nic::mac, nic -> nic));
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
        told(port, mac),
        port.revision());
  }

  private Told told(Port port, MacAddress mac) {
    Set<Told.Option> now = options(port.dhcpOptions());
    return new Told(now, changing.getAsBoolean() ? now : due(port, mac).orElse(now));
  }

  private Optional<Set<Told.Option>> due(Port port, MacAddress mac) {
    return Optional.ofNullable(nics.get(mac))
        .flatMap(
            nic ->
                rack.network(nic.network())
                    .map(network -> options(ToldInPhases.due(port, nic, network, rack.boot()))));
  }

  private static Set<Told.Option> options(Collection<Port.DhcpOption> options) {
    return options.stream()
        .map(option -> new Told.Option(option.name(), option.value(), option.ipVersion()))
        .collect(Collectors.toSet());
  }

  /** An exception of the guard of a port with the MAC {@code own}. */
  static GuardedPort.Pair pair(Port.AddressPair pair, MacAddress own) {
    return new GuardedPort.Pair(pair.addresses(), pair.mac().map(MacAddress::parse).orElse(own));
  }
}
