package io.anyrack.fakestack.nova;

import io.anyrack.fakestack.cinder.Cinder;
import io.anyrack.fakestack.cinder.Volume;
import io.anyrack.fakestack.glance.Glance;
import io.anyrack.fakestack.http.Answer;
import io.anyrack.fakestack.http.Call;
import io.anyrack.fakestack.http.Refusal;
import io.anyrack.fakestack.neutron.Neutron;
import io.anyrack.fakestack.world.Caller;
import io.anyrack.fakestack.world.FlavorSpec;
import io.anyrack.fakestack.world.Json;
import io.anyrack.fakestack.world.Quota;
import io.anyrack.fakestack.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Makes servers and ends them. */
final class Builder {
  private static final int MOST_TAGS = 50;
  private static final int LONGEST_USER_DATA = 65535;

  private final World world;
  private final Servers servers;
  private final Flavors flavors;
  private final Keypairs keypairs;
  private final Glance glance;
  private final Optional<Cinder> cinder;
  private final Neutron neutron;
  private final Hypervisor hypervisor;
  private final BlockDevices devices;
  private final Cards cards;

  Builder(
      World world,
      Servers servers,
      Flavors flavors,
      Keypairs keypairs,
      Glance glance,
      Optional<Cinder> cinder,
      Neutron neutron,
      Hypervisor hypervisor) {
    this.world = world;
    this.servers = servers;
    this.flavors = flavors;
    this.keypairs = keypairs;
    this.glance = glance;
    this.cinder = cinder;
    this.neutron = neutron;
    this.hypervisor = hypervisor;
    this.devices = new BlockDevices(glance, cinder);
    this.cards = new Cards(neutron);
  }

  Answer create(Call call) {
    ObjectNode asked = call.json("server");
    Microversion version = Microversion.of(call);
    Caller caller = call.caller();
    check(asked, version);
    String flavorId = Json.text(asked, "flavorRef").replaceFirst(".*/", "");
    FlavorSpec flavor =
        flavors
            .find(flavorId)
            .orElseThrow(() -> Refusal.fault(400, "Flavor " + flavorId + " could not be found."));
    String keyName = Json.text(asked, "key_name");
    if (!keyName.isEmpty() && !keypairs.has(caller, keyName)) {
      throw Refusal.fault(400, "Invalid key_name provided.");
    }
    List<Cards.Card> network = cards.plan(caller, asked, version);
    checkQuota(caller, flavor);
    Server server = new Server(world.uuid(), caller, flavor, world.now());
    BlockDevices.Plan disks = devices.plan(caller, asked, flavor, server.id);
    fill(server, asked, disks);
    servers.add(server);
    Duration half = world.settings().delays().build().dividedBy(2);
    boolean boots = disks.boots() && cards.wirable(network);
    world.after(half, () -> claim(server, network, boots));
    return Answer.json(202, Json.object("server", created(server)))
        .with("Location", world.base() + "/compute/v2.1/servers/" + server.id);
  }

  private ObjectNode created(Server server) {
    ObjectNode node = Json.object().put("id", server.id);
    node.putArray("links")
        .addObject()
        .put("rel", "self")
        .put("href", world.base() + "/compute/v2.1/servers/" + server.id);
    node.put("OS-DCF:diskConfig", "MANUAL");
    node.putArray("security_groups").addObject().put("name", "default");
    return node.put("adminPass", "built" + server.id.substring(0, 6));
  }

  private static void check(ObjectNode asked, Microversion version) {
    for (String name : List.of("name", "flavorRef")) {
      if (Json.given(asked, name).isEmpty()) {
        throw invalid(asked, "'" + name + "' is a required property");
      }
    }
    if (asked.has("tags") && !version.atLeast(52)) {
      throw invalid(asked, "Additional properties are not allowed ('tags' was unexpected)");
    }
    if (asked.path("tags").size() > MOST_TAGS) {
      throw Refusal.fault(400, "The number of tags exceeded the per-server limit " + MOST_TAGS);
    }
    if (Json.text(asked, "user_data").length() > LONGEST_USER_DATA) {
      throw Refusal.fault(400, "Invalid input for field/attribute user_data. Value is too long");
    }
  }

  private static Refusal invalid(ObjectNode asked, String reason) {
    return Refusal.fault(
        400, "Invalid input for field/attribute server. Value: %s. %s".formatted(asked, reason));
  }

  private void checkQuota(Caller caller, FlavorSpec flavor) {
    Quota quota = world.settings().quota();
    List<Server> have = servers.ofProject(caller.projectId());
    int cores = have.stream().mapToInt(each -> each.flavor.vcpus()).sum();
    int ram = have.stream().mapToInt(each -> each.flavor.ramMegabytes()).sum();
    List<String[]> over = new ArrayList<>();
    over(over, "cores", flavor.vcpus(), cores, quota.of(Quota.Limit.CORES));
    over(over, "instances", 1, have.size(), quota.of(Quota.Limit.INSTANCES));
    over(over, "ram", flavor.ramMegabytes(), ram, quota.of(Quota.Limit.RAM_MEGABYTES));
    if (!over.isEmpty()) {
      throw Refusal.fault(
          403,
          "Quota exceeded for %s: Requested %s, but already used %s of %s %s"
              .formatted(
                  join(over, 0), join(over, 1), join(over, 2), join(over, 3), join(over, 0)));
    }
  }

  private static void over(List<String[]> over, String name, int more, int used, int limit) {
    if (used + more > limit) {
      over.add(
          new String[] {
            name, Integer.toString(more), Integer.toString(used), Integer.toString(limit)
          });
    }
  }

  private static String join(List<String[]> over, int field) {
    return String.join(", ", over.stream().map(each -> each[field]).toList());
  }

  private void fill(Server server, ObjectNode asked, BlockDevices.Plan disks) {
    server.name = Json.text(asked, "name");
    server.description = Json.text(asked, "description");
    server.hostname = Json.given(asked, "hostname").orElse(server.name);
    server.keyName = Json.text(asked, "key_name");
    server.userData = Json.text(asked, "user_data");
    server.configDrive = asked.path("config_drive").asBoolean(false);
    server.metadata = Json.part(asked, "metadata");
    server.tags.addAll(Json.texts(asked.path("tags")));
    server.disks.addAll(disks.disks());
    server.imageId = server.volumeBacked() ? "" : Json.text(asked, "imageRef");
    Function<String, String> property = properties(server);
    server.shutdownTimeout = property.apply("os_shutdown_timeout");
    server.uefi = property.apply("hw_firmware_type").equals("uefi");
  }

  /**
   * A server takes its image's properties, or those that its root volume has kept from its image.
   */
  private Function<String, String> properties(Server server) {
    Optional<Volume> root = server.root().flatMap(Disk::volume);
    if (root.isPresent()) {
      return root.get()::imageProperty;
    }
    return glance
        .find(server.owner, server.imageId)
        .<Function<String, String>>map(each -> each::property)
        .orElse(_ -> "");
  }

  /** All hosts here are of one kind (Nova's ImagePropertiesFilter). */
  private boolean hasHost(Server server) {
    return glance
        .find(server.owner, server.imageId)
        .map(image -> image.property("hw_architecture"))
        .filter(kind -> !kind.isEmpty() && !kind.equals("x86_64"))
        .isEmpty();
  }

  /** The scheduler has found a host: from now on the server is one for all calls. */
  private void claim(Server server, List<Cards.Card> network, boolean boots) {
    if (!servers.has(server)) {
      return;
    }
    server.visibleToActions = true;
    server.updated = world.now();
    Optional<String> trouble = hypervisor.trouble("build", server);
    if (trouble.isPresent()) {
      fail(server, trouble.get());
      return;
    }
    if (!hasHost(server)) {
      fail(server, "No valid host was found. There are not enough hosts available.");
      return;
    }
    if (!boots) {
      fail(
          server,
          "Exceeded maximum number of retries. Exhausted all hosts available for retrying build"
              + " failures for instance "
              + server.id
              + ".");
      return;
    }
    try {
      server.ownPorts.addAll(cards.connect(server.owner, network, server.id));
    } catch (Refusal e) {
      fail(server, "Build of instance " + server.id + " aborted: " + e.getMessage());
      return;
    }
    server.host = true;
    server.task = "spawning";
    finish(server);
  }

  /** Volumes that are still being made are waited for. */
  private void finish(Server server) {
    world.after(
        world.settings().delays().build().dividedBy(2),
        () -> {
          if (!servers.has(server)) {
            return;
          }
          List<Volume> volumes =
              server.disks.stream().flatMap(each -> each.volume().stream()).toList();
          if (volumes.stream().anyMatch(each -> each.status().equals("creating"))) {
            finish(server);
            return;
          }
          if (volumes.stream().anyMatch(each -> each.status().startsWith("error"))) {
            fail(
                server,
                "Build of instance "
                    + server.id
                    + " aborted: Volume did not finish being created.");
            return;
          }
          server.disks.forEach(
              disk -> disk.volume().ifPresent(each -> each.attached(server.id, disk.device())));
          server.state = VmState.ACTIVE;
          server.task = "";
          server.launched = Optional.of(world.now());
          server.updated = world.now();
          neutron.wire(server.id, true);
          hypervisor.booted(server);
        });
  }

  private void fail(Server server, String message) {
    server.state = VmState.ERROR;
    server.task = "";
    server.host = false;
    server.fault = Optional.of(message);
    server.faultAt = world.now();
    disconnect(server);
    server.disks.forEach(
        disk ->
            disk.volume()
                .filter(each -> each.status().equals("reserved"))
                .ifPresent(Volume::released));
  }

  /** Also a second time, while the first is still at work. */
  Answer delete(Call call) {
    Server server = servers.own(call);
    Actions.checkLock(call, server);
    if (server.task.equals("deleting")) {
      return Answer.empty(204);
    }
    server.task = "deleting";
    server.updated = world.now();
    world.after(world.settings().delays().delete(), () -> end(server));
    return Answer.empty(204);
  }

  private void end(Server server) {
    disconnect(server);
    for (Disk disk : server.disks) {
      disk.volume()
          .filter(each -> Stream.of("in-use", "reserved").anyMatch(each.status()::equals))
          .ifPresent(
              volume -> {
                volume.released();
                if (disk.deleteOnTermination()) {
                  cinder.orElseThrow().delete(volume);
                }
              });
    }
    server.state = VmState.DELETED;
    server.task = "";
    server.power = Server.NO_STATE;
    server.updated = world.now();
    servers.remove(server);
  }

  /** Ports that Nova made go with the server; those that were given to it stay. */
  private void disconnect(Server server) {
    for (ObjectNode port : neutron.portsOf(server.id)) {
      if (server.ownPorts.contains(Json.text(port, "id"))) {
        neutron.deletePort(port);
      } else {
        neutron.unbind(port);
      }
    }
  }
}
