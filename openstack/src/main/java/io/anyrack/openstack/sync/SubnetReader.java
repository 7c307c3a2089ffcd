package io.anyrack.openstack.sync;

import io.anyrack.openstack.dhcp.HostRoutes;
import io.anyrack.openstack.neutron.Subnet;
import io.anyrack.openstack.tag.RackTags;
import io.anyrack.rack.address.IpPrefix;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.sync.ToldSubnet;
import io.anyrack.rack.sync.ToldSubnet.Route;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads Neutron's subnets as those of a rack's own networks. */
record SubnetReader(RackTags tags, Rack rack) {
  /** The IPv4 subnet of a network of the rack file; empty: it is not this rack's, or not one. */
  Optional<ToldSubnet> read(Subnet subnet) {
    if (!subnet.tags().contains(tags.tag())
        || !RackTags.role(subnet.tags()).equals(Optional.of("network"))
        || subnet.ipVersion() != 4) {
      return Optional.empty();
    }
    return RackTags.name(subnet.tags())
        .flatMap(name -> rack.network(name.replaceFirst("/.*", "")))
        .filter(network -> !network.routing().existing())
        .map(network -> read(subnet, network));
  }

  private static ToldSubnet read(Subnet subnet, Network network) {
    return new ToldSubnet(
        subnet.id(),
        network.name(),
        IpPrefix.parse(subnet.cidr()),
        routes(subnet.hostRoutes()),
        routes(HostRoutes.of(network)),
        subnet.revision());
  }

  private static Set<Route> routes(Collection<Subnet.Route> routes) {
    return routes.stream()
        .map(route -> new Route(route.destination(), route.nexthop()))
        .collect(Collectors.toSet());
  }
}
