package io.anyrack.rack.node;

import io.anyrack.rack.model.BootOverride;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A node at one moment.
 *
 * @param state where its state machine stands
 * @param boot its boot override
 * @param media the image in its virtual CD drive, or on its way there
 * @param mediaChanging whether an image is being inserted or ejected
 * @param since when {@code state} was entered
 * @param restartCause why the machine last started (IPMI 2.0 §28.11)
 * @param lastPowerOffByFault whether the machine last went off by itself or through the cloud
 *     rather than by a command
 * @param identifyUntil until when the identify light is on; {@link Instant#MAX}: until told; empty:
 *     off
 * @param poweredBefore for how long the machine had power in all, until {@code since}
 * @param lastStart what the machine's last start was told to boot from
 */
public record NodeStatus(
    NodeState state,
    BootOverride boot,
    Optional<URI> media,
    boolean mediaChanging,
    Instant since,
    RestartCause restartCause,
    boolean lastPowerOffByFault,
    Optional<Instant> identifyUntil,
    Duration poweredBefore,
    BootOverride lastStart) {

  /** A node that had no power before {@code since}. */
  public NodeStatus(
      NodeState state,
      BootOverride boot,
      Optional<URI> media,
      boolean mediaChanging,
      Instant since,
      RestartCause restartCause,
      boolean lastPowerOffByFault,
      Optional<Instant> identifyUntil) {
    this(
        state,
        boot,
        media,
        mediaChanging,
        since,
        restartCause,
        lastPowerOffByFault,
        identifyUntil,
        Duration.ZERO,
        BootOverride.NONE);
  }

  /** Whether the machine has power. */
  public boolean powered() {
    return state.powered();
  }

  /** What the machine was told to boot from in the start that goes on, or was the last one. */
  public BootOverride start() {
    return switch (state) {
      case NodeState.PoweringOn _, NodeState.Resetting _, NodeState.Cycling _ -> boot;
      default -> lastStart;
    };
  }

  /** Why a machine last started (IPMI 2.0 §28.11). */
  public enum RestartCause {
    /** Not known, or never started. */
    UNKNOWN,
    /** A command of the chassis control kind. */
    CHASSIS_CONTROL,
    /** The guest restarted itself. */
    SOFT_RESET,
    /** Somebody started it past the BMC, in the cloud's own way. */
    POWER_BUTTON,
    /** Its watchdog ran out. */
    WATCHDOG
  }

  /** For how long the machine has had power, all its life until {@code now} (IPMI 2.0 §28.14). */
  public Duration poweredUntil(Instant now) {
    return powered() && now.isAfter(since)
        ? poweredBefore.plus(Duration.between(since, now))
        : poweredBefore;
  }

  NodeStatus withState(NodeState next, Instant now) {
    return new NodeStatus(
        next,
        boot,
        media,
        mediaChanging,
        now,
        restartCause,
        lastPowerOffByFault,
        identifyUntil,
        poweredUntil(now),
        lastStart);
  }

  NodeStatus withBoot(BootOverride override) {
    return new NodeStatus(
        state,
        override,
        media,
        mediaChanging,
        since,
        restartCause,
        lastPowerOffByFault,
        identifyUntil,
        poweredBefore,
        lastStart);
  }

  NodeStatus withMedia(Optional<URI> image, boolean changing) {
    return new NodeStatus(
        state,
        boot,
        image,
        changing,
        since,
        restartCause,
        lastPowerOffByFault,
        identifyUntil,
        poweredBefore,
        lastStart);
  }

  /** By {@code cause}, from what the override says that holds. */
  NodeStatus startedBy(RestartCause cause, BootOverride from) {
    return new NodeStatus(
        state,
        boot,
        media,
        mediaChanging,
        since,
        cause,
        lastPowerOffByFault,
        identifyUntil,
        poweredBefore,
        from);
  }

  NodeStatus wentOff(boolean byFault) {
    return new NodeStatus(
        state,
        boot,
        media,
        mediaChanging,
        since,
        restartCause,
        byFault,
        identifyUntil,
        poweredBefore,
        lastStart);
  }

  NodeStatus identifying(Optional<Instant> until) {
    return new NodeStatus(
        state,
        boot,
        media,
        mediaChanging,
        since,
        restartCause,
        lastPowerOffByFault,
        until,
        poweredBefore,
        lastStart);
  }
}
