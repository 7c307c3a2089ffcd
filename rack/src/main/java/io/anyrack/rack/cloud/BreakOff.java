package io.anyrack.rack.cloud;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets somebody else end a long action early, at its next safe point: where nothing is there that a
 * later {@link Cloud#destroy} would not find. Once asked for it stays so. Thread-safe.
 */
public final class BreakOff {
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Runnable> listeners = new LinkedHashSet<>();
  private boolean asked;

  /** Ends what {@link BreakOff#whenAsked} began. */
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /** The action shall end. Returns at once. */
  public void ask() {
    Set<Runnable> told;
    lock.lock();
    try {
      asked = true;
      told = Set.copyOf(listeners);
      listeners.clear();
    } finally {
      lock.unlock();
    }
    told.forEach(Runnable::run);
  }

  /** Whether the action shall end. */
  public boolean isAsked() {
    lock.lock();
    try {
      return asked;
    } finally {
      lock.unlock();
    }
  }

  /**
   * A safe point.
   *
   * @throws BrokenOffException if the action shall end
   */
  public void check() {
    if (isAsked()) {
      throw new BrokenOffException("broken off");
    }
  }

  /**
   * Tells when the action shall end: at once if it shall already.
   *
   * @param action must not block
   * @return forgets it
   */
  public Registration whenAsked(Runnable action) {
    lock.lock();
    try {
      if (!asked) {
        listeners.add(action);
        return () -> forget(action);
      }
    } finally {
      lock.unlock();
    }
    action.run();
    return () -> {};
  }

  private void forget(Runnable action) {
    lock.lock();
    try {
      listeners.remove(action);
    } finally {
      lock.unlock();
    }
  }
}
