package io.anyrack.local.qemu;

import java.time.Duration;
import java.time.Instant;

/**
 * Tells the resets of a guest from those of its firmware. SeaBIOS, entered by a reset, finds that
 * it has run before and resets the machine again to have its memory cleared, by several ways at
 * once: QEMU reports each reset of a BIOS machine two to five times. Thread-safe.
 */
final class ResetTracker {
  /**
   * The firmware's own resets were seen 20 to 50 ms after another. No guest is up and resets the
   * machine in this time, unless it does nothing else.
   */
  static final Duration FIRMWARE = Duration.ofSeconds(1);

  private Instant last = Instant.EPOCH;

  /** Takes a reset; whether it is the firmware's own. */
  synchronized boolean isFirmware(Instant time) {
    boolean soon = time.isBefore(last.plus(FIRMWARE));
    last = time;
    return soon;
  }
}
