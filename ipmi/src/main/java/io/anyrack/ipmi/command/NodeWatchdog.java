package io.anyrack.ipmi.command;

import io.anyrack.ipmi.watchdog.Watchdog;
import io.anyrack.rack.node.Answer;
import io.anyrack.rack.node.Command;
import io.anyrack.rack.node.Event;
import io.anyrack.rack.node.Node;
import io.anyrack.rack.node.NodeState;
import io.anyrack.rack.node.Origin;
import java.time.Duration;
import java.util.Optional;

/**
 * The watchdog of a node (IPMI 2.0 §27). A timer guards what runs since the machine last started:
 * it stops when the machine loses power or starts anew, by whatever cause. While the machine is
 * paused it stands still. What is due once it has run out stays due until the node takes it, or the
 * machine has started anew without.
 *
 * <p>Used under the lock of its BMC.
 */
final class NodeWatchdog {
  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(2);

  /** Each try is a line in the node's log. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

  private final Node node;
  private final Watchdog timer = new Watchdog();
  private final MachineStarts starts;

  /** The start that the timer was last seen in. */
  private long seen;

  private Optional<Owed> owed = Optional.empty();

  /**
   * What the node did not take yet.
   *
   * @param name what it is to do, as the log has it
   * @param command what it is to do
   * @param next when it is asked again
   * @param pause how long to wait after that
   * @param said whether the log says that it waits
   */
  private record Owed(
      String name, Command.Power command, long next, Duration pause, boolean said) {}

  NodeWatchdog(Node node, MachineStarts starts) {
    this.node = node;
    this.starts = starts;
    this.seen = starts.present();
  }

  /** The timer as it is now. */
  Watchdog timer(long now) {
    follow(now);
    return timer;
  }

  /**
   * Does what is due.
   *
   * @return whether anything may be due later
   */
  boolean tick(long now) {
    follow(now);
    owed.filter(waiting -> now >= waiting.next() && takesCommands())
        .ifPresent(waiting -> ask(waiting, now));
    timer.due(now).ifPresent(due -> happen(due, now));
    return timer.isRunning() || owed.isPresent();
  }

  private void follow(long now) {
    long present = starts.present();
    if (present != seen || !node.status().powered()) {
      seen = present;
      timer.stop();
      owed.ifPresent(waiting -> log(waiting, "is not due any more: the node went down without it"));
      owed = Optional.empty();
    }
    if (standsStill(node.status().state())) {
      timer.standStill(now);
    } else {
      timer.goOn(now);
    }
  }

  private static boolean standsStill(NodeState state) {
    return state instanceof NodeState.Pausing
        || state instanceof NodeState.Paused
        || state instanceof NodeState.Resuming;
  }

  private boolean takesCommands() {
    NodeState state = node.status().state();
    return !(state instanceof NodeState.UnderWay) && !standsStill(state);
  }

  private void happen(Watchdog.Due due, long now) {
    WatchdogExpiry expiry = new WatchdogExpiry(node);
    if (!timer.setting().silent()) {
      expiry.log(timer.setting(), due);
    }
    expiry
        .command(timer.setting(), due)
        .ifPresent(
            command -> {
              String name = WatchdogExpiry.name(timer.setting(), due);
              Owed action = new Owed(name, command, now, SHORTEST_WAIT, false);
              if (takesCommands()) {
                ask(action, now);
              } else {
                postpone(action, "the node is " + node.status().state().label(), now);
              }
            });
  }

  private void ask(Owed action, long now) {
    switch (node.submit(action.command(), Origin.WATCHDOG)) {
      case Answer.Done(), Answer.Accepted() -> owed = Optional.empty();
      case Answer.Unsupported(String reason) -> {
        log(action, "cannot be done: " + reason);
        owed = Optional.empty();
      }
      case Answer.Busy(String operation, Duration _) ->
          postpone(action, "the node is busy with " + operation, now);
      case Answer.NotNow(String reason) -> postpone(action, reason, now);
      case Answer.Failed(String reason) -> postpone(action, reason, now);
    }
  }

  private void postpone(Owed action, String reason, long now) {
    if (!action.said()) {
      log(action, "stays due: " + reason);
    }
    Duration doubled = action.pause().multipliedBy(2);
    Duration pause = doubled.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : doubled;
    long next = now + action.pause().toMillis();
    owed = Optional.of(new Owed(action.name(), action.command(), next, pause, true));
  }

  private void log(Owed action, String what) {
    node.events()
        .append(
            Event.Kind.SERVICE,
            "the watchdog's %s %s".formatted(action.name(), what),
            Origin.WATCHDOG);
  }
}
