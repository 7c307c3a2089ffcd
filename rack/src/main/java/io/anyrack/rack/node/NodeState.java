package io.anyrack.rack.node;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a node's state machine stands. Each state says what it answers to each power command;
 * {@link MachineNode} owns the state and draws the diagram.
 */
public sealed interface NodeState {
  /** Whether the machine has power in this state. */
  boolean powered();

  /** One word for people and for {@code -o json}. */
  String label();

  /** No power, nothing under way. */
  record Off() implements NodeState {
    @Override
    public boolean powered() {
      return false;
    }

    @Override
    public String label() {
      return "off";
    }
  }

  /** Being started. */
  record PoweringOn() implements NodeState {
    @Override
    public boolean powered() {
      return false;
    }

    @Override
    public String label() {
      return "powering-on";
    }
  }

  /** Running, nothing under way. */
  record On() implements NodeState {
    @Override
    public boolean powered() {
      return true;
    }

    @Override
    public String label() {
      return "on";
    }
  }

  /**
   * The guest was asked to shut down and is given time.
   *
   * @param until when the wait ends
   * @param thenOff whether the machine is then powered down hard; otherwise it is taken to go on
   */
  record ShuttingDown(Instant until, boolean thenOff) implements NodeState {
    @Override
    public boolean powered() {
      return true;
    }

    @Override
    public String label() {
      return "shutting-down";
    }
  }

  /** Being powered down. */
  record PoweringOff() implements NodeState {
    @Override
    public boolean powered() {
      return true;
    }

    @Override
    public String label() {
      return "powering-off";
    }
  }

  /** Being reset. */
  record Resetting() implements NodeState {
    @Override
    public boolean powered() {
      return true;
    }

    @Override
    public String label() {
      return "resetting";
    }
  }

  /**
   * Being powered down and up again.
   *
   * @param stopped whether the way down is done
   */
  record Cycling(boolean stopped) implements NodeState {
    @Override
    public boolean powered() {
      return !stopped;
    }

    @Override
    public String label() {
      return "power-cycling";
    }
  }

  /**
   * The cloud could not do what was asked, or the machine is in a state of the cloud's own.
   *
   * @param reason for the user
   * @param powered what is known of the power
   */
  record Faulted(String reason, boolean powered) implements NodeState {
    @Override
    public String label() {
      return "error";
    }
  }

  /** What the state is waiting for, where it waits. */
  default Optional<String> operation() {
    return switch (this) {
      case Off(), On(), Faulted(String _, boolean _) -> Optional.empty();
      case PoweringOn(),
          ShuttingDown(Instant _, boolean _),
          PoweringOff(),
          Resetting(),
          Cycling(boolean _) ->
          Optional.of(label());
    };
  }
}
