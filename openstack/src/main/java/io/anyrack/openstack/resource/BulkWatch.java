package io.anyrack.openstack.resource;

import io.anyrack.openstack.http.CallJournal;
import io.anyrack.rack.cloud.CloudException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Waits for many resources with one list call at a time: whoever waits looks, and those who wait
 * meanwhile share what it saw. Thread-safe.
 *
 * @param <T> what is waited for
 */
final class BulkWatch<T> {
  private final Supplier<List<T>> list;
  private final Function<T, String> id;
  private final Patience patience;
  private final CallJournal journal;
  private final ReentrantLock lock = new ReentrantLock();
  private Map<String, T> seen = Map.of();
  private long looks;

  /**
   * A watch.
   *
   * @param list one call
   * @param journal is told that the cloud is waited for
   */
  BulkWatch(
      Supplier<List<T>> list, Function<T, String> id, Patience patience, CallJournal journal) {
    this.journal = journal;
    this.list = list;
    this.id = id;
    this.patience = patience;
  }

  /** Waits until one is there and as wanted. */
  T until(String wanted, String what, Predicate<T> good) {
    return await(wanted, what, found -> found.filter(good).isPresent()).orElseThrow();
  }

  /** Waits until one is gone, or as wanted. */
  void untilGone(String wanted, String what, Predicate<T> orElse) {
    await(wanted, what, found -> found.isEmpty() || found.filter(orElse).isPresent());
  }

  private Optional<T> await(String wanted, String what, Predicate<Optional<T>> good) {
    journal.began();
    try {
      return patiently(wanted, what, good);
    } finally {
      journal.ended();
    }
  }

  private Optional<T> patiently(String wanted, String what, Predicate<Optional<T>> good) {
    long deadline = System.nanoTime() + patience.most().toNanos();
    for (long after = looks(); ; ) {
      Look<T> look = look(after);
      Optional<T> found = Optional.ofNullable(look.seen().get(wanted));
      if (good.test(found)) {
        return found;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new CloudException(
            "%s takes longer than %d s; the same command goes on waiting"
                .formatted(what, patience.most().toSeconds()));
      }
      after = look.number();
    }
  }

  private record Look<T>(long number, Map<String, T> seen) {}

  private long looks() {
    lock.lock();
    try {
      return looks;
    } finally {
      lock.unlock();
    }
  }

  /** What was seen by a look after the one with that number. */
  private Look<T> look(long after) {
    lock.lock();
    try {
      if (looks <= after) {
        pause(patience.interval());
        seen = list.get().stream().collect(Collectors.toMap(id, each -> each, (a, _) -> a));
        looks++;
      }
      return new Look<>(looks, seen);
    } finally {
      lock.unlock();
    }
  }

  private void pause(Duration duration) {
    try {
      patience.pause().pause(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CloudException("interrupted; the same command goes on where this one stopped", e);
    }
  }
}
