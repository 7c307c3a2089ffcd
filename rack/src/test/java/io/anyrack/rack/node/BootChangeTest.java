package io.anyrack.rack.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.model.BootOverride.Device;
import io.anyrack.rack.model.BootOverride.Lifetime;
import io.anyrack.rack.model.BootOverride.Mode;
import io.anyrack.rack.node.NodeState.On;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Boot overrides of which a client says a part: the rest is what holds at that moment. */
final class BootChangeTest {
  private static final Origin CLIENT = new Origin("redfish", "");
  private static final BootOverride PXE_ONCE =
      new BootOverride(Device.PXE, Lifetime.ONCE, Mode.UEFI);
  private static final BootOverride DISK_ONCE =
      new BootOverride(Device.DISK, Lifetime.ONCE, Mode.UEFI);

  @TempDir Path directory;
  private final FakeMachine machine = new FakeMachine();
  private final ManualTime time = new ManualTime();
  private MachineNode node;

  @BeforeEach
  void attach() {
    node =
        new MachineNode(
            machine,
            new FileJournal(directory.resolve("state.json")),
            new FileEventLog(directory.resolve("events.jsonl"), 100, time),
            time,
            time,
            MachineNode.Limits.DEFAULT);
    node.attach(machine.observe());
  }

  @AfterEach
  void close() {
    machine.gate.countDown();
    node.close();
  }

  private static BootOverride toDisk(BootOverride before) {
    return new BootOverride(Device.DISK, before.lifetime(), before.mode());
  }

  private static BootOverride counted(BootOverride before) {
    return new BootOverride(
        before.device(), before.lifetime(), before.mode(), before.otherFlags() + 1);
  }

  @Test
  void losesNoneOfTwoChangesAtOnce() {
    int changes = 200;
    try (ExecutorService clients = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < changes; i++) {
        clients.execute(() -> node.changeBoot(BootChangeTest::counted, CLIENT));
      }
    }
    assertThat(node.status().boot().otherFlags()).isEqualTo(changes);
  }

  @Test
  void isLoggedAsWhatCameOfIt() {
    node.submit(new Command.SetBoot(PXE_ONCE), CLIENT);
    assertThat(node.changeBoot(BootChangeTest::toDisk, CLIENT)).isEqualTo(new Answer.Done());
    assertThat(node.status().boot()).isEqualTo(DISK_ONCE);
    assertThat(node.events().events().getLast().message())
        .isEqualTo("boot from disk once with UEFI: done");
  }

  @Test
  void keepsNothingOfAnOverrideThatAStartIsUsingUp() {
    machine.gate = new CountDownLatch(1);
    node.submit(new Command.SetBoot(PXE_ONCE), CLIENT);
    node.submit(new Command.On(), CLIENT);
    await(() -> machine.calls.contains("start PXE ONCE"));

    assertThat(node.changeBoot(BootChangeTest::toDisk, CLIENT))
        .isEqualTo(new Answer.Busy("powering-on", Duration.ofSeconds(2)));

    machine.gate.countDown();
    await(() -> node.status().state().equals(new On()));
    assertThat(node.changeBoot(BootChangeTest::toDisk, CLIENT)).isEqualTo(new Answer.Done());
    assertThat(node.status().boot())
        .isEqualTo(new BootOverride(Device.DISK, Lifetime.DISABLED, Mode.UEFI));
  }

  @Test
  void holdsForTheNextStartIfItSaysEverythingDuringOne() {
    machine.gate = new CountDownLatch(1);
    node.submit(new Command.SetBoot(PXE_ONCE), CLIENT);
    node.submit(new Command.On(), CLIENT);
    await(() -> machine.calls.contains("start PXE ONCE"));

    for (UnaryOperator<BootOverride> change :
        List.<UnaryOperator<BootOverride>>of(_ -> DISK_ONCE, BootChangeTest::toDisk)) {
      assertThat(node.changeBoot(change, CLIENT)).isEqualTo(new Answer.Done());
    }

    machine.gate.countDown();
    await(() -> node.status().state().equals(new On()));
    assertThat(node.status().boot()).isEqualTo(DISK_ONCE);
  }

  @Test
  void goesOnAfterAStartThatFailed() {
    node.submit(new Command.SetBoot(PXE_ONCE), CLIENT);
    machine.fault = Optional.of("no space left on the disk");
    node.submit(new Command.On(), CLIENT);
    await(() -> node.status().state() instanceof NodeState.Faulted);

    assertThat(node.changeBoot(BootChangeTest::toDisk, CLIENT)).isEqualTo(new Answer.Done());
    assertThat(node.status().boot()).isEqualTo(DISK_ONCE);
  }

  @Test
  void changesNothingWhereItCannotBe() {
    node.submit(new Command.SetBoot(PXE_ONCE), CLIENT);
    assertThatThrownBy(
            () ->
                node.changeBoot(
                    _ -> {
                      throw new IllegalArgumentException("no such device");
                    },
                    CLIENT))
        .hasMessage("no such device");
    assertThat(node.status().boot()).isEqualTo(PXE_ONCE);
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
