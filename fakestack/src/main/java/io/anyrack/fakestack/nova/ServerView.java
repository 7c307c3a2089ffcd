package io.anyrack.fakestack.nova;

import io.anyrack.fakestack.neutron.Neutron;
import io.anyrack.fakestack.world.Json;
import io.anyrack.fakestack.world.World;
import java.time.temporal.ChronoUnit;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A server as a microversion shows it. */
final class ServerView {
  private final World world;
  private final Flavors flavors;
  private final Neutron neutron;

  ServerView(World world, Flavors flavors, Neutron neutron) {
    this.world = world;
    this.flavors = flavors;
    this.neutron = neutron;
  }

  ObjectNode brief(Server server) {
    ObjectNode node = Json.object().put("id", server.id).put("name", server.name);
    node.set("links", links(server));
    return node;
  }

  ObjectNode full(Server server, Microversion version) {
    ObjectNode node =
        Json.object()
            .put("id", server.id)
            .put("name", server.name)
            .put("status", server.status())
            .put("tenant_id", server.owner.projectId())
            .put("user_id", server.owner.userId());
    node.set("metadata", server.metadata.deepCopy());
    node.put(
        "hostId", server.host ? "637c65e2fe35c2749f242231b6525142e510c2b7840d9d93988af72f" : "");
    image(node, server);
    node.set("flavor", flavors.inServer(server.flavor, version));
    node.put("created", server.created.truncatedTo(ChronoUnit.SECONDS).toString())
        .put("updated", server.updated.truncatedTo(ChronoUnit.SECONDS).toString());
    node.set("addresses", addresses(server));
    node.put("accessIPv4", "").put("accessIPv6", "");
    node.set("links", links(server));
    node.put("OS-DCF:diskConfig", "MANUAL")
        .put("OS-EXT-AZ:availability_zone", server.host ? "nova" : "")
        .put("config_drive", server.configDrive ? "True" : "");
    nullable(node, "key_name", server.keyName);
    nullable(
        node,
        "OS-SRV-USG:launched_at",
        server
            .launched
            .map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", ".000000"))
            .orElse(""));
    node.putNull("OS-SRV-USG:terminated_at");
    if (server.state == VmState.ACTIVE || server.state == VmState.BUILDING) {
      node.put("progress", 0);
    }
    List<String> groups = neutron.groupNames(server.id);
    if (!groups.isEmpty()) {
      ArrayNode array = node.putArray("security_groups");
      groups.forEach(each -> array.addObject().put("name", each));
    }
    nullable(node, "OS-EXT-STS:task_state", server.task);
    node.put("OS-EXT-STS:vm_state", server.state.toString())
        .put("OS-EXT-STS:power_state", server.power);
    volumes(node, server, version);
    fault(node, server);
    newer(node, server, version);
    return node;
  }

  private void image(ObjectNode node, Server server) {
    if (server.imageId.isEmpty()) {
      node.put("image", "");
      return;
    }
    ObjectNode image = node.putObject("image").put("id", server.imageId);
    image
        .putArray("links")
        .addObject()
        .put("rel", "bookmark")
        .put("href", world.base() + "/compute/images/" + server.imageId);
  }

  private static void volumes(ObjectNode node, Server server, Microversion version) {
    ArrayNode array = node.putArray("os-extended-volumes:volumes_attached");
    for (Disk disk : server.disks) {
      if (disk.volume().isPresent()) {
        ObjectNode volume = array.addObject().put("id", disk.volume().get().id());
        if (version.atLeast(3)) {
          volume.put("delete_on_termination", disk.deleteOnTermination());
        }
      }
    }
  }

  private static void fault(ObjectNode node, Server server) {
    if (server.state == VmState.ERROR && server.fault.isPresent()) {
      node.putObject("fault")
          .put("code", 500)
          .put("created", server.faultAt.truncatedTo(ChronoUnit.SECONDS).toString())
          .put("message", server.fault.get());
    }
  }

  private static void newer(ObjectNode node, Server server, Microversion version) {
    if (version.atLeast(9)) {
      node.put("locked", server.locked);
    }
    if (version.atLeast(19)) {
      nullable(node, "description", server.description);
    }
    if (version.atLeast(26)) {
      node.set("tags", Json.strings(server.tags));
    }
    if (version.atLeast(63)) {
      node.putNull("trusted_image_certificates");
    }
    if (version.atLeast(71)) {
      node.putArray("server_groups");
    }
    if (version.atLeast(73)) {
      nullable(node, "locked_reason", server.lockedReason);
    }
    if (version.atLeast(90)) {
      node.put("OS-EXT-SRV-ATTR:hostname", server.hostname);
    }
  }

  private ObjectNode addresses(Server server) {
    ObjectNode addresses = Json.object();
    for (ObjectNode port : neutron.portsOf(server.id)) {
      String network = neutron.networkName(Json.text(port, "network_id"));
      for (JsonNode each : port.path("fixed_ips")) {
        String address = Json.text(each, "ip_address");
        address(
            addresses.withArray("/" + network.replace("~", "~0").replace("/", "~1")),
            port,
            address,
            "fixed");
        neutron
            .floatingAddress(port, address)
            .ifPresent(
                floating ->
                    address((ArrayNode) addresses.path(network), port, floating, "floating"));
      }
    }
    return addresses;
  }

  private static void address(ArrayNode array, ObjectNode port, String address, String type) {
    array
        .addObject()
        .put("version", address.contains(":") ? 6 : 4)
        .put("addr", address)
        .put("OS-EXT-IPS:type", type)
        .put("OS-EXT-IPS-MAC:mac_addr", Json.text(port, "mac_address"));
  }

  private ArrayNode links(Server server) {
    ArrayNode links = Json.array();
    links
        .addObject()
        .put("rel", "self")
        .put("href", world.base() + "/compute/v2.1/servers/" + server.id);
    return links;
  }

  private static void nullable(ObjectNode node, String name, String value) {
    if (value.isEmpty()) {
      node.putNull(name);
    } else {
      node.put(name, value);
    }
  }
}
