package io.anyrack.rack.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.rack.node.NodeState.Cycling;
import io.anyrack.rack.node.NodeState.Faulted;
import io.anyrack.rack.node.NodeState.Off;
import io.anyrack.rack.node.NodeState.On;
import io.anyrack.rack.node.NodeState.PoweringOff;
import io.anyrack.rack.node.NodeState.PoweringOn;
import io.anyrack.rack.node.NodeState.Resetting;
import io.anyrack.rack.node.NodeState.ShuttingDown;
import io.anyrack.rack.node.NodeState.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole table: every state, every command. */
class PowerRulesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private final PowerRules rules = new PowerRules(Duration.ofSeconds(2), Duration.ofSeconds(60));

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
          # state,          on,          off,          soft,          restart,    reset,     cycle,         diag, pause, resume
          off, powering-on, done, done, not-now, not-now, not-now, not-now, not-now, not-now
          on, done, powering-off, shutting-down, restarting, resetting, power-cycling, nmi, pausing, done
          shutting-down, busy, powering-off, accepted, restarting, resetting, power-cycling, nmi, busy, done
          powering-on, accepted, busy, busy, busy, busy, busy, busy, busy, busy
          powering-off, busy, accepted, accepted, busy, busy, busy, busy, busy, busy
          resetting, done, busy, busy, busy, busy, busy, busy, busy, busy
          cycling-down, busy, busy, busy, busy, busy, busy, busy, busy, busy
          cycling-up, busy, busy, busy, busy, busy, busy, busy, busy, busy
          failed-off, powering-on, powering-off, done, not-now, not-now, not-now, not-now, not-now, not-now
          failed-on, powering-on, powering-off, shutting-down, restarting, resetting, power-cycling, nmi, pausing, resuming
          unavailable-on, powering-on, powering-off, shutting-down, restarting, resetting, power-cycling, nmi, pausing, resuming
          unavailable-off, powering-on, powering-off, done, not-now, not-now, not-now, not-now, not-now, not-now
          paused, resuming, powering-off, not-now, not-now, resetting, power-cycling, nmi, done, resuming
          pausing, busy, busy, busy, busy, busy, busy, busy, accepted, busy
          resuming, accepted, busy, busy, busy, busy, busy, busy, busy, accepted
          restarting, busy, powering-off, shutting-down, accepted, resetting, power-cycling, nmi, busy, done
          """)
  void answersEachCommandInEachState(
      String state,
      String on,
      String off,
      String soft,
      String restart,
      String reset,
      String cycle,
      String diag,
      String pause,
      String resume) {
    NodeState from = state(state);
    assertThat(outcome(from, new Command.On())).as("on").isEqualTo(on);
    assertThat(outcome(from, new Command.Off())).as("off").isEqualTo(off);
    assertThat(outcome(from, new Command.Soft(Optional.empty()))).as("soft").isEqualTo(soft);
    assertThat(outcome(from, new Command.Restart(Optional.empty())))
        .as("restart")
        .isEqualTo(restart);
    assertThat(outcome(from, new Command.Reset())).as("reset").isEqualTo(reset);
    assertThat(outcome(from, new Command.Cycle())).as("cycle").isEqualTo(cycle);
    assertThat(outcome(from, new Command.Diag())).as("diag").isEqualTo(diag);
    assertThat(outcome(from, new Command.Pause())).as("pause").isEqualTo(pause);
    assertThat(outcome(from, new Command.Resume())).as("resume").isEqualTo(resume);
  }

  private static NodeState state(String name) {
    return switch (name) {
      case "off" -> new Off();
      case "on" -> new On();
      case "shutting-down" -> new ShuttingDown(NOW.plusSeconds(5), false, false);
      case "restarting" -> new ShuttingDown(NOW.plusSeconds(5), false, true);
      case "paused" -> new NodeState.Paused();
      case "pausing" -> new NodeState.Pausing();
      case "resuming" -> new NodeState.Resuming();
      case "powering-on" -> new PoweringOn();
      case "powering-off" -> new PoweringOff();
      case "resetting" -> new Resetting();
      case "cycling-down" -> new Cycling(false);
      case "cycling-up" -> new Cycling(true);
      case "failed-off" -> new Faulted("no disk", false);
      case "failed-on" -> new Faulted("no disk", true);
      case "unavailable-on" -> new Unavailable("paused", true);
      case "unavailable-off" -> new Unavailable("gone", false);
      default -> throw new AssertionError(name);
    };
  }

  private String outcome(NodeState from, Command.Power command) {
    return switch (rules.decide(from, command, NOW)) {
      case PowerRules.Decision.Go go -> go.next().label();
      case PowerRules.Decision.Interrupt _ -> "nmi";
      case PowerRules.Decision.Say say ->
          switch (say.answer()) {
            case Answer.Done _ -> "done";
            case Answer.Accepted _ -> "accepted";
            case Answer.Busy _ -> "busy";
            case Answer.NotNow _ -> "not-now";
            case Answer.Unsupported _, Answer.Failed _ -> throw new AssertionError(say);
          };
    };
  }
}
