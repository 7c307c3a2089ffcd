package io.anyrack.openstack.neutron;

import io.anyrack.openstack.http.Fields;
import java.util.List;
import java.util.Optional;

/**
 * A subnet as Neutron tells it.
 *
 * @param id its UUID
 * @param name for people
 * @param description as given when it was made
 * @param network the network's id
 * @param cidr its addresses
 * @param ipVersion 4 or 6
 * @param gateway told to clients; empty: none
 * @param dhcp whether the cloud answers DHCP
 * @param pools from which the cloud takes addresses
 * @param dns resolvers told to clients
 * @param hostRoutes told to clients
 * @param ipv6AddressMode such as {@code slaac}; empty: none
 * @param ipv6RaMode such as {@code slaac}; empty: the cloud advertises nothing
 * @param tags its tags
 * @param revision grows with each change
 */
public record Subnet(
    String id,
    String name,
    String description,
    String network,
    String cidr,
    int ipVersion,
    Optional<String> gateway,
    boolean dhcp,
    List<Pool> pools,
    List<String> dns,
    List<Route> hostRoutes,
    Optional<String> ipv6AddressMode,
    Optional<String> ipv6RaMode,
    List<String> tags,
    long revision)
    implements Found {
  /** Copies the lists. */
  public Subnet {
    pools = List.copyOf(pools);
    dns = List.copyOf(dns);
    hostRoutes = List.copyOf(hostRoutes);
    tags = List.copyOf(tags);
  }

  /** A range of addresses, both ends included. */
  public record Pool(String start, String end) {}

  /** A route told to clients. */
  public record Route(String destination, String nexthop) {}

  static Subnet read(Fields subnet) {
    return new Subnet(
        subnet.text("id"),
        subnet.text("name"),
        subnet.text("description"),
        subnet.text("network_id"),
        subnet.text("cidr"),
        subnet.number("ip_version", 4),
        subnet.optional("gateway_ip"),
        subnet.flag("enable_dhcp", true),
        subnet.list("allocation_pools", pool -> new Pool(pool.text("start"), pool.text("end"))),
        subnet.texts("dns_nameservers"),
        subnet.list(
            "host_routes", route -> new Route(route.text("destination"), route.text("nexthop"))),
        subnet.optional("ipv6_address_mode"),
        subnet.optional("ipv6_ra_mode"),
        subnet.texts("tags"),
        subnet.longNumber("revision_number", 0));
  }
}
