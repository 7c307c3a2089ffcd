package io.anyrack.rack.file;

import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.RouterSpec;
import io.anyrack.rack.model.ServerSpec;
import io.anyrack.rack.model.ServerSpec.FloatingIp;
import io.anyrack.rack.model.ServerSpec.Port;
import java.util.LinkedHashMap;
import java.util.Map;

/** Servers that are no nodes, and routers, as the rack file has them. */
final class ServerTree {
  private ServerTree() {}

  static Map<String, Object> of(ServerSpec server) {
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("name", server.name());
    section.put("image", server.image());
    section.put("flavor", server.flavor());
    if (server.diskGib() > 0) {
      section.put("disk", Sizes.text((long) server.diskGib() << 10));
    }
    section.put("user", server.user());
    server.keypair().ifPresent(keypair -> section.put("keypair", keypair));
    if (!server.securityGroups().isEmpty()) {
      section.put("security-groups", server.securityGroups());
    }
    section.put("networks", server.ports().stream().map(ServerTree::port).toList());
    section.put(
        "floating-ip",
        switch (server.floatingIp()) {
          case FloatingIp.None() -> "none";
          case FloatingIp.Existing(var address) -> address.toString();
          case FloatingIp.New(var network) when network.isPresent() ->
              Map.of("network", network.get());
          case FloatingIp.New _ -> "auto";
        });
    server.userData().ifPresent(path -> section.put("user-data", path.toString()));
    return section;
  }

  private static Map<String, Object> port(Port port) {
    return switch (port) {
      case Port.OnRack(Nic nic) -> NicTree.of(nic);
      case Port.OnCloud(String network, var address) -> {
        Map<String, Object> section = new LinkedHashMap<>();
        section.put("cloud-network", network);
        address.ifPresent(own -> section.put("address", own.toString()));
        yield section;
      }
    };
  }

  static Map<String, Object> router(RouterSpec router) {
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("name", router.name());
    router.external().ifPresent(network -> section.put("external", network));
    return section;
  }
}
