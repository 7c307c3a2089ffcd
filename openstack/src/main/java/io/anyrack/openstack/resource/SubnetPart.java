package io.anyrack.openstack.resource;

import io.anyrack.openstack.dhcp.HostRoutes;
import io.anyrack.openstack.neutron.Attributes;
import io.anyrack.openstack.neutron.Subnet;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Network.Ipv6;
import io.anyrack.rack.plan.Plan;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A subnet of one of the rack's own networks.
 *
 * @param network the network it is on
 * @param ipv6 its IPv6 network; empty: it is the IPv4 one
 * @param pools from where the cloud takes IPv4 addresses for itself
 */
record SubnetPart(Network network, Optional<Ipv6> ipv6, List<Subnet.Pool> pools)
    implements Part<Subnet> {
  static Key key(String network, boolean ipv6) {
    return new Key(Key.Type.SUBNET, network + (ipv6 ? "/ipv6" : "/ipv4"));
  }

  @Override
  public Key key() {
    return key(network.name(), ipv6.isPresent());
  }

  @Override
  public Subject subject() {
    return new Subject(Plan.Kind.NETWORK, network.name());
  }

  @Override
  public List<Key> needs() {
    return List.of(NetworkPart.key(network.name()));
  }

  @Override
  public Optional<Owned<Subnet>> found(Survey survey) {
    return survey.subnets().find(key().name());
  }

  @Override
  public List<String> shown() {
    return List.of(cidr(), "dhcp " + network.dhcp().name().toLowerCase(Locale.ROOT));
  }

  private String cidr() {
    return ipv6.map(Ipv6::cidr).orElseGet(() -> network.cidr().toString());
  }

  private boolean routed() {
    return network.routing().router().isPresent();
  }

  /** What clients are told; an IPv6 gateway is the cloud's choice where a router is. */
  private Optional<String> gateway() {
    return routed() ? Optional.of(network.gateway().toString()) : Optional.empty();
  }

  private boolean dhcp() {
    return ipv6.map(each -> each.mode() != Ipv6.Mode.INSTALLER)
        .orElseGet(() -> network.dhcp() == Network.Dhcp.CLOUD);
  }

  private Optional<String> mode() {
    return ipv6.flatMap(
        each ->
            switch (each.mode()) {
              case SLAAC -> Optional.of("slaac");
              case DHCPV6 -> Optional.of("dhcpv6-stateful");
              case INSTALLER -> Optional.empty();
            });
  }

  private Set<Subnet.Route> routes() {
    return HostRoutes.of(network);
  }

  private List<String> dns() {
    return network.dns().stream().map(Object::toString).toList();
  }

  @Override
  public Verdict compare(Owned<Subnet> found, Scene scene) {
    Subnet there = found.resource();
    Diff diff =
        new Diff()
            .replace("cidr", there.cidr(), cidr())
            .replace("ipv6 mode", there.ipv6AddressMode(), mode())
            .change("dhcp", there.dhcp(), dhcp(), patch -> patch.put("enable_dhcp", dhcp()));
    if (ipv6.isEmpty()) {
      diff.change("gateway", there.gateway(), gateway(), this::putGateway)
          .change("pool", Set.copyOf(there.pools()), Set.copyOf(pools), this::putPools)
          .change("dns", Set.copyOf(there.dns()), Set.copyOf(dns()), this::putDns)
          .change("host routes", Set.copyOf(there.hostRoutes()), routes(), this::putRoutes);
    }
    return diff.verdict(patch -> scene.project().neutron().subnets().update(found.id(), patch));
  }

  private void putGateway(ObjectNode subnet) {
    gateway()
        .ifPresentOrElse(
            address -> subnet.put("gateway_ip", address), () -> subnet.putNull("gateway_ip"));
  }

  private void putPools(ObjectNode subnet) {
    ArrayNode list = subnet.putArray("allocation_pools");
    pools.forEach(pool -> list.addObject().put("start", pool.start()).put("end", pool.end()));
  }

  private void putDns(ObjectNode subnet) {
    ArrayNode list = subnet.putArray("dns_nameservers");
    dns().forEach(list::add);
  }

  private void putRoutes(ObjectNode subnet) {
    Attributes.hostRoutes(subnet, routes());
  }

  @Override
  public String make(Scene scene) {
    ObjectNode subnet = Attributes.none();
    subnet.put("network_id", scene.id(NetworkPart.key(network.name())));
    subnet.put("ip_version", ipv6.isPresent() ? 6 : 4).put("cidr", cidr());
    subnet.put("enable_dhcp", dhcp());
    mode().ifPresent(mode -> subnet.put("ipv6_ra_mode", mode).put("ipv6_address_mode", mode));
    if (ipv6.isEmpty()) {
      putGateway(subnet);
      putPools(subnet);
      putDns(subnet);
      putRoutes(subnet);
    } else if (!routed()) {
      subnet.putNull("gateway_ip");
    }
    return scene.create(scene.project().neutron().subnets(), subnet, subject(), key(), true).id();
  }

  @Override
  public void complete(Owned<Subnet> found, Scene scene) {
    scene.tag(scene.project().neutron().subnets(), found.id(), subject(), key());
  }
}
