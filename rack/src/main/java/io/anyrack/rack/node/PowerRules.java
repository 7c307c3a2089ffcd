package io.anyrack.rack.node;

import io.anyrack.rack.node.NodeState.Cycling;
import io.anyrack.rack.node.NodeState.Off;
import io.anyrack.rack.node.NodeState.On;
import io.anyrack.rack.node.NodeState.Paused;
import io.anyrack.rack.node.NodeState.Pausing;
import io.anyrack.rack.node.NodeState.PoweringOff;
import io.anyrack.rack.node.NodeState.PoweringOn;
import io.anyrack.rack.node.NodeState.Ready;
import io.anyrack.rack.node.NodeState.Resetting;
import io.anyrack.rack.node.NodeState.Resuming;
import io.anyrack.rack.node.NodeState.ShuttingDown;
import io.anyrack.rack.node.NodeState.UnderWay;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What each power command does in each state: a pure function.
 *
 * <table>
 *   <caption>Rows are states, columns are commands</caption>
 *   <tr><th></th><th>on</th><th>off</th><th>soft</th><th>restart</th><th>reset</th><th>cycle</th><th>diag</th><th>pause</th><th>resume</th></tr>
 *   <tr><td>off</td><td>go</td><td>done</td><td>done</td><td>not now</td><td>not now</td><td>not now</td><td>not now</td><td>not now</td><td>not now</td></tr>
 *   <tr><td>on</td><td>done</td><td>go</td><td>go</td><td>go</td><td>go</td><td>go</td><td>go</td><td>go</td><td>done</td></tr>
 *   <tr><td>paused</td><td>go (resume)</td><td>go</td><td>not now</td><td>not now</td><td>go</td><td>go</td><td>go</td><td>done</td><td>go</td></tr>
 *   <tr><td>shutting-down</td><td>busy</td><td>go</td><td>accepted</td><td>go</td><td>go</td><td>go</td><td>go</td><td>busy</td><td>done</td></tr>
 *   <tr><td>powering-on</td><td>accepted</td><td>busy</td><td>busy</td><td>busy</td><td>busy</td><td>busy</td><td>busy</td><td>busy</td><td>busy</td></tr>
 *   <tr><td>powering-off</td><td>busy</td><td>accepted</td><td>accepted</td><td>busy</td><td>busy</td><td>busy</td><td>busy</td><td>busy</td><td>busy</td></tr>
 *   <tr><td>resetting</td><td>done</td><td>busy</td><td>busy</td><td>busy</td><td>busy</td><td>busy</td><td>busy</td><td>busy</td><td>busy</td></tr>
 *   <tr><td>power-cycling</td><td>busy</td><td>busy</td><td>busy</td><td>busy</td><td>busy</td><td>busy</td><td>busy</td><td>busy</td><td>busy</td></tr>
 *   <tr><td>pausing</td><td>busy</td><td>busy</td><td>busy</td><td>busy</td><td>busy</td><td>busy</td><td>busy</td><td>accepted</td><td>busy</td></tr>
 *   <tr><td>resuming</td><td>accepted</td><td>busy</td><td>busy</td><td>busy</td><td>busy</td><td>busy</td><td>busy</td><td>busy</td><td>accepted</td></tr>
 *   <tr><td>failed, unavailable</td><td colspan="9">as on or off, by the power that is known; but on,
 *       off and resume always go, so that they can repair</td></tr>
 * </table>
 *
 * <p>IPMI 2.0 §28.3 asks for 0xD5 where a node that is off is told to cycle; reset and diagnostic
 * interrupt are treated alike. "Accepted" without a move is how a repeated command acts once, where
 * it asks for what is under way; a reset during a reset asks for another one (the boot override may
 * have changed since), and is refused as long as it cannot be had; a soft power-off that a hard one
 * shall follow is another command than one without, and so is one that a start shall follow.
 */
final class PowerRules {
  private final Duration retryAfter;
  private final Duration softWindow;

  /**
   * @param retryAfter told to whom is refused because the node is busy
   * @param softWindow how long a soft power-off may take that is not followed by a hard one
   */
  PowerRules(Duration retryAfter, Duration softWindow) {
    this.retryAfter = retryAfter;
    this.softWindow = softWindow;
  }

  /** What a command leads to. */
  sealed interface Decision {
    /** The node moves on; the answer is {@link Answer.Accepted}. */
    record Go(NodeState next) implements Decision {}

    /** A diagnostic interrupt is sent; the state stays. */
    record Interrupt() implements Decision {}

    /** Nothing moves. */
    record Say(Answer answer) implements Decision {}
  }

  Decision decide(NodeState state, Command.Power command, Instant now) {
    return switch (state) {
      case UnderWay working -> whileUnderWay(working, command);
      case ShuttingDown waiting
          when command instanceof Command.On || command instanceof Command.Pause ->
          busy(waiting);
      case ShuttingDown waiting when command instanceof Command.Soft soft ->
          !waiting.thenOn() && (soft.thenOffAfter().isEmpty() || waiting.thenOff())
              ? accepted()
              : ask(soft.thenOffAfter(), false, now);
      case ShuttingDown waiting when command instanceof Command.Restart restart ->
          waiting.thenOn() && (restart.thenCycleAfter().isEmpty() || waiting.thenOff())
              ? accepted()
              : ask(restart.thenCycleAfter(), true, now);
      case Ready ready -> whileReady(ready, command, now);
    };
  }

  private Decision whileReady(Ready state, Command.Power command, Instant now) {
    return switch (command) {
      case Command.On _ when state instanceof Paused -> new Decision.Go(state.resume());
      case Command.On _ -> state instanceof On ? done() : new Decision.Go(state.powerOn());
      case Command.Off _ -> state instanceof Off ? done() : new Decision.Go(state.powerOff());
      case Command.Soft _ when !state.powered() -> done();
      case Command.Soft _ when state instanceof Paused -> notNow(state);
      case Command.Soft soft -> ask(soft.thenOffAfter(), false, now);
      case Command.Restart _,
          Command.Reset _,
          Command.Cycle _,
          Command.Diag _,
          Command.Pause _,
          Command.Resume _
          when !state.powered() ->
          notNow(state);
      // Its guest cannot be asked for anything.
      case Command.Restart _ when state instanceof Paused -> notNow(state);
      case Command.Restart restart -> ask(restart.thenCycleAfter(), true, now);
      case Command.Reset _ -> new Decision.Go(state.reset());
      case Command.Cycle _ -> new Decision.Go(state.cycle());
      case Command.Diag _ -> new Decision.Interrupt();
      case Command.Pause _ -> state instanceof Paused ? done() : new Decision.Go(state.pause());
      case Command.Resume _ ->
          state instanceof On || state instanceof ShuttingDown
              ? done()
              : new Decision.Go(state.resume());
    };
  }

  private Decision ask(Optional<Duration> patience, boolean thenOn, Instant now) {
    Instant until = now.plus(patience.orElse(softWindow));
    return new Decision.Go(new On().shutDown(until, patience.isPresent(), thenOn));
  }

  private Decision whileUnderWay(UnderWay state, Command.Power command) {
    boolean same =
        switch (state) {
          case PoweringOn _ -> command instanceof Command.On;
          case PoweringOff _ -> command instanceof Command.Off || command instanceof Command.Soft;
          case Pausing _ -> command instanceof Command.Pause;
          case Resuming _ -> command instanceof Command.Resume || command instanceof Command.On;
          case Resetting _, Cycling _ -> false;
        };
    if (same) {
      return accepted();
    }
    return state instanceof Resetting && command instanceof Command.On ? done() : busy(state);
  }

  private Decision busy(NodeState state) {
    return new Decision.Say(new Answer.Busy(state.label(), retryAfter));
  }

  private static Decision notNow(NodeState state) {
    return new Decision.Say(new Answer.NotNow("the node is " + state.label()));
  }

  private static Decision accepted() {
    return new Decision.Say(new Answer.Accepted());
  }

  private static Decision done() {
    return new Decision.Say(new Answer.Done());
  }
}
