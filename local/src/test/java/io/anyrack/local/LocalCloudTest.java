package io.anyrack.local;

import static io.anyrack.local.Place.awaitSaid;
import static io.anyrack.local.Racks.node;
import static io.anyrack.local.Racks.plan;
import static io.anyrack.local.Racks.rack;
import static io.anyrack.local.Racks.withImage;
import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.rack.cloud.Console;
import io.anyrack.rack.cloud.Machine;
import io.anyrack.rack.cloud.Observation;
import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.model.BootOverride.Device;
import io.anyrack.rack.model.BootOverride.Lifetime;
import io.anyrack.rack.model.BootOverride.Mode;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.plan.Plan.Action;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
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
  void stopsAndLeavesNothingRunning() throws Exception {
    Machine machine = diskNode();
    machine.start(BootOverride.NONE);
    Path pid = place.state.resolve("nodes/node-1/pid");
    ProcessHandle process =
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
    assertThat(process.isAlive()).isTrue();

    machine.stop();

    assertThat(machine.observe()).isEqualTo(new Observation.Stopped());
    process.onExit().get(5, TimeUnit.SECONDS);
    assertThat(place.happened).isEmpty();
  }

  private Machine diskNode() throws Exception {
    place.apply(diskRack(0), plan(Action.ADD, "node-1"));
    return place.machine("node-1");
  }

  private Rack diskRack(int nics) throws Exception {
    Path image = BootSector.disk(place.directory.resolve("disk.img"), "DISK!");
    return rack(withImage(node("node-1", nics), image));
  }

  private static void type(Machine machine, String keys) {
    try (Console.Writer writer = machine.console().claim("test").orElseThrow()) {
      writer.write(keys.getBytes(StandardCharsets.US_ASCII));
    }
  }
}
