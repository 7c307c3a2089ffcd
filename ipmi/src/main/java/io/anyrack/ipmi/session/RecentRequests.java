package io.anyrack.ipmi.session;

import io.anyrack.ipmi.message.LanMessage;
import io.anyrack.ipmi.message.Response;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The last requests of a session with their answers: a request whose answer got lost comes again
 * with the same requester sequence, under a new session sequence number, and must not act twice
 * (IPMI 2.0 §6.12.14).
 */
public final class RecentRequests {
  private static final int KEPT = 4;

  private final long lifetimeMillis;
  private final Deque<Entry> entries = new ArrayDeque<>(KEPT);

  private record Entry(LanMessage message, Response response, long time) {}

  /** Keeps answers for {@code lifetimeMillis}: sequence numbers come round after 64 requests. */
  RecentRequests(long lifetimeMillis) {
    this.lifetimeMillis = lifetimeMillis;
  }

  /** The answer already given to this very request. */
  public Optional<Response> answerTo(LanMessage message, long now) {
    for (Entry entry : entries) {
      if (entry.message.requesterSequence() == message.requesterSequence()
          && entry.message.requesterLun() == message.requesterLun()
          && now - entry.time < lifetimeMillis
          && entry.message.request().sameAs(message.request())) {
        return Optional.of(entry.response);
      }
    }
    return Optional.empty();
  }

  /** Keeps an answer. */
  public void add(LanMessage message, Response response, long now) {
    if (entries.size() == KEPT) {
      entries.removeFirst();
    }
    entries.addLast(new Entry(message, response, now));
  }
}
