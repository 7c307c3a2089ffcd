package io.anyrack.netboot.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.netboot.port.Port;
import io.anyrack.netboot.port.Racks;
import io.anyrack.rack.net.BootTrial;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Nodes that shall come as far as their script and no further. */
class BootTrialsTest {
  private static final String BASE = "http://192.0.2.1";

  private final BootTrials trials = new BootTrials((_, _) -> "#!ipxe\nboot\n");

  @Test
  void shouldGiveANodeOnTrialAScriptThatOnlySaysSo() throws InterruptedException {
    Port port = Racks.port(Racks.rack(Racks.network(), Racks.NO_BOOT));
    String node = port.node().name();
    try (BootTrial trial = trials.begin(node)) {
      String script = trials.scriptFor(port, BASE);
      assertThat(script)
          .startsWith("#!ipxe\n")
          .contains(
              "echo Anyrack: " + node + " has reached the boot script",
              "imgfetch http://192.0.2.1/boot/trial && goto said ||")
          .doesNotContain("sanboot", "kernel", "chain", "exit", "@");
      assertThat(trial.await(Duration.ZERO)).isFalse();
      trials.reached("another");
      assertThat(trial.await(Duration.ZERO)).isFalse();
      trials.reached(node);
      assertThat(trial.await(Duration.ZERO)).isTrue();
    }
    assertThat(trials.scriptFor(port, BASE)).isEqualTo("#!ipxe\nboot\n");
  }

  @Test
  void shouldLeaveTheOthersAlone() {
    try (BootTrial _ = trials.begin("another")) {
      assertThat(trials.scriptFor(Racks.port(Racks.rack(Racks.network(), Racks.NO_BOOT)), BASE))
          .isEqualTo("#!ipxe\nboot\n");
    }
    trials.reached("nobody");
  }
}
