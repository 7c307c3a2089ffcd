package io.anyrack.redfish.resource;

import io.anyrack.rack.node.Answer;
import io.anyrack.rack.node.Command;
import io.anyrack.rack.node.Event;
import io.anyrack.rack.node.EventLog;
import io.anyrack.rack.node.Node;
import io.anyrack.rack.node.Origin;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A shutdown by the guest that a start follows. It waits for the guest without a thread, and ends
 * with the shutdown: when the node's own deadline for it has passed, when another command took the
 * node elsewhere, or when it is off and was started.
 */
final class GracefulRestart {
  private final Node node;
  private final Origin origin;
  private final AtomicReference<EventLog.Subscription> listening = new AtomicReference<>(() -> {});

  private GracefulRestart(Node node, Origin origin) {
    this.node = node;
    this.origin = origin;
  }

  /** Asks the guest; the answer is the node's to that. */
  static Answer begin(Node node, Command.Power shutdown, Origin origin) {
    GracefulRestart restart = new GracefulRestart(node, origin);
    restart.listening.set(node.events().listen(restart::heard));
    Answer answer = node.submit(shutdown, origin);
    if (!(answer instanceof Answer.Accepted)) {
      restart.end();
    }
    return answer;
  }

  private void heard(Event event) {
    switch (event.kind()) {
      case POWER_OFF -> {
        end();
        // The node says this before it has settled: whoever tells of it must not be held up.
        Thread.ofVirtual().name("restart-" + node.name()).start(this::start);
      }
      case POWER_ON, RESET -> end();
      case FAULT -> {
        if (!node.status().state().operation().isPresent()) {
          end();
        }
      }
      default -> {}
    }
  }

  private void start() {
    node.submit(new Command.On(), origin);
  }

  private void end() {
    listening.getAndSet(() -> {}).close();
  }
}
