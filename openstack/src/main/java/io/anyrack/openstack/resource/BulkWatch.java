package io.anyrack.openstack.resource;

import io.anyrack.openstack.http.CallJournal;
import io.anyrack.rack.cloud.CloudException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Waits for many resources with one list call at a time: all who wait share what the next one sees.
 * It comes soon after somebody begins to wait, and then ever later while nothing changes.
 * Thread-safe.
 *
 * @param <T> what is waited for
 */
final class BulkWatch<T> {
  /** The first look comes after this part of the usual interval. */
  private static final int SOONER = 8;

  private final Supplier<List<T>> list;
  private final Function<T, String> id;
  private final Patience patience;
  private final CallJournal journal;
  private final ReentrantLock state = new ReentrantLock();
  private final ReentrantLock asking = new ReentrantLock();
  private Optional<CompletableFuture<Map<String, T>>> coming = Optional.empty();
  private Map<String, T> last = Map.of();
  private Duration interval;

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
    this.interval = soon();
  }

  private Duration soon() {
    return patience.interval().dividedBy(SOONER);
  }

  /** Waits until one is there and as wanted. */
  T until(String wanted, String what, Predicate<T> good) {
    return await(wanted, what, found -> found.filter(good).isPresent()).orElseThrow();
  }

  /**
   * Waits until one is gone, or as wanted.
   *
   * @return empty: it is gone
   */
  Optional<T> untilGone(String wanted, String what, Predicate<T> orElse) {
    return await(wanted, what, found -> found.isEmpty() || found.filter(orElse).isPresent());
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
    while (true) {
      Optional<T> found = Optional.ofNullable(look().get(wanted));
      if (good.test(found)) {
        return found;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new CloudException(
            "%s takes longer than %d s; the same command goes on waiting"
                .formatted(what, patience.most().toSeconds()));
      }
    }
  }

  /** What the cloud says to a call that begins after this one. */
  private Map<String, T> look() {
    CompletableFuture<Map<String, T>> mine;
    state.lock();
    try {
      if (coming.isPresent()) {
        mine = coming.get();
      } else {
        mine = new CompletableFuture<>();
        coming = Optional.of(mine);
        Thread.ofVirtual().name("look").start(() -> ask(mine));
      }
    } finally {
      state.unlock();
    }
    try {
      return mine.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    }
  }

  private void ask(CompletableFuture<Map<String, T>> look) {
    asking.lock();
    try {
      patience.pause().pause(pauseNow());
      detach(look);
      long began = System.nanoTime();
      Map<String, T> seen =
          list.get().stream().collect(Collectors.toMap(id, each -> each, (a, _) -> a));
      learn(seen, Duration.ofNanos(System.nanoTime() - began));
      look.complete(seen);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      look.completeExceptionally(interrupted(e));
    } catch (RuntimeException e) {
      look.completeExceptionally(e);
    } finally {
      asking.unlock();
      detach(look);
    }
  }

  private static CloudException interrupted(InterruptedException e) {
    return new CloudException("interrupted; the same command goes on where this one stopped", e);
  }

  private Duration pauseNow() {
    state.lock();
    try {
      return interval;
    } finally {
      state.unlock();
    }
  }

  /** Who begins to wait from now on may not have been seen: the next look is theirs. */
  @SuppressWarnings("ReferenceEquality") // This very one, not one like it.
  private void detach(CompletableFuture<Map<String, T>> look) {
    state.lock();
    try {
      coming = coming.filter(each -> each != look);
    } finally {
      state.unlock();
    }
  }

  /** A cloud that takes long to answer is left alone for at least as long. */
  private void learn(Map<String, T> seen, Duration took) {
    state.lock();
    try {
      Duration next = seen.equals(last) ? interval.multipliedBy(2) : soon();
      Duration polite = next.compareTo(took) < 0 ? took : next;
      interval = polite.compareTo(patience.interval()) > 0 ? patience.interval() : polite;
      last = seen;
    } finally {
      state.unlock();
    }
  }
}
