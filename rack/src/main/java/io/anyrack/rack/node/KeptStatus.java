package io.anyrack.rack.node;

import static java.lang.System.Logger.Level.WARNING;

import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.node.NodeState.Off;
import io.anyrack.rack.node.NodeStatus.RestartCause;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A node's status and its journal, which say the same, and how often they changed. Everything but
 * {@link #status} is called under the node's lock.
 */
final class KeptStatus {
  private static final System.Logger LOG = System.getLogger(KeptStatus.class.getName());

  private final Journal journal;
  private final EventLog events;
  private final Origin self;

  /** Read without the lock, so that doors never wait. */
  private volatile NodeStatus status;

  private long generation;
  private long bootSettings;

  /** Which setting of the override a start under way obeys. */
  private OptionalLong obeyed = OptionalLong.empty();

  /**
   * Goes on where the journal stops; a new node is off.
   *
   * @param journal of the node
   * @param events where it is said that the journal cannot be written
   * @param self who says so
   * @param now since when a new node is off
   */
  KeptStatus(Journal journal, EventLog events, Origin self, Instant now) {
    this.journal = journal;
    this.events = events;
    this.self = self;
    this.status = journal.read().map(NodeRecord::status).orElseGet(() -> fresh(now));
  }

  private static NodeStatus fresh(Instant now) {
    return new NodeStatus(
        new Off(),
        BootOverride.NONE,
        Optional.empty(),
        false,
        now,
        RestartCause.UNKNOWN,
        false,
        Optional.empty());
  }

  NodeStatus status() {
    return status;
  }

  /** Counts changes of the state, so that an observation made before one is not believed after. */
  long generation() {
    return generation;
  }

  /** Counts what is said of the boot override, so that a start uses up only the one it obeyed. */
  long bootSettings() {
    return bootSettings;
  }

  /** Something was said of the boot override, be it what it said before. */
  void countBootSetting() {
    bootSettings++;
  }

  /** A start obeys the override that holds now; says which setting of it that is. */
  long obey() {
    obeyed = OptionalLong.of(bootSettings);
    return bootSettings;
  }

  /** No start is under way. */
  void obeyNoMore() {
    obeyed = OptionalLong.empty();
  }

  /** Whether the override that holds is used up as soon as the start under way ends well. */
  boolean isObeyed() {
    return obeyed.equals(OptionalLong.of(bootSettings))
        && status.boot().lifetime() == BootOverride.Lifetime.ONCE;
  }

  /**
   * Writes a status to the journal, and enters it then.
   *
   * @throws JournalException if it cannot be written; the status is the old one then
   */
  void write(NodeStatus next) {
    journal.write(NodeRecord.of(next));
    enter(next);
  }

  /** Enters a status whether or not it can be written. */
  void settle(NodeStatus next) {
    enter(next);
    try {
      journal.write(NodeRecord.of(next));
    } catch (JournalException e) {
      LOG.log(WARNING, e.getMessage());
      events.append(Event.Kind.FAULT, e.getMessage(), self);
    }
  }

  private void enter(NodeStatus next) {
    if (!next.state().equals(status.state())) {
      generation++;
    }
    status = next;
  }
}
