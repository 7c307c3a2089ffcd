package io.anyrack.rack.node;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import io.anyrack.rack.cloud.Machine;
import io.anyrack.rack.cloud.MachineException;
import io.anyrack.rack.cloud.Observation;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The one thread on which a node's machine is worked at, one operation after the other, and what is
 * said where an operation fails. Thread-safe.
 */
final class MachineWork implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(MachineWork.class.getName());

  private final Machine machine;
  private final EventLog events;
  private final Origin self;
  private final ExecutorService thread;

  /**
   * Work at a machine.
   *
   * @param machine what is worked at
   * @param events of its node
   * @param self who says there that something failed
   */
  MachineWork(Machine machine, EventLog events, Origin self) {
    this.machine = machine;
    this.events = events;
    this.self = self;
    this.thread =
        Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("node-" + machine.name()).factory());
  }

  /** Has the thread do something after all it was given before. */
  void begin(Runnable task) {
    thread.execute(task);
  }

  /** Does something here and now; why it failed, or empty. */
  Optional<String> failure(Runnable operation) {
    try {
      operation.run();
      return Optional.empty();
    } catch (RuntimeException e) {
      if (!(e instanceof MachineException)) {
        LOG.log(ERROR, "node " + machine.name(), e);
      }
      return Optional.of(Optional.ofNullable(e.getMessage()).orElse(e.toString()));
    }
  }

  /** Does something that changes no state; where it fails the event log says why, too. */
  Optional<String> attempt(String what, Runnable operation) {
    Optional<String> failure = failure(operation);
    failure.ifPresent(reason -> events.append(Event.Kind.FAULT, what + " failed: " + reason, self));
    return failure;
  }

  /**
   * Whether the machine has power. A cloud that fails may not be able to say this either: then what
   * was known holds.
   */
  boolean isPowered(boolean known) {
    try {
      Observation now = machine.observe();
      return now instanceof Observation.Running || now instanceof Observation.Paused;
    } catch (RuntimeException e) {
      LOG.log(WARNING, "cannot look at node " + machine.name() + ": " + e.getMessage());
      return known;
    }
  }

  /** Waits for what is under way and what waits. */
  @Override
  public void close() {
    thread.close();
  }
}
