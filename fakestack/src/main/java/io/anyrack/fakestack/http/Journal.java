package io.anyrack.fakestack.http;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/** All calls that arrived, oldest first. Thread-safe. */
public final class Journal {
  private final int limit;
  private final Deque<Entry> entries = new ArrayDeque<>();

  /** A journal that keeps the newest so many entries. */
  public Journal(int limit) {
    this.limit = limit;
  }

  synchronized void add(Entry entry) {
    if (entries.size() == limit) {
      entries.removeFirst();
    }
    entries.addLast(entry);
  }

  /** The calls so far. */
  public synchronized List<Entry> entries() {
    return new ArrayList<>(entries);
  }

  /** The calls so far that fit. */
  public List<Entry> entries(Predicate<Entry> which) {
    return entries().stream().filter(which).toList();
  }

  /** How many calls fit. */
  public int count(Predicate<Entry> which) {
    return entries(which).size();
  }

  /** How many calls changed something, or tried to: everything but reading and logging in. */
  public int changes() {
    return count(
        e ->
            !e.method().equals("GET")
                && !e.method().equals("HEAD")
                && !e.service().equals("identity"));
  }

  /** Forgets what was. */
  public synchronized void clear() {
    entries.clear();
  }
}
