package io.anyrack.openstack.resource;

import java.time.Duration;
import java.util.function.Supplier;

/** How long anybody was waiting for the cloud: overlapping waits count once. Thread-safe. */
public final class WaitClock implements io.anyrack.openstack.http.CallJournal {
  private final java.util.TreeMap<Long, Long> spans = new java.util.TreeMap<>();

  @Override
  public synchronized void called(io.anyrack.openstack.http.Called call) {
    long end = System.nanoTime();
    add(end - call.took().toNanos(), end);
  }

  /** Runs something that waits. */
  <T> T waiting(Supplier<T> action) {
    long began = System.nanoTime();
    try {
      return action.get();
    } finally {
      synchronized (this) {
        add(began, System.nanoTime());
      }
    }
  }

  private void add(long start, long end) {
    long from = start;
    long to = end;
    var before = spans.floorEntry(from);
    if (before != null && before.getValue() >= from) {
      from = before.getKey();
      to = Math.max(to, before.getValue());
    }
    for (var next = spans.ceilingEntry(from);
        next != null && next.getKey() <= to;
        next = spans.ceilingEntry(from)) {
      to = Math.max(to, next.getValue());
      spans.remove(next.getKey());
    }
    spans.put(from, to);
  }

  /** The time since the beginning in which somebody waited. */
  public synchronized Duration total() {
    return Duration.ofNanos(
        spans.entrySet().stream().mapToLong(span -> span.getValue() - span.getKey()).sum());
  }
}
