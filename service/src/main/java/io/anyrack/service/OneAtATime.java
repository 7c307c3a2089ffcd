package io.anyrack.service;

import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.cloud.Progress.State;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Changes of the rack wait for each other. A client that went away does not end what it asked for:
 * who comes next is told that this is waited for. Thread-safe.
 */
final class OneAtATime {
  private static final String WAIT = "wait for the command before to be done";

  private final ReentrantLock lock = new ReentrantLock();

  /** Waits until no other change is under way. */
  void lock() {
    lock.lock();
  }

  /** The same, and says so if there is one. */
  void lock(Progress progress) {
    if (!lock.tryLock()) {
      progress.step("rack", WAIT, State.STARTED);
      lock.lock();
      progress.step("rack", WAIT, State.DONE);
    }
  }

  /** Begins a change if no other is under way. */
  boolean tryLock() {
    return lock.tryLock();
  }

  /** The change is done. */
  void unlock() {
    lock.unlock();
  }
}
