package io.anyrack.ipmi.lan;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.ipmi.FakeNode;
import io.anyrack.ipmi.TestBmc;
import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.node.Answer;
import io.anyrack.rack.node.Command;
import io.anyrack.rack.node.Event;
import io.anyrack.rack.node.NodeState;
import io.anyrack.rack.node.NodeStatus;
import io.anyrack.rack.node.Origin;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A watchdog and what becomes of the node that it guards (IPMI 2.0 §27). */
class WatchdogTest {
  private static final Origin NODE = new Origin("node", "");

  /** Set Watchdog Timer: of the operating system, hard reset, 5 s. */
  private static final String FIVE_SECONDS = "06 24 04 01 00 10 3200";

  private final LanHarness lan = new LanHarness();
  private final RemoteConsole admin =
      new RemoteConsole(lan, LanHarness.peer(1, 40000), 17, "admin", TestBmc.PASSWORD, 4);

  @BeforeEach
  void aTimerRuns() {
    state(new NodeState.On());
    assertThat(admin.login()).isTrue();
    assertThat(admin.command("06 3b 04")).isEqualTo("0004");
    assertThat(admin.command(FIVE_SECONDS)).isEqualTo("00");
    assertThat(admin.command("06 22")).isEqualTo("00");
  }

  private void state(NodeState state) {
    lan.node.status(
        new NodeStatus(
            state,
            BootOverride.NONE,
            Optional.empty(),
            false,
            FakeNode.SINCE,
            NodeStatus.RestartCause.CHASSIS_CONTROL,
            false,
            Optional.empty()));
  }

  private List<String> said() {
    return lan.node.events().events().stream()
        .filter(event -> event.kind() == Event.Kind.SERVICE)
        .map(event -> event.origin() + ": " + event.message())
        .toList();
  }

  /** The server looks every tenth of a second; here nobody looks in between. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({"POWER_OFF", "RESET"})
  void aTimerEndsWithTheStartOfTheMachineThatItGuards(Event.Kind kind) {
    lan.node.events().append(kind, "by a command, the guest or the cloud", NODE);

    lan.pass(60_000);
    assertThat(lan.node.commands()).isEmpty();
    assertThat(admin.login()).isTrue();
    assertThat(admin.command("06 25")).as("does not run, was not expired").startsWith("0004010000");
  }

  @Test
  void aTimerDoesNotOutliveThePower() {
    state(new NodeState.Off());
    lan.pass(1_000);
    state(new NodeState.On());

    lan.pass(60_000);
    assertThat(lan.node.commands()).isEmpty();
  }

  @Test
  void aTimerThatIsStartedAgainAfterAResetRuns() {
    lan.node.events().append(Event.Kind.RESET, "reset", NODE);
    assertThat(admin.command("06 22")).isEqualTo("00");

    lan.pass(5_000);
    assertThat(lan.node.commands()).containsExactly(new Command.Reset());
  }

  @Test
  void aPausedNodesTimerStandsStill() {
    lan.pass(3_000);
    state(new NodeState.Paused());
    lan.pass(100);
    assertThat(admin.command("06 25")).as("1.9 s are left").endsWith("3200" + "1300");
    lan.pass(3_600_000);
    assertThat(lan.node.events().events())
        .extracting(Event::kind)
        .as("it does not run out")
        .doesNotContain(Event.Kind.PLATFORM);

    state(new NodeState.On());
    lan.pass(100);
    lan.pass(1_800);
    assertThat(lan.node.commands()).isEmpty();
    lan.pass(100);
    assertThat(lan.node.commands()).containsExactly(new Command.Reset());
  }

  @Test
  void whatANodeIsTooBusyForStaysDue() {
    lan.node.answerWith(new Answer.Busy("booting", Duration.ofSeconds(2)));
    lan.pass(5_000);
    lan.pass(100);
    assertThat(lan.node.commands()).as("asked once, not at each look").hasSize(1);
    lan.pass(1_900);
    assertThat(lan.node.commands()).as("asked again").hasSize(2);

    lan.node.answerAgain();
    lan.pass(4_000);
    assertThat(lan.node.commands()).hasSize(3);
    lan.pass(3_600_000);
    assertThat(lan.node.commands()).as("taken").hasSize(3);
    assertThat(said())
        .containsExactly(
            "watchdog: the watchdog's hard-reset stays due: the node is busy with booting");
  }

  @Test
  void whatIsDueDuringAnotherOperationWaitsForItsEnd() {
    state(new NodeState.Resetting());
    lan.pass(5_000);
    lan.pass(60_000);
    assertThat(lan.node.commands()).isEmpty();

    state(new NodeState.Faulted("no", true));
    lan.pass(100);
    assertThat(lan.node.commands()).containsExactly(new Command.Reset());
  }

  @Test
  void whatIsDueIsMootOnceTheMachineStartedAnew() {
    state(new NodeState.Resetting());
    lan.pass(5_000);
    lan.node.events().append(Event.Kind.RESET, "reset", NODE);
    state(new NodeState.On());

    lan.pass(60_000);
    assertThat(lan.node.commands()).isEmpty();
    assertThat(said())
        .containsExactly(
            "watchdog: the watchdog's hard-reset stays due: the node is resetting",
            "watchdog: the watchdog's hard-reset is not due any more: the node went down without"
                + " it");
  }

  @Test
  void whatANodeCannotDoIsSaidAndForgotten() {
    lan.node.answerWith(new Answer.Unsupported("no reset here"));
    lan.pass(5_000);
    lan.pass(3_600_000);

    assertThat(lan.node.commands()).hasSize(1);
    assertThat(said())
        .containsExactly("watchdog: the watchdog's hard-reset cannot be done: no reset here");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"reset, 01, Reset", "power down, 02, Off", "power cycle, 03, Cycle"})
  void aWatchdogThatRunsOutActs(String name, String action, String command) {
    assertThat(admin.command("06 24 04" + action + "00 10 3200")).isEqualTo("00");
    assertThat(admin.command("06 22")).isEqualTo("00");
    assertThat(admin.command("06 25")).isEqualTo("00" + "44" + action + "0000" + "3200" + "3200");

    lan.pass(4_000);
    assertThat(admin.command("06 22")).as("the node lives").isEqualTo("00");
    lan.pass(4_900);
    assertThat(lan.node.commands()).isEmpty();
    assertThat(admin.command("06 25")).endsWith("0100");
    lan.pass(100);

    assertThat(lan.node.commands().toString()).startsWith("[" + command);
    assertThat(lan.node.origins().getFirst().toString()).isEqualTo("watchdog");
    assertThat(admin.command("06 25")).isEqualTo("00" + "04" + action + "0010" + "3200" + "3200");
    assertThat(admin.command("0a 43 0000 ffff 00 ff"))
        .as("sensor 5 of type 23h says so")
        .matches("00ffff....02" + "[0-9a-f]{8}" + "20000423056fc" + action.charAt(1) + "04ff");
  }

  @Test
  void aWatchdogInterruptsBeforeItRunsOut() {
    assertThat(admin.command("06 24 04 20 02 00 3200")).isEqualTo("00");
    assertThat(admin.command("06 22")).isEqualTo("00");

    lan.pass(3_000);
    assertThat(lan.node.commands()).containsExactly(new Command.Diag());
    lan.pass(2_000);
    assertThat(lan.node.commands()).as("no action was asked for").hasSize(1);
  }

  @Test
  void aWatchdogOfANodeThatIsOffStops() {
    state(new NodeState.Off());
    assertThat(admin.command("06 24 04 01 00 00 0a00")).isEqualTo("00");
    assertThat(admin.command("06 22")).isEqualTo("00");

    lan.pass(1_000);
    assertThat(lan.node.commands()).isEmpty();
    assertThat(admin.command("06 25")).startsWith("0004");
  }

  @Test
  void aClosedBmcHearsNothingMore() {
    assertThat(lan.node.listeners()).isEqualTo(1);
    lan.channel.close();
    assertThat(lan.node.listeners()).isZero();
  }
}
