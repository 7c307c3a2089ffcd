package io.anyrack.netboot.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.model.BootOverride.Device;
import io.anyrack.rack.model.BootOverride.Lifetime;
import io.anyrack.rack.model.BootOverride.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A node asks for its script long after its machine was started. */
class StartOrdersTest {
  private static final BootOverride PXE = new BootOverride(Device.PXE, Lifetime.ONCE, Mode.OWN);

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Duration back = Duration.ZERO;
  private BootOverride override = BootOverride.NONE;
  private final List<String> restarted = new ArrayList<>();
  private final StartOrders orders =
      new StartOrders(_ -> override, restarted::add, () -> now, Duration.ofSeconds(5), _ -> back);

  /** The node fetches its script. */
  private BootOverride fetch() {
    BootOverride order = orders.order("node-1");
    orders.delivered("node-1");
    return order;
  }

  private void start(BootOverride order) {
    orders.starting("node-1", order);
    orders.started("node-1");
  }

  private void pass(int seconds) {
    now = now.plusSeconds(seconds);
  }

  @Test
  void anOverrideForOnceIsUsedUpButTheStartObeysIt() {
    start(PXE);
    pass(20);
    assertThat(fetch()).isEqualTo(PXE);
    assertThat(restarted).isEmpty();
  }

  @Test
  void aSecondFetchIsTheGuestsOwnRestart() {
    start(PXE);
    fetch();
    pass(20);
    assertThat(fetch()).isEqualTo(BootOverride.NONE);
    assertThat(restarted).containsExactly("node-1");
  }

  @Test
  void aFetchAgainAtOnceIsStillTheSameStart() {
    start(PXE);
    fetch();
    pass(4);
    assertThat(fetch()).isEqualTo(PXE);
    pass(30);
    override = PXE;
    assertThat(fetch()).isEqualTo(PXE);
    override = BootOverride.NONE; // used up by the restart
    pass(1);
    assertThat(fetch()).isEqualTo(PXE);
    assertThat(restarted).containsExactly("node-1");
  }

  @Test
  void whoAsksWhileTheMachineIsBeingStartedLeavesTheStartOpen() {
    orders.starting("node-1", PXE);
    assertThat(fetch()).isEqualTo(PXE); // the last of what ran before
    orders.started("node-1");
    pass(20);
    assertThat(fetch()).isEqualTo(PXE);
    assertThat(restarted).isEmpty();
  }

  @Test
  void anOpenStartOutlivesTheProcess() {
    start(PXE);
    Map<String, BootOverride> kept = orders.open();
    assertThat(kept).containsExactly(Map.entry("node-1", PXE));

    StartOrders next =
        new StartOrders(_ -> override, restarted::add, () -> now, Duration.ofSeconds(5), _ -> back);
    next.resume(kept);
    assertThat(next.order("node-1")).isEqualTo(PXE);
    next.delivered("node-1");
    assertThat(next.open()).isEmpty();
  }

  @Test
  void aStoppedMachineHasNoStart() {
    start(PXE);
    orders.stopped("node-1");
    assertThat(orders.order("node-1")).isEqualTo(BootOverride.NONE);
    assertThat(orders.open()).isEmpty();
  }

  /** UEFI tries all disks, and comes back to iPXE when none starts. */
  @Test
  void aNodeThatComesBackFromItsDiskGetsTheRestOfItsOrder() {
    back = Duration.ofSeconds(90);
    start(BootOverride.NONE);
    assertThat(fetch()).isEqualTo(BootOverride.NONE);
    pass(60);
    assertThat(fetch().device()).isEqualTo(Device.PXE);
    assertThat(restarted).isEmpty();
    pass(60);
    assertThat(fetch()).as("a restart of what came over the network").isEqualTo(BootOverride.NONE);
    assertThat(restarted).hasSize(1);
    pass(91);
    assertThat(fetch()).as("its disk ran for longer").isEqualTo(BootOverride.NONE);
    assertThat(restarted).hasSize(2);
  }

  @Test
  void anOverrideCountsForANodeThatComesBack() {
    back = Duration.ofSeconds(90);
    start(BootOverride.NONE);
    fetch();
    pass(30);
    override = new BootOverride(Device.DISK, Lifetime.CONTINUOUS, Mode.OWN);
    assertThat(fetch()).isEqualTo(override);
  }
}
