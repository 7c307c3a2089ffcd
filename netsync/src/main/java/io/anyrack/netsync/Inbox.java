package io.anyrack.netsync;

import io.anyrack.netsync.rule.Wishes;
import io.anyrack.rack.sync.Said;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What each source said last, and since when that is not on the ports. Thread-safe. */
final class Inbox {
  private final List<Optional<Said>> said = new ArrayList<>();
  private final InstantSource time;
  private long version;
  private long taken;
  private Optional<Instant> waiting = Optional.empty();

  Inbox(int sources, InstantSource time) {
    this.time = time;
    for (int i = 0; i < sources; i++) {
      said.add(Optional.empty());
    }
  }

  /** A source was read. What it said before and says again is no news. */
  synchronized void put(int source, Said now) {
    if (!said.get(source).equals(Optional.of(now))) {
      said.set(source, Optional.of(now));
      version++;
      if (waiting.isEmpty()) {
        waiting = Optional.of(time.instant());
      }
      notifyAll();
    }
  }

  /**
   * Returns when there is news, or after {@code most}.
   *
   * @throws InterruptedException also when there is news: sources that never stop talking must not
   *     keep sync from ending
   */
  synchronized void await(Duration most) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    long until = System.nanoTime() + most.toNanos();
    for (long left = most.toNanos(); !hasNews() && left > 0; left = until - System.nanoTime()) {
      wait(Math.max(1, left / 1_000_000));
    }
  }

  /** Whether something was said since it was taken last. */
  synchronized boolean hasNews() {
    return taken != version;
  }

  /** What is said now; news from here on are new. */
  synchronized Wishes take() {
    taken = version;
    List<Said> heard = said.stream().flatMap(Optional::stream).toList();
    return Wishes.of(heard, heard.size() == said.size());
  }

  /** What was taken is on the ports: says how long it took since the first of it was seen. */
  synchronized Optional<Duration> settled() {
    Optional<Duration> lag = waiting.map(since -> Duration.between(since, time.instant()));
    waiting = !hasNews() ? Optional.empty() : Optional.of(time.instant());
    return lag;
  }

  /** How long something has been waiting. */
  synchronized Duration waiting() {
    return waiting.map(since -> Duration.between(since, time.instant())).orElse(Duration.ZERO);
  }

  /** How many sources were heard at least once. */
  synchronized int heard() {
    return (int) said.stream().filter(Optional::isPresent).count();
  }
}
