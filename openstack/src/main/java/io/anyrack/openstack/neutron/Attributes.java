package io.anyrack.openstack.neutron;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Attributes that are written in more than one place, as Neutron has them. */
public final class Attributes {
  private Attributes() {}

  /** Nothing yet. */
  public static ObjectNode none() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** {@code fixed_ips}; an empty address: one of the cloud's choice on that subnet. */
  public static ObjectNode fixedIps(ObjectNode port, List<Port.FixedIp> fixedIps) {
    var list = port.putArray("fixed_ips");
    for (Port.FixedIp fixed : fixedIps) {
      ObjectNode entry = list.addObject().put("subnet_id", fixed.subnet());
      if (!fixed.address().isEmpty()) {
        entry.put("ip_address", fixed.address());
      }
    }
    return port;
  }

  /** {@code allowed_address_pairs}. */
  public static ObjectNode allowedPairs(ObjectNode port, List<Port.AddressPair> pairs) {
    var list = port.putArray("allowed_address_pairs");
    for (Port.AddressPair pair : pairs) {
      ObjectNode entry = list.addObject().put("ip_address", pair.cidr());
      pair.mac().ifPresent(mac -> entry.put("mac_address", mac));
    }
    return port;
  }

  /**
   * {@code extra_dhcp_opts}: those that are wanted, and those that are there and are not wanted
   * with {@code opt_value: null}, which removes them; an empty list would remove nothing.
   */
  public static ObjectNode dhcpOptions(
      ObjectNode port, List<Port.DhcpOption> wanted, List<Port.DhcpOption> there) {
    var list = port.putArray("extra_dhcp_opts");
    for (Port.DhcpOption option : wanted) {
      list.addObject()
          .put("opt_name", option.name())
          .put("opt_value", option.value())
          .put("ip_version", option.ipVersion());
    }
    for (Port.DhcpOption option : there) {
      if (wanted.stream().noneMatch(each -> same(each, option))) {
        list.addObject()
            .put("opt_name", option.name())
            .putNull("opt_value")
            .put("ip_version", option.ipVersion());
      }
    }
    return port;
  }

  private static boolean same(Port.DhcpOption one, Port.DhcpOption other) {
    return one.name().equals(other.name()) && one.ipVersion() == other.ipVersion();
  }

  /** {@code host_routes} of a subnet. */
  public static ObjectNode hostRoutes(ObjectNode subnet, Collection<Subnet.Route> routes) {
    var list = subnet.putArray("host_routes");
    for (Subnet.Route route : routes) {
      list.addObject().put("destination", route.destination()).put("nexthop", route.nexthop());
    }
    return subnet;
  }

  /** {@code security_groups}, by id. */
  public static ObjectNode securityGroups(ObjectNode port, List<String> groups) {
    var list = port.putArray("security_groups");
    groups.forEach(list::add);
    return port;
  }

  /**
   * Switches the guard off. Neutron refuses that (409) while groups or pairs are left, so they go
   * with it.
   */
  public static ObjectNode unguarded(ObjectNode port) {
    port.put("port_security_enabled", false);
    port.putArray("security_groups");
    port.putArray("allowed_address_pairs");
    return port;
  }

  /** {@code external_gateway_info}; empty: no gateway. */
  public static ObjectNode gateway(ObjectNode router, Optional<String> network) {
    network.ifPresentOrElse(
        id -> router.putObject("external_gateway_info").put("network_id", id),
        () -> router.putNull("external_gateway_info"));
    return router;
  }
}
