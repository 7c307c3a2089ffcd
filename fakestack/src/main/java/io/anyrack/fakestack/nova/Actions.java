package io.anyrack.fakestack.nova;

import static io.anyrack.fakestack.nova.VmState.ACTIVE;
import static io.anyrack.fakestack.nova.VmState.ERROR;
import static io.anyrack.fakestack.nova.VmState.PAUSED;
import static io.anyrack.fakestack.nova.VmState.RESCUED;
import static io.anyrack.fakestack.nova.VmState.SHELVED_OFFLOADED;
import static io.anyrack.fakestack.nova.VmState.STOPPED;
import static io.anyrack.fakestack.nova.VmState.SUSPENDED;

import io.anyrack.fakestack.cinder.Volume;
import io.anyrack.fakestack.glance.Glance;
import io.anyrack.fakestack.glance.Image;
import io.anyrack.fakestack.http.Answer;
import io.anyrack.fakestack.http.Call;
import io.anyrack.fakestack.http.Refusal;
import io.anyrack.fakestack.neutron.Neutron;
import io.anyrack.fakestack.world.Json;
import io.anyrack.fakestack.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The actions on servers: which vm_state and task_state allow which, and what comes of them.
 *
 * <pre>
 *             stop                 rescue
 *   ACTIVE ─────────> STOPPED ─────────────> RESCUED      shelve: ACTIVE, STOPPED, PAUSED, SUSPENDED
 *     │ ^ <───────────   ^  (rescue also       │            ───> SHELVED_OFFLOADED ──unshelve──> ACTIVE
 *     │ │    start       │   from ACTIVE,      │
 *     │ └────────────────┼── ERROR)            │         hard reboot: ACTIVE, STOPPED, PAUSED, SUSPENDED,
 *     │        unrescue (always powers on) ────┘            ERROR ───> ACTIVE
 *     └── guest powers itself off ──> STOPPED
 * </pre>
 */
final class Actions {
  private final World world;
  private final Servers servers;
  private final Glance glance;
  private final Neutron neutron;
  private final Hypervisor hypervisor;
  private final ServerView view;

  Actions(
      World world,
      Servers servers,
      Glance glance,
      Neutron neutron,
      Hypervisor hypervisor,
      ServerView view) {
    this.world = world;
    this.servers = servers;
    this.glance = glance;
    this.neutron = neutron;
    this.hypervisor = hypervisor;
    this.view = view;
  }

  Answer act(Call call) {
    Server server = servers.own(call);
    if (!server.visibleToActions) {
      throw Servers.missing(server.id);
    }
    JsonNode body = call.json();
    String action = body.propertyNames().stream().findFirst().orElse("");
    JsonNode arguments = body.path(action);
    return switch (action) {
      case "os-stop" -> stop(call, server);
      case "os-start" -> start(call, server);
      case "reboot" -> reboot(call, server, Json.text(arguments, "type").toUpperCase(Locale.ROOT));
      case "rescue" -> rescue(call, server, arguments);
      case "unrescue" -> unrescue(call, server);
      case "rebuild" -> rebuild(call, server, Json.part(body, action));
      case "pause" ->
          simple(call, server, "pause", Set.of(ACTIVE), "pausing", PAUSED, Server.POWER_PAUSED);
      case "unpause" ->
          simple(call, server, "unpause", Set.of(PAUSED), "unpausing", ACTIVE, Server.RUNNING);
      case "suspend" ->
          simple(
              call,
              server,
              "suspend",
              Set.of(ACTIVE),
              "suspending",
              SUSPENDED,
              Server.POWER_SUSPENDED);
      case "resume" ->
          simple(call, server, "resume", Set.of(SUSPENDED), "resuming", ACTIVE, Server.RUNNING);
      case "shelve" -> shelve(call, server);
      case "unshelve" -> unshelve(call, server);
      case "trigger_crash_dump" -> crashDump(call, server);
      case "lock" -> lock(server, Json.text(arguments, "locked_reason"));
      case "unlock" -> unlock(server);
      case "os-getConsoleOutput" -> console(server, arguments.path("length").asInt(0));
      case "os-resetState" -> reset(call, server, Json.text(arguments, "state"));
      default -> throw Refusal.fault(400, "There is no such action: " + action);
    };
  }

  private void check(
      Call call, Server server, String action, Set<VmState> allowed, Set<String> tasks) {
    checkLock(call, server);
    if (!allowed.contains(server.state)) {
      throw conflict(server, action, "vm_state", server.state.toString());
    }
    if (!tasks.contains(server.task)) {
      throw conflict(server, action, "task_state", server.task);
    }
    if (server.launched.isEmpty()) {
      throw Refusal.fault(
          409, "Cannot '%s' instance %s which has never been active".formatted(action, server.id));
    }
  }

  static void checkLock(Call call, Server server) {
    if (server.locked && !call.caller().admin()) {
      throw Refusal.fault(409, "Instance " + server.id + " is locked");
    }
  }

  static Refusal conflict(Server server, String action, String what, String value) {
    return Refusal.fault(
        409,
        "Cannot '%s' instance %s while it is in %s %s".formatted(action, server.id, what, value));
  }

  private static void checkHost(Call call, Server server) {
    checkLock(call, server);
    if (!server.host) {
      throw Refusal.fault(409, "Instance " + server.id + " is not ready");
    }
  }

  /**
   * Does the work after a while, unless the server has been deleted meanwhile, or a test has asked
   * for trouble.
   */
  private void later(Server server, String work, String task, Duration delay, Runnable done) {
    server.task = task;
    server.updated = world.now();
    world.after(
        delay,
        () -> {
          if (!servers.has(server) || !server.task.equals(task)) {
            return;
          }
          Optional<String> trouble = hypervisor.trouble(work, server);
          if (trouble.isPresent()) {
            server.state = ERROR;
            server.fault = trouble;
            server.faultAt = world.now();
          } else {
            done.run();
          }
          server.task = "";
          server.updated = world.now();
        });
  }

  private Duration shutdown(Server server) {
    boolean quick =
        server.power != Server.RUNNING || server.answersAcpi || server.shutdownTimeout.equals("0");
    return quick
        ? world.settings().delays().shutdown()
        : world.settings().delays().silentShutdown();
  }

  private Duration action() {
    return world.settings().delays().action();
  }

  private Answer stop(Call call, Server server) {
    checkHost(call, server);
    check(call, server, "stop", Set.of(ACTIVE, ERROR), Set.of(""));
    later(
        server,
        "stop",
        "powering-off",
        shutdown(server),
        () -> {
          server.state = STOPPED;
          server.power = Server.SHUTDOWN;
        });
    return Answer.empty(202);
  }

  private Answer start(Call call, Server server) {
    checkHost(call, server);
    check(call, server, "start", Set.of(STOPPED), Set.of(""));
    later(server, "start", "powering-on", action(), () -> run(server));
    return Answer.empty(202);
  }

  private void run(Server server) {
    server.state = ACTIVE;
    hypervisor.booted(server);
  }

  private Answer reboot(Call call, Server server, String type) {
    switch (type) {
      case "HARD" -> {
        check(
            call,
            server,
            "reboot",
            Set.of(ACTIVE, STOPPED, PAUSED, SUSPENDED, ERROR),
            Set.of(
                "",
                "rebooting",
                "rebooting_hard",
                "resuming",
                "unpausing",
                "pausing",
                "suspending"));
        later(server, "reboot", "rebooting_hard", action(), () -> run(server));
      }
      case "SOFT" -> {
        check(call, server, "reboot", Set.of(ACTIVE), Set.of(""));
        later(server, "reboot", "rebooting", softReboot(server), () -> run(server));
      }
      default ->
          throw Refusal.fault(
              400,
              "Invalid input for field/attribute type. Value: %1$s. '%1$s' is not one of ['HARD', 'Hard', 'hard', 'SOFT', 'Soft', 'soft']"
                  .formatted(type));
    }
    return Answer.empty(202);
  }

  /**
   * A guest that does not answer is given twice the time of a stop, whatever its image says; then
   * it is reset.
   */
  private Duration softReboot(Server server) {
    return server.answersAcpi
        ? world.settings().delays().shutdown()
        : world.settings().delays().silentShutdown().multipliedBy(2);
  }

  private Answer rescue(Call call, Server server, JsonNode arguments) {
    String imageId = Json.given(arguments, "rescue_image_ref").orElse(server.imageId);
    Optional<Image> image = glance.find(call.caller(), imageId);
    checkLock(call, server);
    if (image.isEmpty() || !image.get().active()) {
      throw unsupported(imageId);
    }
    check(call, server, "rescue", Set.of(ACTIVE, STOPPED, ERROR), Set.of(""));
    boolean stable =
        !image.get().property("hw_rescue_device").isEmpty()
            || !image.get().property("hw_rescue_bus").isEmpty();
    if (server.volumeBacked() && !(stable && Microversion.of(call).atLeast(87))) {
      throw Refusal.fault(
          400,
          "Instance %s cannot be rescued: Cannot rescue a volume-backed instance"
              .formatted(server.id));
    }
    server.rescueImage = imageId;
    later(
        server,
        "rescue",
        "rescuing",
        shutdown(server),
        () -> {
          server.state = RESCUED;
          hypervisor.booted(server);
        });
    return Answer.ok(Json.object().put("adminPass", "rescue" + server.id.substring(0, 6)));
  }

  private static Refusal unsupported(String imageId) {
    return Refusal.fault(400, "Requested rescue image '" + imageId + "' is not supported");
  }

  private Answer unrescue(Call call, Server server) {
    check(call, server, "unrescue", Set.of(RESCUED), Set.of(""));
    later(server, "unrescue", "unrescuing", action(), () -> run(server));
    return Answer.empty(202);
  }

  private Answer rebuild(Call call, Server server, ObjectNode asked) {
    checkLock(call, server);
    String imageId = Json.text(asked, "imageRef");
    Image image =
        glance
            .find(call.caller(), imageId)
            .orElseThrow(() -> Refusal.fault(400, "Cannot find image for rebuild"));
    if (!image.active()) {
      throw Refusal.fault(400, "Image " + imageId + " is not active.");
    }
    check(call, server, "rebuild", Set.of(ACTIVE, STOPPED, ERROR), Set.of(""));
    Optional<Volume> root = server.root().flatMap(Disk::volume);
    boolean different = root.isPresent() && !root.get().imageId().equals(imageId);
    if (different && !Microversion.of(call).atLeast(93)) {
      throw Refusal.fault(
          400,
          "Image %s is unacceptable: Unable to rebuild with a different image for a volume-backed server."
              .formatted(imageId));
    }
    Json.given(asked, "name").ifPresent(name -> server.name = name);
    if (asked.has("metadata")) {
      server.metadata = Json.part(asked, "metadata");
    }
    if (asked.has("user_data")) {
      server.userData = Json.text(asked, "user_data");
    }
    boolean wasStopped = server.state == STOPPED;
    later(
        server,
        "rebuild",
        "rebuilding",
        shutdown(server),
        () -> {
          write(server, image);
          run(server);
          if (wasStopped) {
            server.state = STOPPED;
            server.power = Server.SHUTDOWN;
          }
        });
    return Answer.json(
            202,
            Json.object(
                "server", view.full(server, Microversion.of(call)).put("adminPass", "rebuilt")))
        .with("Location", world.base() + "/compute/v2.1/servers/" + server.id);
  }

  private void write(Server server, Image image) {
    hypervisor.rewritten(server);
    server.root().flatMap(Disk::volume).ifPresent(volume -> volume.written(image, glance));
    if (!server.volumeBacked()) {
      server.imageId = image.id();
    }
    server.shutdownTimeout = image.property("os_shutdown_timeout");
    server.uefi = image.property("hw_firmware_type").equals("uefi");
    server.disks.replaceAll(each -> each.bootIndex() == 0 ? each.withImage(image.id()) : each);
  }

  private Answer simple(
      Call call,
      Server server,
      String name,
      Set<VmState> from,
      String task,
      VmState to,
      int power) {
    check(call, server, name, from, Set.of(""));
    later(
        server,
        name,
        task,
        action(),
        () -> {
          server.state = to;
          server.power = power;
        });
    return Answer.empty(202);
  }

  private Answer shelve(Call call, Server server) {
    check(call, server, "shelve", Set.of(ACTIVE, STOPPED, PAUSED, SUSPENDED), Set.of(""));
    later(
        server,
        "shelve",
        "shelving",
        shutdown(server),
        () -> {
          server.state = SHELVED_OFFLOADED;
          server.power = Server.SHUTDOWN;
          server.host = false;
          hypervisor.gone(server);
          neutron.wire(server.id, false);
        });
    return Answer.empty(202);
  }

  private Answer unshelve(Call call, Server server) {
    check(call, server, "unshelve", Set.of(SHELVED_OFFLOADED), Set.of(""));
    later(
        server,
        "unshelve",
        "unshelving",
        action(),
        () -> {
          server.host = true;
          neutron.wire(server.id, true);
          run(server);
        });
    return Answer.empty(202);
  }

  private Answer crashDump(Call call, Server server) {
    if (!Microversion.of(call).atLeast(17)) {
      throw Refusal.fault(404, "The resource could not be found.");
    }
    check(call, server, "trigger_crash_dump", Set.of(ACTIVE, PAUSED, RESCUED, ERROR), Set.of(""));
    return Answer.empty(202);
  }

  private static Answer lock(Server server, String reason) {
    server.locked = true;
    server.lockedReason = reason;
    return Answer.empty(202);
  }

  private static Answer unlock(Server server) {
    server.locked = false;
    server.lockedReason = "";
    return Answer.empty(202);
  }

  private static Answer console(Server server, int lines) {
    if (!server.host) {
      throw Refusal.fault(409, "Instance " + server.id + " is not ready");
    }
    List<String> all = server.console().lines().toList();
    List<String> shown = lines > 0 ? all.subList(Math.max(0, all.size() - lines), all.size()) : all;
    String end = server.console().endsWith("\n") ? "\n" : "";
    return Answer.ok(Json.object().put("output", String.join("\n", shown) + end));
  }

  private Answer reset(Call call, Server server, String state) {
    if (!call.caller().admin()) {
      throw Refusal.fault(
          403, "Policy doesn't allow os_compute_api:os-admin-actions:reset_state to be performed.");
    }
    server.state = state.equals("active") ? ACTIVE : ERROR;
    server.task = "";
    server.updated = world.now();
    return Answer.empty(202);
  }
}
