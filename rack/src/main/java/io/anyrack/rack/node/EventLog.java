package io.anyrack.rack.node;

import java.util.List;
import java.util.function.Consumer;

/** A node's event log: bounded, the oldest events go first. Thread-safe. */
public interface EventLog {
  /** Appends an event; its id and time are given by the log. */
  Event append(Event.Kind kind, String message, Origin origin);

  /** All events, oldest first. */
  List<Event> events();

  /** Forgets all events but one that says who did it, as a SEL does (IPMI 2.0 §31.9). */
  void clear(Origin origin);

  /**
   * Calls {@code listener} with each later event, until the returned handle is closed. The listener
   * must not block.
   */
  Subscription listen(Consumer<Event> listener);

  /** Ends a {@link #listen}. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
