package io.anyrack.acceptance;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for conditions. */
final class Eventually {
  /** Ends only tests that would fail anyway: this machine may be busy with other things. */
  static final Duration PATIENCE = Duration.ofSeconds(Long.getLong("anyrack.patience", 240));

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
