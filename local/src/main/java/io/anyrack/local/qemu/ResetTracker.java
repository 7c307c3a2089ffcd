package io.anyrack.local.qemu;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Tells resets from their echoes. SeaBIOS, entered by a reset, finds that it has run before and
 * resets the machine once more to have its memory cleared: QEMU reports each reset of a BIOS
 * machine twice, the second time as {@code guest-reset}. Thread-safe.
 */
final class ResetTracker {
  /** The echo comes after some hundred instructions: 50 ms on a busy machine without KVM. */
  private static final Duration ECHO = Duration.ofSeconds(3);

  private final boolean bios;
  private final InstantSource clock;
  private Instant echoUntil = Instant.MIN;

  /**
   * A tracker for one run of QEMU.
   *
   * @param bios whether the firmware is SeaBIOS
   */
  ResetTracker(boolean bios, InstantSource clock) {
    this.bios = bios;
    this.clock = clock;
  }

  /** What one {@code RESET} event means. */
  enum Meaning {
    /** Somebody reset the machine. */
    RESET,
    /** Somebody reset the machine, and an echo is to come. */
    RESET_BEFORE_ECHO,
    /** SeaBIOS did it. */
    ECHO
  }

  /** Takes one {@code RESET} event. */
  synchronized Meaning reset() {
    Instant now = clock.instant();
    if (now.isBefore(echoUntil)) {
      echoUntil = Instant.MIN;
      return Meaning.ECHO;
    }
    if (!bios) {
      return Meaning.RESET;
    }
    echoUntil = now.plus(ECHO);
    return Meaning.RESET_BEFORE_ECHO;
  }
}
