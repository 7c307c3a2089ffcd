package io.anyrack.service;

import io.anyrack.rack.cloud.BreakOff;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.cloud.Progress.State;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Changes of the rack wait for each other. A client that went away does not end what it asked for:
 * who comes next is told that this is waited for. Only who ends the rack as a whole does not wait
 * for what is to be ended anyway: it is broken off. Thread-safe.
 */
final class OneAtATime {
  private static final String WAIT = "wait for the command before to be done";
  private static final String END = "end the `up` that runs";

  private final ReentrantLock lock = new ReentrantLock();

  /** Who ends the rack, or waits to. */
  private final AtomicInteger ends = new AtomicInteger();

  /** Ends what runs now; empty: that is not to be ended early. */
  private volatile Optional<BreakOff> running = Optional.empty();

  /** Waits until no other change is under way. */
  void lock() {
    lock.lock();
  }

  /**
   * The same for a change that can be ended early, and says so if there is another.
   *
   * @return ends this one
   */
  BreakOff lock(Progress progress) {
    if (!lock.tryLock()) {
      await(progress, WAIT);
    }
    BreakOff mine = new BreakOff();
    running = Optional.of(mine);
    if (ends.get() > 0) {
      mine.ask();
    }
    return mine;
  }

  /** Ends early what can be, says so, and waits until no other change is under way. */
  void lockToEnd(Progress progress) {
    ends.incrementAndGet();
    if (!lock.tryLock()) {
      Optional<BreakOff> other = running;
      other.ifPresent(
          up -> {
            progress.say(
                "ending the `up` that runs; what it has asked of the cloud by now is waited for");
            up.ask();
          });
      await(progress, other.isPresent() ? END : WAIT);
    }
  }

  private void await(Progress progress, String what) {
    progress.step("rack", what, State.STARTED);
    lock.lock();
    progress.step("rack", what, State.DONE);
  }

  /** Begins a change if no other is under way. */
  boolean tryLock() {
    return lock.tryLock();
  }

  /** The change is done. */
  void unlock() {
    running = Optional.empty();
    lock.unlock();
  }

  /** The end of the rack is done, or was not to be had. */
  void unlockAfterEnd() {
    ends.decrementAndGet();
    unlock();
  }
}
