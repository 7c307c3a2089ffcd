package io.anyrack.rack.node;

import java.util.List;
import java.util.function.Consumer;

/**
 * A node's event log: bounded, the oldest events go first. What a BMC's clients see of it they may
 * clear; who runs the rack still has it all. Thread-safe.
 */
public interface EventLog {
  /** Appends an event; its id and time are given by the log. */
  Event append(Event.Kind kind, String message, Origin origin);

  /** The events since the log was last cleared, oldest first: what a BMC shows its clients. */
  List<Event> events();

  /** All events that are kept, cleared or not, oldest first: for who runs the rack. */
  List<Event> everything();

  /**
   * Has {@link #events} begin anew, with one that says who did it, as a SEL does (IPMI 2.0 §31.9).
   */
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
