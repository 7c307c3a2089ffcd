package io.anyrack.rack.node;

import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.node.NodeState.Cycling;
import io.anyrack.rack.node.NodeState.Off;
import io.anyrack.rack.node.NodeState.On;
import io.anyrack.rack.node.NodeState.Pausing;
import io.anyrack.rack.node.NodeState.PoweringOff;
import io.anyrack.rack.node.NodeState.PoweringOn;
import io.anyrack.rack.node.NodeState.Resetting;
import io.anyrack.rack.node.NodeState.Resuming;
import io.anyrack.rack.node.NodeState.ShuttingDown;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a node's journal keeps, so that what was accepted survives the process.
 *
 * @param powered whether the machine had power
 * @param pending what was under way
 * @param until when a soft power-off stops waiting
 * @param since when the state was entered
 * @param boot the boot override
 * @param media the image in the CD drive
 * @param mediaChanging whether it was on its way there, or out
 * @param restartCause why the machine last started
 * @param lastPowerOffByFault whether it last went off without a command
 * @param identifyUntil until when the identify light is on
 * @param poweredBefore for how long it had power until {@code since}; empty in older journals
 * @param lastStart what its last start was told to boot from; empty in older journals
 * @param pendingCause why what was under way starts the machine; empty in older journals
 */
public record NodeRecord(
    boolean powered,
    Pending pending,
    Optional<Instant> until,
    Instant since,
    BootOverride boot,
    Optional<URI> media,
    boolean mediaChanging,
    NodeStatus.RestartCause restartCause,
    boolean lastPowerOffByFault,
    Optional<Instant> identifyUntil,
    Optional<Duration> poweredBefore,
    Optional<BootOverride> lastStart,
    Optional<NodeStatus.RestartCause> pendingCause) {

  /** What can be under way when a process dies. */
  public enum Pending {
    /** Nothing. */
    NONE,
    /** A start. */
    ON,
    /** A hard power-off. */
    OFF,
    /** A soft power-off. */
    SOFT,
    /** A soft power-off that a hard one follows. */
    SOFT_THEN_OFF,
    /** A soft power-off that a start follows. */
    RESTART,
    /** A soft power-off that a start follows, and a hard one where it takes too long. */
    RESTART_OR_CYCLE,
    /** A hard reset. */
    RESET,
    /** A power cycle on its way down. */
    CYCLE,
    /** A power cycle on its way up. */
    CYCLE_UP,
    /** A pause. */
    PAUSE,
    /** The end of a pause. */
    RESUME
  }

  static NodeRecord of(NodeStatus status) {
    return new NodeRecord(
        status.powered(),
        switch (status.state()) {
          case PoweringOn _ -> Pending.ON;
          case PoweringOff _ -> Pending.OFF;
          case ShuttingDown waiting when waiting.thenOn() ->
              waiting.thenOff() ? Pending.RESTART_OR_CYCLE : Pending.RESTART;
          case ShuttingDown waiting -> waiting.thenOff() ? Pending.SOFT_THEN_OFF : Pending.SOFT;
          case Resetting _ -> Pending.RESET;
          case Cycling cycling -> cycling.down() ? Pending.CYCLE_UP : Pending.CYCLE;
          case Pausing _ -> Pending.PAUSE;
          case Resuming _ -> Pending.RESUME;
          default -> Pending.NONE;
        },
        status.state() instanceof ShuttingDown waiting
            ? Optional.of(waiting.until())
            : Optional.empty(),
        status.since(),
        status.boot(),
        status.media(),
        status.mediaChanging(),
        status.restartCause(),
        status.lastPowerOffByFault(),
        status.identifyUntil(),
        Optional.of(status.poweredBefore()),
        Optional.of(status.lastStart()),
        status.state() instanceof NodeState.UnderWay working
            ? Optional.of(working.cause())
            : Optional.empty());
  }

  /** The status to go on from: the pending operation's state, or on or off. */
  NodeStatus status() {
    NodeState state =
        switch (pending) {
          case NONE -> powered ? new On() : new Off();
          case ON -> new PoweringOn();
          case OFF -> new PoweringOff();
          case SOFT -> new ShuttingDown(until.orElse(since), false, false);
          case SOFT_THEN_OFF -> new ShuttingDown(until.orElse(since), true, false);
          case RESTART -> new ShuttingDown(until.orElse(since), false, true);
          case RESTART_OR_CYCLE -> new ShuttingDown(until.orElse(since), true, true);
          case RESET -> new Resetting();
          case CYCLE -> new Cycling(false);
          case CYCLE_UP -> new Cycling(true);
          case PAUSE -> new Pausing();
          case RESUME -> new Resuming();
        };
    return new NodeStatus(
        state.by(pendingCause.orElse(NodeStatus.RestartCause.CHASSIS_CONTROL)),
        boot,
        media,
        mediaChanging,
        since,
        restartCause,
        lastPowerOffByFault,
        identifyUntil,
        poweredBefore.orElse(Duration.ZERO),
        lastStart.orElse(BootOverride.NONE));
  }
}
