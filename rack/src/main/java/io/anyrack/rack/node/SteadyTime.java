package io.anyrack.rack.node;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Time that only goes on, for deadlines within one process: somebody who sets the host's clock
 * neither ends a wait nor makes it longer. It begins at the epoch when it is made and says nothing
 * of the time of day, so it is neither shown nor written down. Thread-safe.
 */
public final class SteadyTime implements InstantSource {
  private final LongSupplier nanos;
  private final long start;

  /** Of this process. */
  public SteadyTime() {
    this(System::nanoTime);
  }

  /** By a counter of nanoseconds. */
  SteadyTime(LongSupplier nanos) {
    this.nanos = nanos;
    this.start = nanos.getAsLong();
  }

  @Override
  public Instant instant() {
    return Instant.EPOCH.plusNanos(nanos.getAsLong() - start);
  }
}
