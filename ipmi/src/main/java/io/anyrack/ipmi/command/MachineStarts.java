package io.anyrack.ipmi.command;

import io.anyrack.rack.node.Event;
import io.anyrack.rack.node.EventLog;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which start of its machine a node is in, by its event log: what holds for one start ends when the
 * machine loses power or is reset, also where that was too short to be seen. Thread-safe.
 */
final class MachineStarts implements AutoCloseable {
  private final AtomicLong ended = new AtomicLong();
  private final EventLog.Subscription subscription;

  MachineStarts(EventLog events) {
    this.subscription = events.listen(this::heard);
  }

  private void heard(Event event) {
    if (event.kind() == Event.Kind.POWER_OFF || event.kind() == Event.Kind.RESET) {
      ended.incrementAndGet();
    }
  }

  /** A number that changes with the end of each start. */
  long present() {
    return ended.get();
  }

  /** Listens no longer. */
  @Override
  public void close() {
    subscription.close();
  }
}
