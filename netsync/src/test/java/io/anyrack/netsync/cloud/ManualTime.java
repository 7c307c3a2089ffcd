package io.anyrack.netsync.cloud;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that stands still until it is told to pass. */
public final class ManualTime implements InstantSource {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @Override
  public synchronized Instant instant() {
    return now;
  }

  /** Lets time pass. */
  public synchronized void pass(Duration duration) {
    now = now.plus(duration);
  }
}
