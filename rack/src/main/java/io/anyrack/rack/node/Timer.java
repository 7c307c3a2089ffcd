package io.anyrack.rack.node;

import java.time.Duration;

/** Runs something later. */
public interface Timer {
  /**
   * Runs {@code task} after {@code delay} unless the returned handle is cancelled before. The task
   * must not block.
   */
  Cancellable after(Duration delay, Runnable task);

  /** Takes back what was to run later. */
  interface Cancellable {
    /** Nothing if it ran already. */
    void cancel();
  }
}
