package io.anyrack.openstack.http;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Counts calls and adds up the time they took. Thread-safe. */
public final class CallCount implements CallJournal {
  private final Map<String, Integer> counts = new TreeMap<>();
  private Duration waited = Duration.ZERO;
  private int calls;

  @Override
  public synchronized void called(Called call) {
    calls++;
    waited = waited.plus(call.took());
    counts.merge(call.service() + " " + call.method() + " " + call.template(), 1, Integer::sum);
  }

  /** How many requests were sent. */
  public synchronized int calls() {
    return calls;
  }

  /** What all took together; requests that ran side by side count each. */
  public synchronized Duration waited() {
    return waited;
  }

  /** How many of each kind, such as {@code compute GET servers/detail}. */
  public synchronized Map<String, Integer> byKind() {
    return new TreeMap<>(counts);
  }
}
