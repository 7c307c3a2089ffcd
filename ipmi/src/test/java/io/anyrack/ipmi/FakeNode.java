package io.anyrack.ipmi;

import io.anyrack.fakemachine.FakeConsole;
import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.node.Answer;
import io.anyrack.rack.node.Command;
import io.anyrack.rack.node.Event;
import io.anyrack.rack.node.EventLog;
import io.anyrack.rack.node.Node;
import io.anyrack.rack.node.NodeState;
import io.anyrack.rack.node.NodeStatus;
import io.anyrack.rack.node.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A node in memory: it does at once what it is told, and remembers it. Thread-safe. */
public final class FakeNode implements Node {
  /** Since when the node is as it is. */
  public static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");

  private final List<Command> commands = new ArrayList<>();
  private final List<Origin> origins = new ArrayList<>();
  private final List<Consumer<Event>> listeners = new CopyOnWriteArrayList<>();
  private final EventLog log;
  private final FakeConsole console = new FakeConsole();
  private Optional<Answer> nextAnswer = Optional.empty();
  private NodeStatus status =
      new NodeStatus(
          new NodeState.Off(),
          BootOverride.NONE,
          Optional.empty(),
          false,
          SINCE,
          NodeStatus.RestartCause.UNKNOWN,
          false,
          Optional.empty());

  /** A node whose log is in memory, too. */
  public FakeNode() {
    this.log = new Log();
  }

  /** A node with a log of its own. */
  public FakeNode(EventLog log) {
    this.log = log;
  }

  /** What was handed in, oldest first. */
  public synchronized List<Command> commands() {
    return List.copyOf(commands);
  }

  /** Who handed it in. */
  public synchronized List<Origin> origins() {
    return List.copyOf(origins);
  }

  /** Takes commands again. */
  public synchronized void answerAgain() {
    nextAnswer = Optional.empty();
  }

  /** What listens to its event log. */
  public int listeners() {
    return listeners.size();
  }

  /** Answers all further commands so, and does nothing. */
  public synchronized void answerWith(Answer answer) {
    nextAnswer = Optional.of(answer);
  }

  /** Sets the status. */
  public synchronized void status(NodeStatus now) {
    status = now;
  }

  @Override
  public String name() {
    return "node1";
  }

  @Override
  public synchronized NodeStatus status() {
    return status;
  }

  @Override
  public synchronized Answer submit(Command command, Origin origin) {
    commands.add(command);
    origins.add(origin);
    if (nextAnswer.isPresent()) {
      return nextAnswer.get();
    }
    switch (command) {
      case Command.On() -> state(new NodeState.On());
      case Command.Off(), Command.Soft(var _), Command.Restart(var _) -> state(new NodeState.Off());
      case Command.SetBoot(var boot) ->
          status =
              new NodeStatus(
                  status.state(),
                  boot,
                  status.media(),
                  status.mediaChanging(),
                  status.since(),
                  status.restartCause(),
                  status.lastPowerOffByFault(),
                  status.identifyUntil());
      default -> {}
    }
    return new Answer.Accepted();
  }

  @Override
  public synchronized Answer changeBoot(UnaryOperator<BootOverride> change, Origin origin) {
    return submit(new Command.SetBoot(change.apply(status.boot())), origin);
  }

  private void state(NodeState state) {
    status =
        new NodeStatus(
            state,
            status.boot(),
            status.media(),
            status.mediaChanging(),
            SINCE,
            state.powered() ? NodeStatus.RestartCause.CHASSIS_CONTROL : status.restartCause(),
            false,
            status.identifyUntil());
  }

  @Override
  public EventLog events() {
    return log;
  }

  @Override
  public FakeConsole console() {
    return console;
  }

  private final class Log implements EventLog {
    private final List<Event> events = new ArrayList<>();

    @Override
    public synchronized Event append(Event.Kind kind, String message, Origin origin) {
      Event event = new Event(events.size() + 1, SINCE, kind, message, origin.toString());
      events.add(event);
      listeners.forEach(listener -> listener.accept(event));
      return event;
    }

    @Override
    public synchronized List<Event> events() {
      return List.copyOf(events);
    }

    @Override
    public List<Event> everything() {
      return events();
    }

    @Override
    public synchronized void clear(Origin origin) {
      events.clear();
    }

    @Override
    public Subscription listen(Consumer<Event> listener) {
      listeners.add(listener);
      return () -> listeners.remove(listener);
    }
  }
}
