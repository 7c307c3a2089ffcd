package io.anyrack.rack.node;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only when told to. */
final class ManualTime implements InstantSource, Timer {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final List<Entry> entries = new ArrayList<>();

  private record Entry(Instant due, Runnable task) {}

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public synchronized Cancellable after(Duration delay, Runnable task) {
    Entry entry = new Entry(now.plus(delay), task);
    entries.add(entry);
    return () -> {
      synchronized (this) {
        entries.remove(entry);
      }
    };
  }

  void pass(Duration duration) {
    List<Entry> due;
    synchronized (this) {
      now = now.plus(duration);
      due = entries.stream().filter(entry -> !entry.due().isAfter(now)).toList();
      entries.removeAll(due);
    }
    due.forEach(entry -> entry.task().run());
  }
}
