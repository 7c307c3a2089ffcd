package io.anyrack.rack.node;

import io.anyrack.rack.cloud.Console;
import io.anyrack.rack.cloud.Machine;
import io.anyrack.rack.cloud.Observation;
import io.anyrack.rack.cloud.SecureBoot;
import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.node.NodeState.Cycling;
import io.anyrack.rack.node.NodeState.Faulted;
import io.anyrack.rack.node.NodeState.Off;
import io.anyrack.rack.node.NodeState.On;
import io.anyrack.rack.node.NodeState.Paused;
import io.anyrack.rack.node.NodeState.Pausing;
import io.anyrack.rack.node.NodeState.PoweringOff;
import io.anyrack.rack.node.NodeState.PoweringOn;
import io.anyrack.rack.node.NodeState.Resetting;
import io.anyrack.rack.node.NodeState.Resuming;
import io.anyrack.rack.node.NodeState.ShuttingDown;
import io.anyrack.rack.node.NodeState.Unavailable;
import io.anyrack.rack.node.NodeState.UnderWay;
import io.anyrack.rack.node.NodeStatus.RestartCause;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A node driven over the machine of a cloud: the one owner of its {@link NodeState}, which draws
 * the diagram.
 *
 * <p>Commands are answered at once and written to the journal before; the machine's slow work runs
 * on one thread of the node's own, one operation after the other, so that nodes never wait for each
 * other. After each start the machine is observed, so that what happened meanwhile is not lost.
 *
 * <p>Thread-safe.
 */
public final class MachineNode implements Node, AutoCloseable {
  private final Machine machine;
  private final KeptStatus kept;
  private final EventLog events;
  private final InstantSource clock;
  private final Timer timer;
  private final Limits limits;
  private final PowerRules rules;
  private final MachineWork work;
  private final ReentrantLock lock = new ReentrantLock();
  private final Origin self;

  private Timer.Cancellable softDeadline = () -> {};

  /** Nothing begins any more, and what is heard is another's to note; under the lock. */
  private boolean closed;

  /**
   * Takes over a machine. {@link #attach} must be called once before commands come.
   *
   * @param machine the machine to drive
   * @param journal of this node
   * @param events of this node
   * @param clock tells the time
   * @param timer ends waits
   * @param limits how long things may take
   */
  public MachineNode(
      Machine machine,
      Journal journal,
      EventLog events,
      InstantSource clock,
      Timer timer,
      Limits limits) {
    this.machine = machine;
    this.events = events;
    this.clock = clock;
    this.timer = timer;
    this.limits = limits;
    this.rules = new PowerRules(limits.retryAfter(), limits.softWindow());
    this.self = new Origin("node", "");
    this.kept = new KeptStatus(journal, events, self, clock.instant());
    this.work = new MachineWork(machine, events, self);
  }

  /**
   * How long things may take.
   *
   * @param retryAfter told to whom is refused because the node is busy
   * @param softWindow how long a soft power-off may take that no hard one follows
   */
  public record Limits(Duration retryAfter, Duration softWindow) {
    /** What fits a machine on this host. */
    public static final Limits DEFAULT = new Limits(Duration.ofSeconds(2), Duration.ofSeconds(60));
  }

  /** Goes on where the journal stops, given what the machine is like now. */
  public void attach(Observation observation) {
    lock.lock();
    try {
      NodeState state = status().state();
      if (state.operation().isPresent()) {
        events.append(
            Event.Kind.SERVICE, "going on with " + state.label() + " after an interruption", self);
        begin(state);
      } else {
        reconcile(observation);
      }
      if (status().mediaChanging()) {
        status().media().ifPresentOrElse(this::beginInsert, () -> beginEject(Optional.empty()));
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String name() {
    return machine.name();
  }

  @Override
  public NodeStatus status() {
    return kept.status();
  }

  @Override
  public Optional<String> noShutdown() {
    return machine.noShutdown();
  }

  @Override
  public Optional<String> noPause() {
    return machine.noPause();
  }

  @Override
  public Optional<SecureBoot> secureBoot() {
    return machine.secureBoot();
  }

  @Override
  public EventLog events() {
    return events;
  }

  @Override
  public Console console() {
    return machine.console();
  }

  /** Changes with each change of the state; to be asked before an observation is made. */
  public long generation() {
    lock.lock();
    try {
      return kept.generation();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Answer submit(Command command, Origin origin) {
    lock.lock();
    try {
      if (closed) {
        return new Answer.NotNow("its service lets go of it; try again in a moment");
      }
      Answer answer =
          switch (command) {
            case Command.Power power -> power(power, origin);
            case Command.SetBoot boot -> setBoot(boot.override());
            case Command.InsertMedia insert -> insert(insert.image());
            case Command.EjectMedia _ -> eject();
            case Command.ChangeSecureBoot(SecureBoot.Change change) -> secureBoot(change);
            case Command.Identify identify -> identify(identify.duration());
          };
      events.append(Event.Kind.COMMAND, CommandText.of(command, answer), origin);
      return answer;
    } catch (JournalException e) {
      events.append(Event.Kind.FAULT, e.getMessage(), self);
      return new Answer.Failed(e.getMessage());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Answer changeBoot(UnaryOperator<BootOverride> change, Origin origin) {
    lock.lock();
    try {
      BootOverride before = status().boot();
      Command.SetBoot command = new Command.SetBoot(change.apply(before));
      if (kept.isObeyed() && !command.override().equals(change.apply(before.usedUp()))) {
        Answer busy = new Answer.Busy(status().state().label(), limits.retryAfter());
        events.append(Event.Kind.COMMAND, CommandText.of(command, busy), origin);
        return busy;
      }
      return submit(command, origin);
    } finally {
      lock.unlock();
    }
  }

  private Answer power(Command.Power command, Origin origin) {
    return switch (rules.decide(status().state(), command, clock.instant())) {
      case PowerRules.Decision.Say say -> say.answer();
      case PowerRules.Decision.Interrupt _ -> {
        run(() -> work.attempt("diagnostic interrupt", machine::diagnose));
        yield new Answer.Accepted();
      }
      case PowerRules.Decision.Go(ShuttingDown asked)
          when !asked.thenOff() && noShutdown().isPresent() ->
          new Answer.Unsupported(noShutdown().orElse(""));
      case PowerRules.Decision.Go(Pausing _) when noPause().isPresent() ->
          new Answer.Unsupported(noPause().orElse(""));
      case PowerRules.Decision.Go go -> {
        NodeState next =
            origin.equals(Origin.WATCHDOG) ? go.next().by(RestartCause.WATCHDOG) : go.next();
        accept(status().withState(next, clock.instant()));
        begin(next);
        yield new Answer.Accepted();
      }
    };
  }

  private Answer setBoot(BootOverride override) {
    accept(status().withBoot(override));
    kept.countBootSetting();
    prepare(override);
    return new Answer.Done();
  }

  private Answer insert(URI image) {
    if (status().mediaChanging()) {
      return new Answer.Busy("changing media", Duration.ofSeconds(2));
    }
    accept(status().withMedia(Optional.of(image), true));
    beginInsert(image);
    return new Answer.Accepted();
  }

  private Answer eject() {
    if (status().mediaChanging()) {
      return new Answer.Busy("changing media", Duration.ofSeconds(2));
    }
    Optional<URI> before = status().media();
    accept(status().withMedia(Optional.empty(), true));
    beginEject(before);
    return new Answer.Accepted();
  }

  private Answer identify(Optional<Duration> duration) {
    Optional<Instant> until =
        duration
            .map(d -> d.isZero() ? Optional.<Instant>empty() : Optional.of(clock.instant().plus(d)))
            .orElse(Optional.of(Instant.MAX));
    accept(status().identifying(until));
    return new Answer.Done();
  }

  private Answer secureBoot(SecureBoot.Change change) {
    return work.failure(() -> machine.changeSecureBoot(change))
        .<Answer>map(Answer.Failed::new)
        .orElseGet(Answer.Done::new);
  }

  /** Starts the work that belongs to a state. */
  private void begin(NodeState state) {
    switch (state) {
      case PoweringOn _ -> run(this::start);
      case PoweringOff _ -> run(this::stop);
      case Resetting _ -> run(this::reset);
      case Cycling cycling -> run(cycling.down() ? this::start : () -> cycle(cycling));
      case Pausing _ -> run(() -> hold(machine::pause, new Paused()));
      case Resuming _ -> run(() -> hold(machine::resume, new On()));
      case ShuttingDown waiting -> {
        Duration wait = Duration.between(clock.instant(), waiting.until());
        softDeadline.cancel();
        softDeadline = timer.after(wait.isNegative() ? Duration.ZERO : wait, () -> expire(waiting));
        run(() -> work.attempt("shutdown request", machine::requestShutdown));
      }
      case Off _, On _, Paused _, Faulted _, Unavailable _ -> {}
    }
  }

  /** Has the node's own thread do something; under the lock. */
  private void run(Runnable task) {
    if (!closed) {
      work.begin(task);
    }
  }

  private void beginInsert(URI image) {
    run(
        () -> {
          Optional<String> failure = work.attempt("insert media", () -> machine.insertMedia(image));
          mediaChanged(failure.isEmpty() ? Optional.of(image) : Optional.empty(), failure);
        });
  }

  private void beginEject(Optional<URI> before) {
    run(
        () -> {
          Optional<String> failure = work.attempt("eject media", machine::ejectMedia);
          mediaChanged(failure.isEmpty() ? Optional.empty() : before, failure);
        });
  }

  // What follows runs on the node's own thread, without the lock while the machine is at work.

  private void start() {
    bringUp(machine::start, Event.Kind.POWER_ON, "powered on");
  }

  private void reset() {
    bringUp(machine::reset, Event.Kind.RESET, "reset");
  }

  private void bringUp(Consumer<BootOverride> operation, Event.Kind kind, String message) {
    BootOverride boot;
    long settings;
    lock.lock();
    try {
      boot = status().boot();
      settings = kept.obey();
    } finally {
      lock.unlock();
    }
    if (!operate(() -> operation.accept(boot))) {
      return;
    }
    lock.lock();
    try {
      kept.obeyNoMore();
      events.append(kind, message + bootText(boot), self);
      RestartCause cause =
          status().state() instanceof UnderWay working
              ? working.cause()
              : RestartCause.CHASSIS_CONTROL;
      NodeStatus next = status().startedBy(cause, boot).withState(new On(), clock.instant());
      settle(settings == kept.bootSettings() ? useUp(next) : next);
      prepare(status().boot());
    } finally {
      lock.unlock();
    }
    work.attempt("look at the machine", this::look);
  }

  private void look() {
    long asOf = generation();
    observed(machine.afterwards(), asOf);
  }

  private void stop() {
    if (operate(machine::stop)) {
      lock.lock();
      try {
        events.append(Event.Kind.POWER_OFF, "powered off", self);
        settle(status().wentOff(false).withState(new Off(), clock.instant()));
      } finally {
        lock.unlock();
      }
    }
  }

  private void cycle(Cycling cycling) {
    if (!operate(machine::stop)) {
      return;
    }
    lock.lock();
    try {
      events.append(Event.Kind.POWER_OFF, "powered off", self);
      settle(status().wentOff(false).withState(cycling.stopped(), clock.instant()));
    } finally {
      lock.unlock();
    }
    start();
  }

  private void hold(Runnable operation, NodeState then) {
    if (operate(operation)) {
      lock.lock();
      try {
        stand(then, then instanceof Paused ? "paused" : "resumed");
      } finally {
        lock.unlock();
      }
    }
  }

  /** The machine is paused, or goes on; under the lock. */
  private void stand(NodeState next, String message) {
    boolean paused = next instanceof Paused;
    events.append(paused ? Event.Kind.PAUSE : Event.Kind.RESUME, message, self);
    settle(status().withState(next, clock.instant()));
  }

  private void expire(ShuttingDown waiting) {
    lock.lock();
    try {
      if (closed || !status().state().equals(waiting)) {
        return;
      }
      events.append(
          Event.Kind.FAULT,
          waiting.thenOff()
              ? "the guest did not shut down in time: %s"
                  .formatted(waiting.thenOn() ? "power-cycling" : "powering off")
              : "the guest did not shut down in time: it is left running",
          self);
      NodeState next = waiting.expired();
      settle(status().withState(next, clock.instant()));
      begin(next);
    } finally {
      lock.unlock();
    }
  }

  private void mediaChanged(Optional<URI> image, Optional<String> failure) {
    lock.lock();
    try {
      settle(status().withMedia(image, false));
      String content =
          image
              .map(uri -> failure.isEmpty() ? "inserted " + uri : uri + " stays in the CD drive")
              .orElse("the CD drive is empty");
      // Last: who waited for this may go on at once.
      events.append(
          Event.Kind.MEDIA, failure.map(why -> content + ": " + why).orElse(content), self);
    } finally {
      lock.unlock();
    }
  }

  /** Does the work of a state under way; where it fails the node is at fault. */
  private boolean operate(Runnable operation) {
    Optional<String> failure = work.failure(operation);
    failure.ifPresent(this::fail);
    return failure.isEmpty();
  }

  private void fail(String reason) {
    boolean powered = work.isPowered(status().powered());
    lock.lock();
    try {
      kept.obeyNoMore();
      if (status().state() instanceof UnderWay working) {
        events.append(Event.Kind.FAULT, working.label() + " failed: " + reason, self);
        settle(status().withState(working.failed(reason, powered), clock.instant()));
      }
    } finally {
      lock.unlock();
    }
  }

  // What the cloud says without being asked, or when all machines are polled.

  /** The machine lost power without a command. */
  public void stopped(String reason) {
    lock.lock();
    try {
      if (!closed && status().state() instanceof NodeState.Ready && status().powered()) {
        wentOff(reason);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The guest restarted the machine. */
  public void restarted() {
    lock.lock();
    try {
      if (!closed && status().state() instanceof NodeState.Ready && status().powered()) {
        events.append(Event.Kind.RESET, "the guest restarted" + bootText(status().boot()), self);
        softDeadline.cancel();
        NodeStatus next = status().startedBy(RestartCause.SOFT_RESET, status().boot());
        settle(useUp(next.withState(new On(), clock.instant())));
        prepare(status().boot());
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * What a poll found.
   *
   * @param observation what the machine was like
   * @param asOf the {@link #generation} before it was asked; where the node has moved on since, the
   *     observation is old and is not believed
   */
  public void observed(Observation observation, long asOf) {
    lock.lock();
    try {
      if (!closed && asOf == kept.generation() && status().state() instanceof NodeState.Ready) {
        reconcile(observation);
      }
    } finally {
      lock.unlock();
    }
  }

  private void reconcile(Observation observation) {
    NodeState state = status().state();
    switch (observation) {
      case Observation.Running _ when !state.powered() -> startedElsewhere(new On());
      case Observation.Paused _ when !state.powered() -> startedElsewhere(new Paused());
      case Observation.Running _ when state instanceof Paused ->
          stand(new On(), "resumed past the BMC");
      case Observation.Paused _ when !(state instanceof Paused) ->
          stand(new Paused(), "paused past the BMC");
      case Observation.Stopped _ when state.powered() -> wentOff("the machine has no power");
      case Observation.Running _ when state instanceof Unavailable ->
          settle(status().withState(new On(), clock.instant()));
      case Observation.Stopped _ when state instanceof Unavailable ->
          settle(status().withState(new Off(), clock.instant()));
      case Observation.Broken broken -> unavailable(broken.reason(), broken.powered());
      case Observation.Missing _ -> unavailable("the machine is not there", false);
      case Observation.Running _, Observation.Paused _, Observation.Stopped _ -> {}
      case Observation.Changing _ -> {}
    }
  }

  private void startedElsewhere(NodeState now) {
    events.append(Event.Kind.POWER_ON, "the machine was started past the BMC", self);
    NodeStatus next = status().startedBy(RestartCause.POWER_BUTTON, status().boot());
    settle(next.withState(now, clock.instant()));
  }

  private void wentOff(String reason) {
    softDeadline.cancel();
    events.append(Event.Kind.POWER_OFF, reason, self);
    switch (status().state()) {
      case ShuttingDown waiting when waiting.thenOn() -> {
        NodeState next = waiting.down();
        settle(status().wentOff(false).withState(next, clock.instant()));
        begin(next);
      }
      case ShuttingDown _ -> settle(status().wentOff(false).withState(new Off(), clock.instant()));
      default -> settle(status().wentOff(true).withState(new Off(), clock.instant()));
    }
  }

  private void unavailable(String reason, boolean powered) {
    NodeState next = new Unavailable(reason, powered);
    if (!status().state().equals(next)) {
      events.append(Event.Kind.FAULT, reason, self);
      settle(status().withState(next, clock.instant()));
    }
  }

  /** Enters a status that a command asks for, once it is in the journal. */
  private void accept(NodeStatus next) {
    kept.write(next);
    leaveWait(next);
  }

  /** Enters a status that came about without a command: it holds even if it cannot be written. */
  private void settle(NodeStatus next) {
    leaveWait(next);
    kept.settle(next);
  }

  private void leaveWait(NodeStatus next) {
    if (!(next.state() instanceof ShuttingDown)) {
      softDeadline.cancel();
    }
  }

  /** An override for once has been obeyed. */
  private NodeStatus useUp(NodeStatus started) {
    BootOverride boot = started.boot();
    if (boot.lifetime() != BootOverride.Lifetime.ONCE) {
      return started;
    }
    kept.countBootSetting();
    return started.withBoot(boot.usedUp());
  }

  private void prepare(BootOverride boot) {
    if (status().powered()) {
      run(() -> work.attempt("boot order", () -> machine.prepareBoot(boot)));
    }
  }

  private static String bootText(BootOverride boot) {
    return boot.isActive() ? ", booting from " + CommandText.of(boot) : "";
  }

  /**
   * Lets go of the machine without touching it; an operation under way is waited for. The journal
   * and the event log may then be another's: nothing is written to them any more.
   */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      softDeadline.cancel();
    } finally {
      lock.unlock();
    }
    work.close();
  }
}
