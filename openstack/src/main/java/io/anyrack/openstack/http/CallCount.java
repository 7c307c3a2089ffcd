package io.anyrack.openstack.http;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Counts calls, and the time in which the cloud was waited for. Thread-safe. */
public final class CallCount implements CallJournal {
  private final Map<String, Integer> counts = new TreeMap<>();
  private int calls;
  private int waiting;
  private long since;
  private Duration waited = Duration.ZERO;

  /** Somebody begins to wait for the cloud, also between two calls. */
  @Override
  public synchronized void began() {
    if (waiting++ == 0) {
      since = System.nanoTime();
    }
  }

  /** Somebody waits no longer. */
  @Override
  public synchronized void ended() {
    if (--waiting == 0) {
      waited = waited.plusNanos(System.nanoTime() - since);
    }
  }

  @Override
  public synchronized void called(Called call) {
    calls++;
    counts.merge(call.service() + " " + call.method() + " " + call.template(), 1, Integer::sum);
  }

  /** How many requests were sent. */
  public synchronized int calls() {
    return calls;
  }

  /** How long anybody waited for the cloud; those who wait side by side count once. */
  public synchronized Duration waited() {
    return waiting == 0 ? waited : waited.plusNanos(System.nanoTime() - since);
  }

  /** How many of each kind, such as {@code compute GET servers/detail}. */
  public synchronized Map<String, Integer> byKind() {
    return new TreeMap<>(counts);
  }
}
