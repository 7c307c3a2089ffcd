package io.anyrack.rack.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.rack.cloud.Observation;
import io.anyrack.rack.cloud.SecureBoot;
import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.model.BootOverride.Device;
import io.anyrack.rack.model.BootOverride.Lifetime;
import io.anyrack.rack.model.BootOverride.Mode;
import io.anyrack.rack.node.NodeState.Faulted;
import io.anyrack.rack.node.NodeState.Off;
import io.anyrack.rack.node.NodeState.On;
import io.anyrack.rack.node.NodeState.PoweringOn;
import io.anyrack.rack.node.NodeState.ShuttingDown;
import io.anyrack.rack.node.NodeStatus.RestartCause;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineNodeTest {
  private static final Origin CLI = new Origin("cli", "");
  private static final BootOverride PXE_ONCE =
      new BootOverride(Device.PXE, Lifetime.ONCE, Mode.UEFI);

  @TempDir Path directory;
  private final FakeMachine machine = new FakeMachine();
  private final ManualTime time = new ManualTime();
  private MachineNode node;

  @BeforeEach
  void attach() {
    node = open();
    node.attach(machine.observe());
  }

  @AfterEach
  void close() {
    machine.gate.countDown();
    node.close();
  }

  private MachineNode open() {
    return new MachineNode(
        machine,
        new FileJournal(directory.resolve("state.json")),
        new FileEventLog(directory.resolve("events.jsonl"), 100, time),
        time,
        time,
        MachineNode.Limits.DEFAULT);
  }

  /** As if the process had been killed: nothing of the old node writes any more. */
  private void restart() {
    node.close();
    node = open();
  }

  @Test
  void answersAtOnceAndStartsBehindIt() {
    machine.gate = new CountDownLatch(1);
    assertThat(node.submit(new Command.On(), CLI)).isEqualTo(new Answer.Accepted());
    assertThat(node.status().state()).isEqualTo(new PoweringOn());
    assertThat(node.status().powered()).isFalse();
    machine.gate.countDown();
    await(() -> node.status().state().equals(new On()));
    assertThat(machine.calls).startsWith("start NONE DISABLED");
  }

  @Test
  void doesARetransmittedCommandOnce() {
    machine.gate = new CountDownLatch(1);
    node.submit(new Command.On(), CLI);
    assertThat(node.submit(new Command.On(), CLI)).isEqualTo(new Answer.Accepted());
    machine.gate.countDown();
    await(() -> node.status().state().equals(new On()));
    assertThat(machine.calls).filteredOn(call -> call.startsWith("start")).hasSize(1);
  }

  @Test
  void losesNoResetThatIsToStartSomethingElse() {
    on();
    machine.gate = new CountDownLatch(1);
    node.submit(new Command.Reset(), CLI);
    await(() -> machine.calls.contains("reset NONE DISABLED"));
    node.submit(new Command.SetBoot(PXE_ONCE), CLI);
    assertThat(node.submit(new Command.Reset(), CLI)).isInstanceOf(Answer.Busy.class);
    machine.gate.countDown();
    await(() -> node.status().state().equals(new On()));
    assertThat(node.submit(new Command.Reset(), CLI)).isEqualTo(new Answer.Accepted());
    await(() -> machine.calls.contains("reset PXE ONCE"));
  }

  @Test
  void isBusyForAConflictingCommand() {
    machine.gate = new CountDownLatch(1);
    node.submit(new Command.On(), CLI);
    assertThat(node.submit(new Command.Off(), CLI)).isInstanceOf(Answer.Busy.class);
  }

  @Test
  void usesUpABootOverrideForOnceAtTheNextStartOnly() {
    node.submit(new Command.SetBoot(PXE_ONCE), CLI);
    node.submit(new Command.On(), CLI);
    await(() -> node.status().state().equals(new On()));
    assertThat(machine.calls).startsWith("start PXE ONCE");
    assertThat(node.status().boot())
        .isEqualTo(new BootOverride(Device.NONE, Lifetime.DISABLED, Mode.UEFI));
    node.submit(new Command.Cycle(), CLI);
    await(() -> machine.calls.contains("start NONE DISABLED"));
  }

  @Test
  void keepsAContinuousBootOverride() {
    BootOverride disk = new BootOverride(Device.DISK, Lifetime.CONTINUOUS, Mode.LEGACY, 0x400000);
    node.submit(new Command.SetBoot(disk), CLI);
    node.submit(new Command.On(), CLI);
    await(() -> node.status().state().equals(new On()));
    node.submit(new Command.Reset(), CLI);
    await(() -> machine.calls.contains("reset DISK CONTINUOUS"));
    await(() -> node.status().state().equals(new On()));
    assertThat(node.status().boot()).isEqualTo(disk);
  }

  @Test
  void keepsAnOverrideSetWhileTheStartBeforeItIsUnderWay() {
    machine.gate = new CountDownLatch(1);
    node.submit(new Command.SetBoot(PXE_ONCE), CLI);
    node.submit(new Command.On(), CLI);
    await(() -> machine.calls.contains("start PXE ONCE"));
    BootOverride cdrom = new BootOverride(Device.CDROM, Lifetime.ONCE, Mode.LEGACY);
    node.submit(new Command.SetBoot(cdrom), CLI);
    machine.gate.countDown();
    await(() -> node.status().state().equals(new On()));
    assertThat(node.status().boot()).isEqualTo(cdrom);
  }

  @Test
  void keepsTheOverrideOfAStartThatFailed() {
    node.submit(new Command.SetBoot(PXE_ONCE), CLI);
    machine.fault = Optional.of("no space left on the disk");
    node.submit(new Command.On(), CLI);
    await(() -> node.status().state().equals(new Faulted("no space left on the disk", false)));
    assertThat(node.status().boot()).isEqualTo(PXE_ONCE);
    machine.fault = Optional.empty();
    node.submit(new Command.On(), CLI);
    await(() -> node.status().state().equals(new On()));
  }

  @Test
  void obeysAnOverrideWhenTheGuestRestarts() {
    on();
    node.submit(new Command.SetBoot(PXE_ONCE), CLI);
    await(() -> machine.calls.contains("prepare PXE"));
    node.restarted();
    assertThat(node.status().boot().isActive()).isFalse();
    assertThat(node.status().restartCause()).isEqualTo(RestartCause.SOFT_RESET);
    await(() -> machine.calls.getLast().equals("prepare NONE"));
  }

  @Test
  void tellsAResetByItsWatchdogFromACommand() {
    on();
    node.submit(new Command.Reset(), Origin.WATCHDOG);
    await(() -> node.status().restartCause() == RestartCause.WATCHDOG);
    await(() -> node.status().state().equals(new On()));
    node.submit(new Command.Reset(), CLI);
    await(() -> node.status().restartCause() == RestartCause.CHASSIS_CONTROL);
  }

  @Test
  void tellsItAlsoOfAPowerCycleThatAnInterruptionWasIn() {
    on();
    machine.gate = new CountDownLatch(1);
    node.submit(new Command.Cycle(), Origin.WATCHDOG);
    await(() -> machine.calls.contains("stop"));
    FileJournal journal = new FileJournal(directory.resolve("state.json"));
    NodeRecord interrupted = journal.read().orElseThrow();
    machine.gate.countDown();
    await(() -> node.status().restartCause() == RestartCause.WATCHDOG);
    node.submit(new Command.Reset(), CLI);
    await(() -> node.status().restartCause() == RestartCause.CHASSIS_CONTROL);

    node.close();
    journal.write(interrupted);
    node = open();
    node.attach(machine.observe());
    await(() -> node.status().restartCause() == RestartCause.WATCHDOG);
  }

  @Test
  void pausesAndGoesOn() {
    on();
    assertThat(node.submit(new Command.Pause(), CLI)).isEqualTo(new Answer.Accepted());
    await(() -> node.status().state().equals(new NodeState.Paused()));
    assertThat(node.status().powered()).isTrue();
    restart();
    node.attach(machine.observe());
    assertThat(node.status().state()).as("after a restart").isEqualTo(new NodeState.Paused());

    node.submit(new Command.Resume(), CLI);

    await(() -> node.status().state().equals(new On()));
    assertThat(machine.calls).endsWith("pause", "resume");
    assertThat(node.events().events().stream().map(Event::kind))
        .containsSubsequence(Event.Kind.PAUSE, Event.Kind.RESUME);
  }

  @Test
  void goesOnWithAPauseAfterTheProcessDied() {
    on();
    machine.fault = Optional.of("killed");
    machine.gate = new CountDownLatch(1);
    node.submit(new Command.Pause(), CLI);
    FileJournal journal = new FileJournal(directory.resolve("state.json"));
    assertThat(journal.read().orElseThrow().pending()).isEqualTo(NodeRecord.Pending.PAUSE);
    assertThat(journal.read().orElseThrow().status().state()).isEqualTo(new NodeState.Pausing());
  }

  @Test
  void saysThatAMachineCannotBePaused() {
    on();
    machine.noPause = Optional.of("this cloud cannot");
    assertThat(node.submit(new Command.Pause(), CLI))
        .isEqualTo(new Answer.Unsupported("this cloud cannot"));
    assertThat(machine.calls).doesNotContain("pause");
  }

  @Test
  void handsOnWhatTheNextStartShallChangeOfSecureBoot() {
    Command enable = new Command.ChangeSecureBoot(SecureBoot.Change.ENABLE);
    assertThat(node.submit(enable, CLI)).isEqualTo(new Answer.Done());
    assertThat(machine.calls).contains("secure boot ENABLE");

    machine.fault = Optional.of("the disk is full");
    assertThat(node.submit(enable, CLI)).isEqualTo(new Answer.Failed("the disk is full"));
    assertThat(node.events().events())
        .extracting(Event::message)
        .contains("Secure Boot: enable: done", "Secure Boot: enable: failed: the disk is full");
  }

  @Test
  void noticesThatSomebodyElsePausedIt() {
    on();
    // The node itself may still look at the machine after the start.
    machine.paused = true;
    node.observed(new Observation.Paused(), node.generation());
    assertThat(node.status().state()).isEqualTo(new NodeState.Paused());
    machine.paused = false;
    node.observed(new Observation.Running(), node.generation());
    assertThat(node.status().state()).isEqualTo(new On());
  }

  @Test
  void remembersWhatItsStartWasToldUntilTheNextOne() {
    BootOverride url =
        new BootOverride(
            Device.HTTP,
            Lifetime.ONCE,
            Mode.UEFI,
            0,
            Optional.of(URI.create("http://192.0.2.1/a.efi")));
    node.submit(new Command.SetBoot(url), CLI);
    node.submit(new Command.On(), CLI);
    await(() -> node.status().state().equals(new On()));
    assertThat(node.status().boot()).isEqualTo(url.usedUp());
    restart();
    node.attach(machine.observe());
    assertThat(node.status().start()).isEqualTo(url);
    node.restarted();
    assertThat(node.status().start().startsUrl()).isEmpty();
  }

  @Test
  void leavesAHungGuestRunningWhenNobodyAskedForMore() {
    on();
    node.submit(new Command.Soft(Optional.empty()), CLI);
    await(() -> machine.calls.contains("shutdown"));
    assertThat(node.status().state()).isInstanceOf(ShuttingDown.class);
    time.pass(Duration.ofSeconds(60));
    assertThat(node.status().state()).isEqualTo(new On());
    assertThat(machine.calls).doesNotContain("stop");
  }

  @Test
  void saysAtOnceThatAGuestCannotBeAsked() {
    on();
    machine.noShutdown = Optional.of("this cloud cannot ask");

    assertThat(node.noShutdown()).contains("this cloud cannot ask");
    assertThat(node.submit(new Command.Soft(Optional.empty()), CLI))
        .isEqualTo(new Answer.Unsupported("this cloud cannot ask"));
    assertThat(node.status().state()).isEqualTo(new On());
    assertThat(machine.calls).doesNotContain("shutdown");

    // What ends in a power-off anyway is worth waiting for: somebody may shut down inside.
    assertThat(node.submit(new Command.Soft(Optional.of(Duration.ofSeconds(10))), CLI))
        .isEqualTo(new Answer.Accepted());
    time.pass(Duration.ofSeconds(10));
    await(() -> node.status().state().equals(new Off()));
    assertThat(node.submit(new Command.Soft(Optional.empty()), CLI)).isEqualTo(new Answer.Done());
  }

  @Test
  void powersAHungGuestOffWhenThatWasAskedFor() {
    on();
    node.submit(new Command.Soft(Optional.of(Duration.ofSeconds(10))), CLI);
    time.pass(Duration.ofSeconds(9));
    assertThat(node.status().powered()).isTrue();
    time.pass(Duration.ofSeconds(1));
    await(() -> node.status().state().equals(new Off()));
    assertThat(machine.calls).contains("shutdown", "stop");
  }

  @Test
  void powersAHungGuestOffWhenThatIsAskedForLater() {
    on();
    node.submit(new Command.Soft(Optional.empty()), CLI);
    node.submit(new Command.Soft(Optional.of(Duration.ofSeconds(10))), CLI);
    time.pass(Duration.ofSeconds(10));
    await(() -> node.status().state().equals(new Off()));
    assertThat(machine.calls).contains("shutdown", "stop");
  }

  @Test
  void startsAGuestAgainThatWasAskedToRestartAndShutDownWhileNobodyWasThere() {
    on();
    node.submit(new Command.Restart(Optional.empty()), CLI);
    await(() -> machine.calls.contains("shutdown"));
    node.close();
    machine.running = false;
    machine.calls.clear();
    node = open();
    node.attach(machine.observe());
    assertThat(node.status().state().label()).isEqualTo("restarting");
    node.observed(machine.observe(), node.generation());
    await(() -> node.status().state().equals(new On()));
    assertThat(machine.calls).contains("start NONE DISABLED");
  }

  @Test
  void cyclesAHungGuestThatWasAskedToRestart() {
    on();
    node.submit(new Command.Restart(Optional.of(Duration.ofSeconds(10))), CLI);
    machine.calls.clear();
    time.pass(Duration.ofSeconds(10));
    await(() -> node.status().state().equals(new On()));
    assertThat(machine.calls).containsSubsequence("stop", "start NONE DISABLED");
  }

  @Test
  void showsAGuestThatShutsDownInTime() {
    on();
    node.submit(new Command.Soft(Optional.of(Duration.ofSeconds(10))), CLI);
    machine.running = false;
    node.stopped("the guest shut down");
    assertThat(node.status().state()).isEqualTo(new Off());
    assertThat(node.status().lastPowerOffByFault()).isFalse();
    time.pass(Duration.ofSeconds(60));
    assertThat(node.status().state()).isEqualTo(new Off());
  }

  @Test
  void showsWhatHappensOutside() {
    on();
    machine.running = false;
    node.observed(machine.observe(), node.generation());
    assertThat(node.status().state()).isEqualTo(new Off());
    assertThat(node.status().lastPowerOffByFault()).isTrue();
    machine.running = true;
    node.observed(machine.observe(), node.generation());
    assertThat(node.status().state()).isEqualTo(new On());
  }

  @Test
  void doesNotBelieveAnObservationFromBeforeACommand() {
    long before = node.generation();
    Observation old = machine.observe();
    on();
    node.observed(old, before);
    assertThat(node.status().state()).isEqualTo(new On());
  }

  @Test
  void noticesAMachineThatDiedWhileItWasStarted() {
    machine.gate = new CountDownLatch(1);
    node.submit(new Command.Cycle(), CLI);
    node.submit(new Command.On(), CLI);
    node.stopped("the process ended"); // ignored: an operation is under way
    assertThat(node.status().state()).isEqualTo(new PoweringOn());
  }

  @Test
  void goesOnWithAStartAfterTheProcessDied() {
    machine.fault = Optional.of("killed");
    machine.gate = new CountDownLatch(1);
    node.submit(new Command.SetBoot(PXE_ONCE), CLI);
    node.submit(new Command.On(), CLI);
    byte[] journal = read();
    machine.gate.countDown();
    node.close();
    write(journal);
    machine.fault = Optional.empty();
    machine.calls.clear();
    restart();
    node.attach(machine.observe());
    await(() -> node.status().state().equals(new On()));
    assertThat(machine.calls).startsWith("start PXE ONCE");
    assertThat(node.events().events())
        .anyMatch(event -> event.message().contains("after an interruption"));
  }

  @Test
  void remembersOverrideMediaAndEventsAcrossARestart() {
    on();
    node.submit(new Command.SetBoot(PXE_ONCE), CLI);
    URI iso = URI.create("file:///images/rescue.iso");
    node.submit(new Command.InsertMedia(iso), CLI);
    await(() -> !node.status().mediaChanging());
    List<Event> events = node.events().events();
    restart();
    node.attach(machine.observe());
    assertThat(node.status().state()).isEqualTo(new On());
    assertThat(node.status().boot()).isEqualTo(PXE_ONCE);
    assertThat(node.status().media()).contains(iso);
    assertThat(node.events().events()).containsAll(events);
  }

  @Test
  void refusesACommandThatCannotBeWrittenDown() throws IOException {
    Files.createDirectory(directory.resolve("state.json.next"));
    assertThat(node.submit(new Command.On(), CLI)).isInstanceOf(Answer.Failed.class);
    assertThat(node.status().state()).isEqualTo(new Off());
    assertThat(machine.calls).isEmpty();
  }

  @Test
  void isNotBusyForEverWhenTheCloudIsAway() {
    machine.isOutOfSight = true;
    machine.fault = Optional.of("the cloud is away");
    node.submit(new Command.On(), CLI);
    await(() -> node.status().state().equals(new Faulted("the cloud is away", false)));
    machine.fault = Optional.empty();
    node.submit(new Command.On(), CLI);
    await(() -> node.status().state().equals(new On()));
  }

  @Test
  void endsWhatIsUnderWayAndBeginsNothingMoreWhenItIsClosed() throws InterruptedException {
    machine.gate = new CountDownLatch(1);
    node.submit(new Command.On(), CLI);
    await(() -> !machine.calls.isEmpty());
    Thread closing = Thread.ofPlatform().start(node::close);
    await(
        () ->
            closing.getState() == Thread.State.WAITING
                || closing.getState() == Thread.State.TIMED_WAITING);
    byte[] accepted = read();
    assertThat(node.submit(new Command.InsertMedia(URI.create("file:///x")), CLI))
        .isInstanceOf(Answer.NotNow.class);
    assertThat(read()).isEqualTo(accepted);
    machine.gate.countDown();
    closing.join();
    assertThat(node.status().state()).isEqualTo(new On());
    assertThat(machine.calls).containsExactly("start NONE DISABLED");
  }

  @Test
  void writesNothingMoreOnceItIsClosed() {
    on();
    node.submit(new Command.Soft(Optional.of(Duration.ofSeconds(10))), CLI);
    node.close();
    byte[] journal = read();
    List<Event> events = node.events().events();
    machine.running = false;
    node.stopped("the guest shut down");
    node.restarted();
    node.observed(machine.observe(), node.generation());
    time.pass(Duration.ofSeconds(60));
    assertThat(read()).isEqualTo(journal);
    assertThat(node.events().events()).isEqualTo(events);
  }

  @Test
  void emptiesTheDriveWhenAnImageCannotBeInserted() {
    machine.fault = Optional.of("not an ISO image");
    node.submit(new Command.InsertMedia(URI.create("file:///x")), CLI);
    await(() -> !node.status().mediaChanging());
    assertThat(node.status().media()).isEmpty();
  }

  @Test
  void startsAnewWhenTheJournalIsDamaged() throws IOException {
    node.close();
    Files.writeString(directory.resolve("state.json"), "{\"powered\": tru");
    FileJournal journal = new FileJournal(directory.resolve("state.json"));
    org.assertj.core.api.Assertions.assertThatThrownBy(journal::read)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("state.json.bad");
    assertThat(journal.read()).isEmpty();
    restart();
    node.attach(machine.observe());
    assertThat(node.status().state()).isEqualTo(new Off());
  }

  private void on() {
    node.submit(new Command.On(), CLI);
    await(() -> node.status().state().equals(new On()));
  }

  private byte[] read() {
    try {
      return Files.readAllBytes(directory.resolve("state.json"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void write(byte[] journal) {
    try {
      Files.write(directory.resolve("state.json"), journal);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
