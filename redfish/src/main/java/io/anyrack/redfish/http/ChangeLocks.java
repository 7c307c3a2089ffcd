package io.anyrack.redfish.http;

import io.anyrack.redfish.message.RedfishException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Lets one client at a time change a resource, so that nothing comes between the look at its
 * version and the change (RFC 9110 §13.1.1). Services that have the same nodes share it. Bounded:
 * resources share a fixed number of locks. Thread-safe.
 */
public final class ChangeLocks {
  private static final int LOCKS = 256;

  /** Changes take milliseconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final List<ReentrantLock> locks =
      IntStream.range(0, LOCKS).mapToObj(_ -> new ReentrantLock()).toList();
  private final Duration patience;

  /** Nobody changes anything yet. */
  public ChangeLocks() {
    this(PATIENCE);
  }

  /** The same with what time a client waits for another one. */
  ChangeLocks(Duration patience) {
    this.patience = patience;
  }

  /**
   * Changes something.
   *
   * @param name of what is changed
   * @throws RedfishException 503 if others take too long
   */
  Reply alone(String name, Supplier<Reply> change) {
    ReentrantLock lock = locks.get(Math.floorMod(name.hashCode(), LOCKS));
    if (!taken(lock)) {
      throw RedfishException.busy(patience, "another client's change");
    }
    try {
      return change.get();
    } finally {
      lock.unlock();
    }
  }

  private boolean taken(ReentrantLock lock) {
    try {
      return lock.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
