package io.anyrack.acceptance;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for conditions. */
final class Eventually {
  /**
   * Ends only tests that would fail anyway: this machine may be busy with other things, and a cloud
   * even more; {@code -Danyrack.patience=20} is in minutes.
   */
  static final Duration PATIENCE = Duration.ofMinutes(Integer.getInteger("anyrack.patience", 4));

  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private Eventually() {}

  /** Returns when {@code condition} holds; fails with {@code what} when it does not in time. */
  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what);
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_AGAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
