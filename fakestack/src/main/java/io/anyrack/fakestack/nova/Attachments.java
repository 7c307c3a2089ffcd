package io.anyrack.fakestack.nova;

import io.anyrack.fakestack.cinder.Cinder;
import io.anyrack.fakestack.cinder.Volume;
import io.anyrack.fakestack.http.Answer;
import io.anyrack.fakestack.http.Call;
import io.anyrack.fakestack.http.Refusal;
import io.anyrack.fakestack.http.Routes;
import io.anyrack.fakestack.neutron.Neutron;
import io.anyrack.fakestack.world.Json;
import io.anyrack.fakestack.world.World;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Volumes and network cards of servers that are there already. */
final class Attachments {
  private static final Set<VmState> CARDS = Set.of(VmState.ACTIVE, VmState.PAUSED, VmState.STOPPED);
  private static final Set<VmState> DISKS =
      Set.of(
          VmState.ACTIVE,
          VmState.PAUSED,
          VmState.STOPPED,
          VmState.SUSPENDED,
          VmState.SHELVED_OFFLOADED);

  /** Detaching is tried about three times as long as a stop. */
  private static final int PATIENCE = 3;

  private final World world;
  private final Servers servers;
  private final Optional<Cinder> cinder;
  private final Neutron neutron;

  Attachments(World world, Servers servers, Optional<Cinder> cinder, Neutron neutron) {
    this.world = world;
    this.servers = servers;
    this.cinder = cinder;
    this.neutron = neutron;
  }

  void addTo(Routes routes, String server) {
    routes
        .on("GET", server + "/os-volume_attachments", this::volumes)
        .on("POST", server + "/os-volume_attachments", this::attachVolume)
        .on("PUT", server + "/os-volume_attachments/{volume}", this::changeVolume)
        .on("DELETE", server + "/os-volume_attachments/{volume}", this::detachVolume)
        .on("GET", server + "/os-interface", this::cards)
        .on("POST", server + "/os-interface", this::attachCard)
        .on("DELETE", server + "/os-interface/{port}", this::detachCard);
  }

  private static void check(Call call, Server server, String action, Set<VmState> allowed) {
    Actions.checkLock(call, server);
    if (!allowed.contains(server.state)) {
      throw Actions.conflict(server, action, "vm_state", server.state.toString());
    }
    if (!server.task.isEmpty()) {
      throw Actions.conflict(server, action, "task_state", server.task);
    }
  }

  private Answer volumes(Call call) {
    Server server = servers.own(call);
    ArrayNode array = Json.array();
    server.disks.stream()
        .filter(each -> each.volume().isPresent())
        .forEach(each -> array.add(json(server, each, Microversion.of(call))));
    return Answer.ok(Json.object("volumeAttachments", array));
  }

  private static ObjectNode json(Server server, Disk disk, Microversion version) {
    Volume volume = disk.volume().orElseThrow();
    ObjectNode node =
        Json.object()
            .put("serverId", server.id)
            .put("volumeId", volume.id())
            .put("device", disk.device());
    if (!version.atLeast(89)) {
      node.put("id", volume.id());
    }
    if (version.atLeast(70)) {
      node.putNull("tag");
    }
    if (version.atLeast(79)) {
      node.put("delete_on_termination", disk.deleteOnTermination());
    }
    return node;
  }

  private Answer attachVolume(Call call) {
    Server server = servers.own(call);
    ObjectNode asked = call.json("volumeAttachment");
    String id = Json.text(asked, "volumeId");
    Volume volume =
        cinder
            .flatMap(each -> each.find(call.caller(), id))
            .orElseThrow(() -> Refusal.fault(404, "Volume " + id + " could not be found."));
    check(call, server, "attach_volume", DISKS);
    if (!volume.status().equals("available")) {
      throw Refusal.fault(400, "Invalid volume: volume %s already attached".formatted(id));
    }
    volume.status("reserved");
    Disk disk =
        new Disk(
            "volume",
            Optional.of(volume),
            volume.imageId(),
            -1,
            "disk",
            "virtio",
            "/dev/vd" + (char) ('a' + server.disks.size()),
            asked.path("delete_on_termination").asBoolean(false));
    server.disks.add(disk);
    world.after(
        world.settings().delays().action(), () -> volume.attached(server.id, disk.device()));
    return Answer.ok(Json.object("volumeAttachment", json(server, disk, Microversion.of(call))));
  }

  private static Disk disk(Call call, Server server, String missing) {
    String id = call.variable("volume");
    return server.disk(id).orElseThrow(() -> Refusal.fault(404, missing.formatted(id)));
  }

  private Answer changeVolume(Call call) {
    Server server = servers.own(call);
    Disk disk = disk(call, server, "No volume Block Device Mapping with id %s.");
    boolean deleted = call.json("volumeAttachment").path("delete_on_termination").asBoolean(false);
    server.disks.replaceAll(each -> each.equals(disk) ? each.deletedOnTermination(deleted) : each);
    return Answer.empty(202);
  }

  private Answer detachVolume(Call call) {
    Server server = servers.own(call);
    Disk disk = disk(call, server, "Volume %s could not be found.");
    check(call, server, "detach_volume", DISKS);
    if (disk.bootIndex() == 0 && server.state != VmState.SHELVED_OFFLOADED) {
      throw Refusal.fault(400, "Cannot detach a root device volume");
    }
    Volume volume = disk.volume().orElseThrow();
    volume.status("detaching");
    if (holdsOn(server)) {
      world.after(
          world.settings().delays().silentShutdown().multipliedBy(PATIENCE),
          () -> volume.attached(server.id, disk.device()));
    } else {
      world.after(
          world.settings().delays().action(),
          () -> {
            server.disks.remove(disk);
            volume.released();
          });
    }
    return Answer.empty(202);
  }

  private Answer cards(Call call) {
    Server server = servers.own(call);
    ArrayNode array = Json.array();
    neutron.portsOf(server.id).forEach(each -> array.add(card(each)));
    return Answer.ok(Json.object("interfaceAttachments", array));
  }

  private static ObjectNode card(ObjectNode port) {
    ObjectNode node =
        Json.object()
            .put("net_id", Json.text(port, "network_id"))
            .put("port_id", Json.text(port, "id"))
            .put("mac_addr", Json.text(port, "mac_address"))
            .put("port_state", Json.text(port, "status"));
    node.set("fixed_ips", port.path("fixed_ips").deepCopy());
    return node;
  }

  private Answer attachCard(Call call) {
    Server server = servers.own(call);
    check(call, server, "attach_interface", CARDS);
    ObjectNode asked = call.json("interfaceAttachment");
    Optional<String> portId = Json.given(asked, "port_id");
    ObjectNode port =
        portId
            .map(
                id ->
                    neutron
                        .port(call.caller(), id)
                        .orElseThrow(
                            () -> Refusal.fault(404, "Port id " + id + " could not be found.")))
            .orElseGet(() -> made(call, server, asked));
    if (Json.given(port, "device_id").isPresent()) {
      throw Refusal.fault(400, "Port " + Json.text(port, "id") + " is still in use.");
    }
    neutron.bind(port, server.id);
    neutron.wire(server.id, true);
    return Answer.ok(Json.object("interfaceAttachment", card(port)));
  }

  private ObjectNode made(Call call, Server server, ObjectNode asked) {
    ObjectNode port =
        neutron.createPort(
            call.caller(), Json.object().put("network_id", Json.text(asked, "net_id")));
    server.ownPorts.add(Json.text(port, "id"));
    return port;
  }

  private Answer detachCard(Call call) {
    Server server = servers.own(call);
    String id = call.variable("port");
    check(call, server, "detach_interface", CARDS);
    if (!holdsOn(server)) {
      world.after(world.settings().delays().action(), () -> release(server, id));
    }
    return Answer.empty(202);
  }

  /**
   * A running guest that does not answer ACPI never lets go of a device; Nova gives up after a
   * while.
   */
  private static boolean holdsOn(Server server) {
    return server.state == VmState.ACTIVE && !server.answersAcpi;
  }

  /** Nova accepts it for any port; one that is not there is found out only later, and by nobody. */
  private void release(Server server, String portId) {
    neutron.portsOf(server.id).stream()
        .filter(each -> Json.text(each, "id").equals(portId))
        .findFirst()
        .ifPresent(
            port -> {
              if (server.ownPorts.remove(portId)) {
                neutron.deletePort(port);
              } else {
                neutron.unbind(port);
              }
            });
  }
}
