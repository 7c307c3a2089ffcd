package io.anyrack.rack.node;

import io.anyrack.rack.cloud.SecureBoot;
import io.anyrack.rack.model.BootOverride;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** What a node can be asked to do; the same for every door. */
public sealed interface Command {

  /** A command about the machine's power (IPMI 2.0 §28.3; Redfish {@code ComputerSystem.Reset}). */
  sealed interface Power extends Command {}

  /** Power up. */
  record On() implements Power {}

  /** Power down at once, without asking the guest. */
  record Off() implements Power {}

  /**
   * Ask the guest to shut down (ACPI).
   *
   * @param thenOffAfter after what time a guest that did not is powered down hard; empty: never
   */
  record Soft(Optional<Duration> thenOffAfter) implements Power {}

  /**
   * Ask the guest to shut down, and power up again when it has.
   *
   * @param thenCycleAfter after what time a guest that did not is power-cycled hard; empty: never
   */
  record Restart(Optional<Duration> thenCycleAfter) implements Power {}

  /** Hard reset: the machine starts anew without losing power. */
  record Reset() implements Power {}

  /** Power down, then up. */
  record Cycle() implements Power {}

  /** Diagnostic interrupt (NMI). */
  record Diag() implements Power {}

  /** Have the processors stand still. */
  record Pause() implements Power {}

  /** End a {@link Pause}. */
  record Resume() implements Power {}

  /**
   * Set what the node boots from.
   *
   * @param override the new override; {@link BootOverride#NONE} takes it back
   */
  record SetBoot(BootOverride override) implements Command {}

  /**
   * Insert a virtual CD.
   *
   * @param image a file, or an http(s) URL, of an ISO image
   */
  record InsertMedia(URI image) implements Command {}

  /** Take the virtual CD out. */
  record EjectMedia() implements Command {}

  /**
   * Have the next start change the UEFI Secure Boot.
   *
   * @param change what it changes
   */
  record ChangeSecureBoot(SecureBoot.Change change) implements Command {}

  /**
   * Switch the chassis identify light on (IPMI 2.0 §28.5).
   *
   * @param duration how long; zero: off; empty: until it is switched off
   */
  record Identify(Optional<Duration> duration) implements Command {}
}
