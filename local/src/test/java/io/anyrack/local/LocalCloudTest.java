package io.anyrack.local;

import static io.anyrack.local.Place.awaitSaid;
import static io.anyrack.local.Racks.node;
import static io.anyrack.local.Racks.plan;
import static io.anyrack.local.Racks.rack;
import static io.anyrack.local.Racks.withImage;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.rack.cloud.Console;
import io.anyrack.rack.cloud.Machine;
import io.anyrack.rack.cloud.MachineException;
import io.anyrack.rack.cloud.Observation;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.model.BootOverride.Device;
import io.anyrack.rack.model.BootOverride.Lifetime;
import io.anyrack.rack.model.BootOverride.Mode;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.plan.Plan.Action;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A rack on real QEMU. */
@Timeout(120)
class LocalCloudTest {
  private static final BootOverride CD_ONCE =
      new BootOverride(Device.CDROM, Lifetime.ONCE, Mode.LEGACY);
  private static final BootOverride CD_ALWAYS =
      new BootOverride(Device.CDROM, Lifetime.CONTINUOUS, Mode.LEGACY);

  private final Place place = new Place();

  @AfterEach
  void close() {
    place.close();
  }

  @Test
  void startsFromItsDiskAndLearnsThatTheGuestPoweredItOff() throws Exception {
    Machine machine = diskNode();
    assertThat(machine.observe()).isEqualTo(new Observation.Stopped());

    machine.start(BootOverride.NONE);
    assertThat(machine.observe()).isEqualTo(new Observation.Running());
    awaitSaid(machine, "DISK!", 1);
    type(machine, "q");

    assertThat(place.nextHappening()).isEqualTo("node-1 stopped: the guest shut down");
    assertThat(machine.observe()).isEqualTo(new Observation.Stopped());
    assertThat(place.state.resolve("nodes/node-1/pid")).doesNotExist();
  }

  @Test
  void guestResetIsToldOnce() throws Exception {
    Machine machine = diskNode();
    machine.start(BootOverride.NONE);
    awaitSaid(machine, "DISK!", 1);
    type(machine, "r");
    awaitSaid(machine, "DISK!", 2);
    type(machine, "q");

    assertThat(place.nextHappening()).isEqualTo("node-1 restarted");
    assertThat(place.nextHappening()).isEqualTo("node-1 stopped: the guest shut down");
  }

  @Test
  void overrideOnceHoldsForOneStart() throws Exception {
    Machine machine = diskNode();
    machine.insertMedia(BootSector.cd(place.directory.resolve("a.iso"), "CDROM!").toUri());

    machine.start(CD_ONCE);
    awaitSaid(machine, "CDROM!", 1);
    type(machine, "r");
    awaitSaid(machine, "DISK!", 1);

    machine.reset(CD_ONCE);
    awaitSaid(machine, "CDROM!", 2);
    type(machine, "r");
    awaitSaid(machine, "DISK!", 2);
  }

  @Test
  void continuousOverrideHoldsOverResetsOfTheGuest() throws Exception {
    Machine machine = diskNode();
    machine.insertMedia(BootSector.cd(place.directory.resolve("a.iso"), "CDROM!").toUri());

    machine.start(CD_ALWAYS);
    awaitSaid(machine, "CDROM!", 1);
    type(machine, "r");
    awaitSaid(machine, "CDROM!", 2);
    machine.reset(BootOverride.NONE);
    awaitSaid(machine, "DISK!", 1);
  }

  @Test
  void preparedOverrideHoldsForTheRestartOfTheGuestAndOnlyForIt() throws Exception {
    Machine machine = diskNode();
    machine.insertMedia(BootSector.cd(place.directory.resolve("a.iso"), "CDROM!").toUri());
    machine.start(BootOverride.NONE);
    awaitSaid(machine, "DISK!", 1);

    machine.prepareBoot(CD_ONCE);
    type(machine, "r");
    assertThat(place.nextHappening()).isEqualTo("node-1 restarted");
    machine.prepareBoot(BootOverride.NONE); // as the node does when it is told of the restart
    awaitSaid(machine, "CDROM!", 1);

    type(machine, "r");
    awaitSaid(machine, "DISK!", 2);
  }

  @Test
  void newServiceTakesOverWhatRuns() throws Exception {
    Rack rack = diskRack(1);
    place.apply(rack, plan(Action.ADD, "node-1"));
    place.machine("node-1").start(BootOverride.NONE);
    awaitSaid(place.machine("node-1"), "DISK!", 1);
    place.cabled.clear();

    place.restart(rack);
    Machine machine = place.machine("node-1");

    assertThat(machine.observe()).isEqualTo(new Observation.Running());
    assertThat(place.cabled).contains("configure", "connect node-1 0 true");
    assertThat(new String(machine.console().history(), StandardCharsets.ISO_8859_1))
        .contains("SeaBIOS", "DISK!");
    type(machine, "hello");
    awaitSaid(machine, "hello", 1);
    type(machine, "q");
    assertThat(place.nextHappening()).isEqualTo("node-1 stopped: the guest shut down");
  }

  @Test
  void standsStillUntilItIsToldToGoOn() throws Exception {
    Rack rack = diskRack(1);
    place.apply(rack, plan(Action.ADD, "node-1"));
    place.machine("node-1").start(BootOverride.NONE);
    awaitSaid(place.machine("node-1"), "DISK!", 1);

    assertThat(place.machine("node-1").noPause()).isEmpty();
    place.machine("node-1").pause();
    assertThat(place.machine("node-1").observe()).isEqualTo(new Observation.Paused());
    place.restart(rack);
    Machine machine = place.machine("node-1");
    assertThat(machine.observe()).as("to a new service").isEqualTo(new Observation.Paused());
    type(machine, "hello");
    machine.resume();

    assertThat(machine.observe()).isEqualTo(new Observation.Running());
    awaitSaid(machine, "hello", 1);
    machine.pause();
    machine.reset(BootOverride.NONE);
    assertThat(machine.observe()).as("a reset runs").isEqualTo(new Observation.Running());
  }

  @Test
  void stopsAndLeavesNothingRunning() throws Exception {
    Machine machine = diskNode();
    machine.start(BootOverride.NONE);
    ProcessHandle process = process();
    assertThat(process.isAlive()).isTrue();

    machine.stop();

    assertThat(machine.observe()).isEqualTo(new Observation.Stopped());
    awaitEnd(process);
    assertThat(place.happened).isEmpty();
  }

  @Test
  void stopsAMachineThatDoesNotListen() throws Exception {
    Machine machine = diskNode();
    machine.start(BootOverride.NONE);
    signal("STOP");
    Instant before = Instant.now();

    machine.stop();

    assertThat(machine.observe()).isEqualTo(new Observation.Stopped());
    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void tellsThatQemuDied() throws Exception {
    Machine machine = diskNode();
    machine.start(BootOverride.NONE);
    signal("KILL");

    assertThat(place.nextHappening()).isEqualTo("node-1 stopped: QEMU ended unexpectedly");
    assertThat(machine.observe()).isEqualTo(new Observation.Stopped());
    machine.start(BootOverride.NONE);
    awaitSaid(machine, "DISK!", 1);
  }

  @Test
  void newServiceFindsThatAMachineDiedMeanwhile() throws Exception {
    Rack rack = diskRack(0);
    place.apply(rack, plan(Action.ADD, "node-1"));
    place.machine("node-1").start(BootOverride.NONE);
    awaitSaid(place.machine("node-1"), "DISK!", 1);
    place.cloud().close();
    signal("KILL");

    place.restart(rack);

    assertThat(place.machine("node-1").observe()).isEqualTo(new Observation.Stopped());
    assertThat(place.state.resolve("nodes/node-1/qmp")).doesNotExist();
    assertThat(place.machine("node-1").console().history()).asString(US_ASCII).contains("DISK!");
  }

  @Test
  void destroysWhatAnEarlierServiceLeftRunning() throws Exception {
    place.apply(diskRack(0), plan(Action.ADD, "node-1"));
    place.machine("node-1").start(BootOverride.NONE);
    ProcessHandle process = process();

    place.forget();
    place.cloud().destroy(Progress.SILENT);

    awaitEnd(process);
    assertThat(place.state.resolve("nodes")).doesNotExist();
  }

  @Test
  void changesTheDiscInTheDriveAndShowsTheScreen() throws Exception {
    Machine machine = diskNode();
    machine.start(BootOverride.NONE);
    awaitSaid(machine, "DISK!", 1);

    machine.insertMedia(BootSector.cd(place.directory.resolve("a, b.iso"), "FIRST!").toUri());
    machine.reset(CD_ONCE);
    awaitSaid(machine, "FIRST!", 1);
    machine.insertMedia(BootSector.cd(place.directory.resolve("c.iso"), "SECOND!").toUri());
    machine.reset(CD_ONCE);
    awaitSaid(machine, "SECOND!", 1);
    machine.ejectMedia();
    machine.reset(CD_ALWAYS);
    awaitSaid(machine, "DISK!", 2);

    Path screen = place.directory.resolve("screen.png");
    machine.screenshot(screen);
    assertThat(Files.readAllBytes(screen)).startsWith(0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n');
  }

  @Test
  void looksForItsBmcOnTheInBandSocket() throws Exception {
    Machine machine = diskNode();
    try (var bmc = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      bmc.bind(UnixDomainSocketAddress.of(machine.inBandSocket().orElseThrow()));
      machine.start(BootOverride.NONE);
      var hello = ByteBuffer.allocate(4);
      try (var qemu = bmc.accept()) {
        while (hello.hasRemaining() && qemu.read(hello) >= 0) {}
        // Version 1, command end; then capabilities (see QEMU's hw/ipmi/ipmi_bmc_extern.c).
        assertThat(hello.array()).containsExactly(0xff, 0x01, 0xa1, 0x08);
        qemu.write(ByteBuffer.wrap(new byte[] {0x03, (byte) 0xa1}));
        assertThat(place.nextHappening()).isEqualTo("node-1 stopped: the guest shut down");
      }
    }
    assertThat(machine.inBandSocket().orElseThrow()).exists();
  }

  @Test
  void startsWithTheOtherFirmwareWhenAnOverrideAsksForIt() throws Exception {
    Machine machine = diskNode();
    machine.start(new BootOverride(Device.DISK, Lifetime.ONCE, Mode.UEFI));
    awaitSaid(machine, "BdsDxe", 1);
    machine.reset(new BootOverride(Device.DISK, Lifetime.ONCE, Mode.LEGACY));
    awaitSaid(machine, "DISK!", 1);
  }

  @Test
  void bootsFromTheNetworkFirstWhenTold() throws Exception {
    place.apply(diskRack(1), plan(Action.ADD, "node-1"));
    Machine machine = place.machine("node-1");
    machine.start(new BootOverride(Device.PXE, Lifetime.ONCE, Mode.LEGACY));
    awaitSaid(machine, "Configuring (net0 0c:42:a1:00:00:00)", 1);
    machine.reset(BootOverride.NONE);
    awaitSaid(machine, "DISK!", 1);
    machine.stop();
    assertThat(place.cabled)
        .containsExactly("configure", "connect node-1 0 true", "disconnect node-1 0");
  }

  @Test
  void removesOneNodeAndLeavesTheOtherAlone() throws Exception {
    Path image = BootSector.disk(place.directory.resolve("disk.img"), "DISK!");
    var first = withImage(node("node-1", 0), image);
    var second = withImage(node("node-2", 0), image);
    place.apply(rack(first, second), plan(Action.ADD, "node-1"));
    place.machine("node-1").start(BootOverride.NONE);
    place.machine("node-2").start(BootOverride.NONE);

    place.apply(rack(second), plan(Action.REMOVE, "node-1"));

    assertThat(place.cloud().observe())
        .containsExactly(Map.entry("node-2", new Observation.Running()));
    assertThat(place.state.resolve("nodes/node-1")).doesNotExist();
  }

  @Test
  void saysWhatIsWrongWithAStart() throws Exception {
    Machine machine = diskNode();
    assertThatThrownBy(machine::requestShutdown).hasMessage("node-1 is powered off");
    Path disk = place.state.resolve("nodes/node-1/disk.qcow2");
    Files.writeString(disk, "damaged");

    assertThatThrownBy(() -> machine.start(BootOverride.NONE))
        .isInstanceOf(MachineException.class)
        .hasMessage(
            "node-1 cannot be powered on: %s is not a qcow2 disk any more: remove the node and make"
                + " it anew",
            disk);
    assertThat(machine.observe()).isEqualTo(new Observation.Stopped());
  }

  private Machine diskNode() throws Exception {
    place.apply(diskRack(0), plan(Action.ADD, "node-1"));
    return place.machine("node-1");
  }

  private Rack diskRack(int nics) throws Exception {
    Path image = BootSector.disk(place.directory.resolve("disk.img"), "DISK!");
    return rack(withImage(node("node-1", nics), image));
  }

  private ProcessHandle process() throws Exception {
    Path pid = place.state.resolve("nodes/node-1/pid");
    return ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
  }

  /** A process nobody waits for stays in the table, without a command line. */
  private static void awaitEnd(ProcessHandle process) {
    Instant deadline = Instant.now().plusSeconds(5);
    while (process.isAlive() && process.info().commandLine().isPresent()) {
      assertThat(Instant.now()).isBefore(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void signal(String name) throws Exception {
    var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process().pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  private static void type(Machine machine, String keys) {
    try (Console.Writer writer = machine.console().claim("test").orElseThrow()) {
      writer.write(keys.getBytes(StandardCharsets.US_ASCII));
    }
  }
}
