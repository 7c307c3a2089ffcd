package io.anyrack.rack.node;

import io.anyrack.rack.node.NodeStatus.RestartCause;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a node's state machine stands. A state has a method for each move that may leave it and no
 * other way out; {@link PowerRules} says which command takes which move, {@link MachineNode} owns
 * the state.
 *
 * <pre>
 *              on                    started
 *      Off ---------> PoweringOn ------------------> On
 *       ^  \                                        / | \
 *       |   \ (observed: somebody started it)      /  |  \ reset
 *       |    `-----------------------------------&gt;'   |   `------> Resetting --reset done--> On
 *       |                                             |
 *       |  off done                 off               |  soft
 *       +----------- PoweringOff &lt;--------------------+--------> ShuttingDown(until, thenOff)
 *       |                 ^                           |             |   |   |
 *       |                 `-- time is up, then off ---|-------------'   |   `- time is up --> On
 *       |                                             |                 |
 *       |  guest shut down (on again: Cycling, down)  | cycle           |
 *       +---------------------------------------------|-----------------'
 *                                                     v
 *                           Cycling(down: no) --stopped--> Cycling(down: yes) --started--> On
 *
 *      On --pause--> Pausing --> Paused --resume, on--> Resuming --> On; what ends On ends Paused
 *
 *      any state under way --the machine could not--> Faulted --next on, off, cycle, reset--> ...
 *      any ready state --the cloud says so--> Unavailable --the cloud says so--> On, Off
 * </pre>
 */
public sealed interface NodeState {
  /** Whether the machine has power in this state. */
  boolean powered();

  /** One word for people and for {@code -o json}. */
  String label();

  /** What is under way, where something is; conflicting commands are refused meanwhile. */
  default Optional<String> operation() {
    return this instanceof UnderWay ? Optional.of(label()) : Optional.empty();
  }

  /** The same state, where it is to end with the machine started anew: by {@code cause}. */
  default NodeState by(RestartCause cause) {
    return switch (this) {
      case Resetting _ -> new Resetting(cause);
      case Cycling cycling -> new Cycling(cycling.down(), cause);
      default -> this;
    };
  }

  /** A state in which the cloud is at work for us. */
  sealed interface UnderWay extends NodeState {
    /** Why the machine starts anew, where this ends with it. */
    default RestartCause cause() {
      return RestartCause.CHASSIS_CONTROL;
    }

    /** The work failed. */
    default Faulted failed(String reason, boolean powered) {
      return new Faulted(reason, powered);
    }
  }

  /** A state from which a power operation may begin. */
  sealed interface Ready extends NodeState {
    /** A start begins. */
    default PoweringOn powerOn() {
      return new PoweringOn();
    }

    /** A hard power-off begins. */
    default PoweringOff powerOff() {
      return new PoweringOff();
    }

    /** A power cycle begins. */
    default Cycling cycle() {
      return new Cycling(false);
    }

    /** A hard reset begins. */
    default Resetting reset() {
      return new Resetting();
    }

    /** A pause begins. */
    default Pausing pause() {
      return new Pausing();
    }

    /** The end of a pause begins. */
    default Resuming resume() {
      return new Resuming();
    }
  }

  /** No power, nothing under way. */
  record Off() implements Ready {
    @Override
    public boolean powered() {
      return false;
    }

    @Override
    public String label() {
      return "off";
    }
  }

  /** Running, nothing under way. */
  record On() implements Ready {
    @Override
    public boolean powered() {
      return true;
    }

    @Override
    public String label() {
      return "on";
    }

    /** The guest is asked to shut down. */
    public ShuttingDown shutDown(Instant until, boolean thenOff, boolean thenOn) {
      return new ShuttingDown(until, thenOff, thenOn);
    }
  }

  /**
   * The guest was asked to shut down and is given time. It still runs, so whatever ends the wait
   * sooner is allowed.
   *
   * @param until when the wait ends
   * @param thenOff whether the machine is then powered down hard; otherwise it is taken to go on
   * @param thenOn whether it is powered up again when it is off
   */
  record ShuttingDown(Instant until, boolean thenOff, boolean thenOn) implements Ready {
    @Override
    public boolean powered() {
      return true;
    }

    @Override
    public String label() {
      return thenOn ? "restarting" : "shutting-down";
    }

    @Override
    public Optional<String> operation() {
      return Optional.of(label());
    }

    /** The guest did, and the way up begins. */
    public Cycling down() {
      return new Cycling(true);
    }

    /** The wait is over and the guest still runs. */
    public NodeState expired() {
      if (!thenOff) {
        return new On();
      }
      return thenOn ? new Cycling(false) : new PoweringOff();
    }
  }

  /** The processors stand still, nothing under way. */
  record Paused() implements Ready {
    @Override
    public boolean powered() {
      return true;
    }

    @Override
    public String label() {
      return "paused";
    }
  }

  /** Being paused. */
  record Pausing() implements UnderWay {
    @Override
    public boolean powered() {
      return true;
    }

    @Override
    public String label() {
      return "pausing";
    }
  }

  /** The processors are about to go on. */
  record Resuming() implements UnderWay {
    @Override
    public boolean powered() {
      return true;
    }

    @Override
    public String label() {
      return "resuming";
    }
  }

  /** Being started. */
  record PoweringOn() implements UnderWay {
    @Override
    public boolean powered() {
      return false;
    }

    @Override
    public String label() {
      return "powering-on";
    }
  }

  /** Being powered down. */
  record PoweringOff() implements UnderWay {
    @Override
    public boolean powered() {
      return true;
    }

    @Override
    public String label() {
      return "powering-off";
    }
  }

  /**
   * Being reset.
   *
   * @param cause why
   */
  record Resetting(RestartCause cause) implements UnderWay {
    /** By a command. */
    public Resetting() {
      this(RestartCause.CHASSIS_CONTROL);
    }

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
   * @param down whether the way down is done
   * @param cause why
   */
  record Cycling(boolean down, RestartCause cause) implements UnderWay {
    /** By a command. */
    public Cycling(boolean down) {
      this(down, RestartCause.CHASSIS_CONTROL);
    }

    @Override
    public boolean powered() {
      return !down;
    }

    @Override
    public String label() {
      return "power-cycling";
    }

    /** The machine is down; the way up begins. */
    public Cycling stopped() {
      return new Cycling(true, cause);
    }
  }

  /**
   * The last command failed. Stays until the next one, or until the machine's power changes.
   *
   * @param reason for the user
   * @param powered what is known of the power
   */
  record Faulted(String reason, boolean powered) implements Ready {
    @Override
    public String label() {
      return "failed";
    }
  }

  /**
   * The cloud says that the machine is not in order, or not there.
   *
   * @param reason for the user
   * @param powered what is known of the power
   */
  record Unavailable(String reason, boolean powered) implements Ready {
    @Override
    public String label() {
      return "unavailable";
    }
  }
}
