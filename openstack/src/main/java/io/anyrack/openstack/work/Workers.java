package io.anyrack.openstack.work;

import io.anyrack.rack.cloud.BrokenOffException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The threads at work, which can be interrupted: while they do what they are there for, and not
 * when they tell of it, since an interrupt would close the connection on which they tell it.
 */
final class Workers {
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Thread> working = new HashSet<>();
  private boolean ended;

  /** Does it in the calling thread, unless all work has ended. */
  void run(Runnable action) {
    begin();
    try {
      action.run();
    } finally {
      done();
    }
  }

  private void begin() {
    lock.lock();
    try {
      if (ended) {
        throw new BrokenOffException("not begun");
      }
      working.add(Thread.currentThread());
    } finally {
      lock.unlock();
    }
  }

  private void done() {
    lock.lock();
    try {
      working.remove(Thread.currentThread());
      // What the interrupt was for is over.
      boolean _ = Thread.interrupted();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing begins any more; what is under way is interrupted. */
  void end() {
    lock.lock();
    try {
      ended = true;
      working.forEach(Thread::interrupt);
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing begins any more. */
  boolean ended() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }
}
