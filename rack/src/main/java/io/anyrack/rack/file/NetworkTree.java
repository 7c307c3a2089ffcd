package io.anyrack.rack.file;

import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Network.Metadata;
import java.util.LinkedHashMap;
import java.util.Map;

/** A network as the rack file has it. */
final class NetworkTree {
  private NetworkTree() {}

  static Map<String, Object> of(Network network, CloudSpec cloud) {
    boolean openstack = cloud instanceof CloudSpec.Openstack;
    boolean existing = network.routing().existing();
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("name", network.name());
    section.put("cidr", network.cidr().toString());
    if (existing) {
      section.put("existing", true);
    }
    network.gatewayOn(cloud).ifPresent(gateway -> section.put("gateway", gateway.toString()));
    section.put("dhcp", Words.of(network.dhcp()));
    section.put("guard", Words.of(network.guard()));
    section.put("mtu", network.mtu() == NetworkReader.MTU_OF_CLOUD ? "auto" : network.mtu());
    section.put("pool", network.pool().toString());
    if (!existing) {
      section.put("metadata", metadata(network.metadata()));
    }
    if (!openstack) {
      section.put("outward", network.outward());
    }
    if (!network.dns().isEmpty()) {
      section.put("dns", network.dns().stream().map(Object::toString).toList());
    }
    routing(section, network.routing());
    return section;
  }

  private static Object metadata(Metadata metadata) {
    return switch (metadata) {
      case Metadata.Cloud() -> "cloud";
      case Metadata.None() -> "none";
      case Metadata.Installer(var address) -> Map.of("installer", address.toString());
    };
  }

  private static void routing(Map<String, Object> section, Network.Routing routing) {
    routing.router().ifPresent(router -> section.put("router", router));
    if (!routing.hostRoutes().isEmpty()) {
      Map<String, Object> routes = new LinkedHashMap<>();
      routing
          .hostRoutes()
          .forEach(route -> routes.put(route.destination().toString(), route.nextHop().toString()));
      section.put("host-routes", routes);
    }
    routing
        .ipv6()
        .ifPresent(
            ipv6 -> {
              Map<String, Object> entry = new LinkedHashMap<>();
              entry.put("cidr", ipv6.cidr());
              entry.put("mode", Words.of(ipv6.mode()));
              section.put("ipv6", entry);
            });
  }
}
