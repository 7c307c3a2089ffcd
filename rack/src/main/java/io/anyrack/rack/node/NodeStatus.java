package io.anyrack.rack.node;

import io.anyrack.rack.model.BootOverride;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * A node at one moment.
 *
 * @param state where its state machine stands
 * @param boot its boot override
 * @param media the image in its virtual CD drive
 * @param since when {@code state} was entered
 * @param restartCause why the machine last started (IPMI 2.0 §28.11)
 * @param lastPowerOffByFault whether the machine last went off by itself or through the cloud
 *     rather than by a command
 * @param identifyUntil until when the identify light is on; {@link Instant#MAX}: until told; empty:
 *     off
 */
public record NodeStatus(
    NodeState state,
    BootOverride boot,
    Optional<URI> media,
    Instant since,
    RestartCause restartCause,
    boolean lastPowerOffByFault,
    Optional<Instant> identifyUntil) {

  /** Whether the machine has power. */
  public boolean powered() {
    return state.powered();
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
    POWER_BUTTON
  }
}
