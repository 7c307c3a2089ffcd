package io.anyrack.openstack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.fakestack.http.Entry;
import io.anyrack.fakestack.http.Fault;
import io.anyrack.fakestack.http.Faults;
import io.anyrack.fakestack.nova.Boot;
import io.anyrack.fakestack.nova.Hypervisor;
import io.anyrack.fakestack.nova.Medium;
import io.anyrack.fakestack.world.Settings;
import io.anyrack.openstack.nova.Nova;
import io.anyrack.openstack.nova.Server;
import io.anyrack.rack.cloud.Console;
import io.anyrack.rack.cloud.Machine;
import io.anyrack.rack.cloud.MachineException;
import io.anyrack.rack.cloud.Observation;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.model.BootOverride.Device;
import io.anyrack.rack.model.BootSpec.Method;
import io.anyrack.rack.model.NodeSpec.Firmware;
import io.anyrack.rack.model.NodeSpec.Storage;
import io.anyrack.rack.model.Rack;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Nodes on a whole cloud in this process. */
class OpenstackMachineTest {
  private static final BootOverride DISK = once(Device.DISK);
  private static final BootOverride NETWORK = once(Device.PXE);

  @TempDir Path work;

  @SuppressWarnings("NullAway.Init") // made by up()
  private FakeProject project;

  @SuppressWarnings("NullAway.Init") // made by up()
  private OpenstackCloud cloud;

  private static BootOverride once(Device device) {
    return new BootOverride(device, BootOverride.Lifetime.ONCE, BootOverride.Mode.OWN);
  }

  private Machine up(Rack rack, Settings settings) {
    project = new FakeProject(work, settings);
    cloud = project.up(rack);
    return cloud.machine("node-1");
  }

  private Machine up(Method method) {
    return up(RackExample.rack("lab", 1, Firmware.BIOS, Storage.VOLUME, method), Settings.DEFAULT);
  }

  @AfterEach
  void down() {
    cloud.close();
    project.close();
  }

  private String server() {
    return cloud.server("node-1").orElseThrow().id();
  }

  private Boot lastBoot() {
    return project.stack().hypervisor().boots(server()).getLast();
  }

  @ParameterizedTest(name = "{2} with {0} on {1}")
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      textBlock =
          """
          firmware | storage | method  | network starts | disk starts
          bios     | volume  | script  | cdrom ide      | cdrom ide
          uefi     | volume  | script  | cdrom sata     | cdrom sata
          bios     | local   | script  | cdrom ide      | cdrom ide
          uefi     | local   | script  | cdrom sata     | cdrom sata
          bios     | volume  | rescue  | rescue         | disk
          uefi     | volume  | rescue  | rescue         | disk
          bios     | local   | rescue  | rescue         | disk
          uefi     | local   | rescue  | rescue         | disk
          bios     | volume  | rebuild | disk           | disk
          uefi     | local   | rebuild | disk           | disk
          """)
  void bootsNetworkAndDiskInTurns(
      String firmware, String storage, String method, String network, String disk) {
    Machine node =
        up(
            RackExample.rack(
                "lab",
                1,
                Firmware.valueOf(firmware.toUpperCase(Locale.ROOT)),
                Storage.valueOf(storage.toUpperCase(Locale.ROOT)),
                Method.valueOf(method.toUpperCase(Locale.ROOT))),
            storage.equals("local") ? Settings.DEFAULT.withoutCinder() : Settings.DEFAULT);
    assertThat(node.observe()).as("made off").isInstanceOf(Observation.Stopped.class);

    node.start(NETWORK);
    assertThat(first(lastBoot())).isEqualTo(network);
    assertThat(lastBoot().uefi()).isEqualTo(firmware.equals("uefi"));
    node.reset(DISK);
    assertThat(first(lastBoot())).isEqualTo(disk);
    node.reset(NETWORK);
    assertThat(first(lastBoot())).isEqualTo(network);
    node.reset(NETWORK);
    assertThat(first(lastBoot())).isEqualTo(network);
    node.stop();
    assertThat(node.observe()).isInstanceOf(Observation.Stopped.class);
    node.start(DISK);
    assertThat(first(lastBoot())).isEqualTo(disk);
    assertThat(node.observe()).isInstanceOf(Observation.Running.class);
  }

  @Test
  void aCommandIsTheFirstThingNovaHears() {
    Machine node = up(Method.SCRIPT);
    cloud.observe();
    project.stack().journal().clear();

    node.start(DISK);
    node.stop();

    assertThat(project.stack().journal().entries().stream().map(Entry::request))
        .as("the action, before any look at the server")
        .first()
        .satisfies(request -> assertThat(request).contains("os-start"));
    assertThat(actions()).containsExactly("os-start", "os-stop");
  }

  @Test
  void pausesAndGoesOn() {
    Machine node = up(Method.SCRIPT);
    node.start(DISK);
    int before = project.stack().hypervisor().boots(server()).size();

    assertThat(node.noPause()).isEmpty();
    node.pause();
    assertThat(node.observe()).isEqualTo(new Observation.Paused());
    node.pause();
    node.resume();
    assertThat(node.observe()).isEqualTo(new Observation.Running());

    assertThat(actions()).endsWith("{\"pause\":null}", "{\"unpause\":null}");
    assertThat(project.stack().hypervisor().boots(server())).hasSize(before);
    node.pause();
    node.stop();
    assertThat(node.observe()).isEqualTo(new Observation.Stopped());
    assertThatThrownBy(node::pause)
        .isInstanceOf(MachineException.class)
        .hasMessageContaining("runs from its own disks");
  }

  @Test
  void whatWasSeenAtTheEndOfAStartNeedsNoOtherLook() {
    Machine node = up(Method.SCRIPT);
    cloud.observe();
    node.start(DISK);
    project.stack().journal().clear();

    assertThat(node.afterwards()).isInstanceOf(Observation.Running.class);
    node.stop();

    assertThat(project.stack().journal().entries().getFirst().request()).contains("os-stop");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "somebody has started it, 1, ''",
    "somebody has started it and stopped it, 2, os-start",
  })
  void whatWasSeenBeforeIsTriedAndNotTrusted(String what, int changes, String more) {
    Machine node = up(Method.SCRIPT);
    cloud.observe();
    var nova = project.project().nova();
    for (int change = 0; change < changes; change++) {
      String wanted = change == 0 ? "ACTIVE" : "SHUTOFF";
      if (change == 0) {
        nova.start(server());
      } else {
        nova.stop(server());
      }
      Waiting.until(() -> nova.find(server()).filter(it -> it.status().equals(wanted)).isPresent());
    }
    int before = project.stack().hypervisor().boots(server()).size();

    node.start(DISK);

    assertThat(node.observe()).as(what).isInstanceOf(Observation.Running.class);
    assertThat(project.stack().hypervisor().boots(server()))
        .hasSize(before + (more.isEmpty() ? 0 : 1));
  }

  @Test
  void aCommandWhoseFirstRequestIsLostIsCarriedOutAllTheSame() {
    Machine node = up(Method.SCRIPT);
    cloud.observe();
    int before = project.stack().hypervisor().boots(server()).size();
    project.stack().faults().next(1, Faults.call("POST", ".*/action"), new Fault.DropBefore());

    node.start(DISK);

    assertThat(node.observe()).isInstanceOf(Observation.Running.class);
    assertThat(project.stack().hypervisor().boots(server())).hasSize(before + 1);
  }

  private List<String> actions() {
    return project
        .stack()
        .journal()
        .entries(entry -> entry.method().equals("POST") && entry.path().endsWith("/action"))
        .stream()
        .map(entry -> entry.request().replaceAll("[^a-z-]*(os-[a-z]+).*", "$1"))
        .toList();
  }

  private static String first(Boot boot) {
    Medium first = boot.media().getFirst();
    return boot.rescue()
        ? "rescue"
        : first.deviceType().equals("cdrom") ? "cdrom " + first.bus() : "disk";
  }

  /** What people do in the cloud's own console, and what a BMC's commands then do. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      textBlock =
          """
          by hand        | commands
          pause          | off: SHUTOFF, on: ACTIVE, reset: ACTIVE, reset network: RESCUE
          suspend        | off: SHUTOFF, on: ACTIVE, reset network: RESCUE
          rescue         | off: SHUTOFF, on: RESCUE, reset: ACTIVE, reset network: RESCUE
          shelve         | off: SHELVED_OFFLOADED, on: ACTIVE, on network: RESCUE
          break          | off: SHUTOFF, on: ACTIVE, reset: ACTIVE, on network: RESCUE
          guestOff       | off: SHUTOFF, on: ACTIVE, on network: RESCUE
          rescueGuestOff | off: SHUTOFF, on: ACTIVE, on network: RESCUE
          """)
  void bringsBackWhatSomebodyElseChanged(String byHand, String commands) {
    String[] each = commands.split(", ", -1);
    up(
        RackExample.rack("lab", each.length, Firmware.BIOS, Storage.VOLUME, Method.RESCUE),
        Settings.DEFAULT);
    for (int i = 0; i < each.length; i++) {
      String command = each[i].split(": ", -1)[0];
      String node = "node-" + (i + 1);
      String id = cloud.server(node).orElseThrow().id();
      cloud.machine(node).start(DISK);
      Objects.requireNonNull(hands().get(byHand)).accept(id);

      give(cloud.machine(node), command);

      Server server = project.project().nova().server(id);
      assertThat(server.status()).as(command).isEqualTo(each[i].split(": ", -1)[1]);
      assertThat(server.taskState()).as(command).isEmpty();
    }
  }

  private static void give(Machine node, String command) {
    switch (command) {
      case "off" -> node.stop();
      case "on" -> node.start(DISK);
      case "on network" -> node.start(NETWORK);
      case "reset" -> node.reset(DISK);
      case "reset network" -> node.reset(NETWORK);
      default -> throw new IllegalArgumentException(command);
    }
  }

  private Map<String, Consumer<String>> hands() {
    Nova nova = project.project().nova();
    return Map.of(
        "pause", id -> settle(id, () -> nova.pause(id)),
        "suspend", id -> settle(id, () -> nova.suspend(id)),
        "rescue", id -> settle(id, () -> nova.rescue(id, medium(id))),
        "shelve", id -> settle(id, () -> nova.shelve(id)),
        "break", id -> project.stack().hypervisor().breakServer(id, "libvirt went away"),
        "guestOff", id -> project.stack().hypervisor().powerOff(id),
        "rescueGuestOff",
            id -> {
              settle(id, () -> nova.rescue(id, medium(id)));
              project.stack().hypervisor().powerOff(id);
            });
  }

  private String medium(String id) {
    return Objects.requireNonNull(
        project.project().nova().server(id).metadata().get("anyrack:medium"));
  }

  private void settle(String id, Runnable action) {
    action.run();
    Waiting.until(() -> project.project().nova().server(id).taskState().isEmpty());
  }

  @Test
  void asksForNothingThatIsSo() {
    Machine node = up(Method.SCRIPT);
    project.stack().journal().clear();

    node.stop();

    assertThat(project.stack().journal().changes()).isZero();
  }

  @Test
  void saysThatSomebodyLockedIt() {
    Machine node = up(Method.SCRIPT);
    node.start(DISK);
    project.project().nova().lock(server());

    assertThatThrownBy(node::stop)
        .isInstanceOf(MachineException.class)
        .hasMessageContaining("node-1")
        .hasMessageContaining("openstack server unlock " + server());
  }

  @Test
  void showsThatSomebodyLockedItUntilItIsUnlocked() {
    Machine node = up(Method.SCRIPT);
    node.start(DISK);
    project.project().nova().lock(server());

    assertThat(cloud.observe())
        .containsValue(
            new Observation.Broken(
                "locked in the cloud; openstack server unlock " + server(), true));
    project.project().nova().unlock(server());
    assertThat(cloud.observe()).containsValue(new Observation.Running());
  }

  /** Nova tells nobody who rescued a server. */
  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"SCRIPT", "RESCUE"})
  void showsThatSomebodyElseRescuedIt(Method method) {
    Machine node = up(method);
    assertThat(cloud.observe()).containsValue(new Observation.Stopped());
    node.start(NETWORK);
    assertThat(cloud.observe()).as("by us").containsValue(new Observation.Running());
    node.stop();
    node.start(DISK);
    Nova nova = project.project().nova();
    settle(server(), () -> nova.rescue(server(), medium(server())));

    assertThat(cloud.observe().get("node-1"))
        .isEqualTo(
            new Observation.Broken(
                "rescued in the cloud; power off, or openstack server unrescue " + server(), true));
    assertThat(
            project
                .cloud(RackExample.rack("lab", 1, Firmware.BIOS, Storage.VOLUME, method))
                .observe())
        .as("of who sees it for the first time")
        .containsValue(new Observation.Running());

    node.reset(NETWORK);
    assertThat(cloud.observe()).containsValue(new Observation.Running());
    node.stop();
    assertThat(cloud.observe()).containsValue(new Observation.Stopped());
  }

  @Test
  void waitsForWhatSomebodyElseBegan() {
    Machine node = up(Method.SCRIPT);
    node.start(DISK);
    project.project().nova().reboot(server(), true);

    node.stop();

    assertThat(node.observe()).isInstanceOf(Observation.Stopped.class);
  }

  @Test
  void isMissingWhenSomebodyDeletedIt() {
    Machine node = up(Method.SCRIPT);
    String id = server();
    project.project().nova().delete(id);
    Waiting.until(() -> project.project().nova().find(id).isEmpty());

    assertThat(node.observe()).isInstanceOf(Observation.Missing.class);
    assertThat(cloud.observe()).containsValue(new Observation.Missing());
    assertThatThrownBy(() -> node.start(DISK)).hasMessageContaining("`anyrack up` makes");
  }

  @Test
  void losesNoCommandWhileTheCloudDoesNotAnswer() {
    Machine node = up(Method.RESCUE);
    project
        .stack()
        .faults()
        .during(Duration.ofMillis(600), Faults.service("compute"), Fault.status(503));

    node.start(NETWORK);

    assertThat(lastBoot().rescue()).isTrue();
  }

  @Test
  void resetsOnceThoughTheAnswerIsLost() throws InterruptedException {
    Machine node = up(Method.SCRIPT);
    node.start(DISK);
    // Nova tells when a server changed in whole seconds.
    Instant changed = cloud.server("node-1").flatMap(Server::updated).orElseThrow();
    while (Instant.now().isBefore(changed.plusSeconds(1))) {
      Thread.sleep(Duration.between(Instant.now(), changed.plusSeconds(1)).plusMillis(1));
    }
    int before = project.stack().hypervisor().boots(server()).size();
    project.stack().faults().next(1, Faults.call("POST", ".*/action"), new Fault.DropAfter());

    node.reset(DISK);

    assertThat(project.stack().hypervisor().boots(server())).hasSize(before + 1);
  }

  @Test
  void tellsWhyItDoesNotStart() {
    Machine node = up(Method.RESCUE);
    project.stack().hypervisor().failNext("start", _ -> true, "No valid host was found.");

    assertThatThrownBy(() -> node.start(DISK))
        .hasMessageContaining("power on failed")
        .hasMessageContaining("No valid host was found.");
    assertThat(node.observe()).isInstanceOf(Observation.Broken.class);
    node.reset(DISK);
    assertThat(node.observe()).isInstanceOf(Observation.Running.class);
  }

  @Test
  void observesAWholeRackInOneCall() {
    project = new FakeProject(work, Settings.DEFAULT);
    cloud = project.up(RackExample.rack("lab", 5, Firmware.BIOS, Storage.VOLUME, Method.SCRIPT));
    project.stack().journal().clear();

    Map<String, Observation> seen = cloud.observe();

    assertThat(seen)
        .hasSize(5)
        .allSatisfy((_, each) -> assertThat(each).isInstanceOf(Observation.Stopped.class));
    assertThat(project.stack().journal().entries()).hasSize(1);
  }

  @Test
  void saysWhatThisCloudCannot() {
    Machine node = up(Method.SCRIPT);
    node.start(DISK);

    assertThat(node.noShutdown()).get().asString().contains("shut down in the guest");
    assertThatThrownBy(node::requestShutdown).hasMessageContaining("cannot ask its guest");
    assertThatThrownBy(() -> node.screenshot(work)).hasMessageContaining("anyrack console node-1");
    assertThat(node.inBandSocket()).isEmpty();
    node.diagnose();
    assertThat(node.observe()).isInstanceOf(Observation.Running.class);
  }

  /** A shell on its serial line: what is typed is echoed, and once only. */
  @Test
  void typesIntoTheGuestWhereTheCloudHandsOutSerialLines() {
    Machine node = up(Method.SCRIPT);
    Hypervisor hypervisor = project.stack().hypervisor();
    hypervisor.offerSerialConsoles((id, text) -> hypervisor.print(id, text.replace("\r", "\n# ")));
    node.start(DISK);
    hypervisor.print(server(), "booted\n# ");
    Queue<String> seen = new ConcurrentLinkedQueue<>();
    Console.Writer writer = node.console().claim("sol").orElseThrow();

    try (Console.Attachment _ =
        node.console().read(true, octets -> seen.add(new String(octets, UTF_8)))) {
      Waiting.until(() -> String.join("", seen).contains("booted"));
      writer.write("uname\r".getBytes(UTF_8));
      Waiting.until(() -> String.join("", seen).endsWith("uname\r\n# "));
      node.stop();
      node.start(DISK);
      hypervisor.print(server(), "booted again\n# ");
      Waiting.until(() -> String.join("", seen).contains("booted again"));
      Waiting.until(
          () -> {
            writer.write("x".getBytes(UTF_8));
            return String.join("", seen).contains("x");
          });
    }

    assertThat(node.console().readOnly()).isEmpty();
    assertThat(String.join("", seen).split("uname", -1)).hasSize(2);
    assertThat(String.join("", seen).split("booted\n", -1)).hasSize(2);
    assertThat(String.join("", seen).split("booted again", -1)).hasSize(2);
  }

  @Test
  void tellsThatAConsoleCanOnlyBeRead() {
    Machine node = up(Method.SCRIPT);
    node.start(DISK);

    try (Console.Attachment _ = node.console().read(true, _ -> {})) {
      Waiting.until(() -> node.console().readOnly().isPresent());
    }
    assertThat(node.console().claim("sol")).isEmpty();
  }

  @Test
  void showsWhatTheGuestWrites() {
    Machine node = up(Method.SCRIPT);
    node.start(DISK);
    project.stack().hypervisor().print(server(), "debian login: ");

    assertThat(new String(node.console().history(), UTF_8)).contains("debian login: ");
  }

  @Test
  void leavesNothingWhenItIsDestroyed() {
    project = new FakeProject(work, Settings.DEFAULT);
    List<Object> before = inventory();
    Rack rack = RackExample.rack("lab", 2, Firmware.BIOS, Storage.VOLUME, Method.RESCUE);
    cloud = project.up(rack);
    cloud.machine("node-1").start(NETWORK);
    cloud.machine("node-2").insertMedia(CdExample.write(work.resolve("cd.iso")).toUri());

    cloud.destroy(Progress.SILENT);

    assertThat(inventory()).isEqualTo(before);
    assertThat(cloud.observe()).isEmpty();
  }

  private List<Object> inventory() {
    return List.of(
        project.project().nova().servers(),
        project.project().glance().images(),
        project.project().cinder().orElseThrow().volumes());
  }
}
