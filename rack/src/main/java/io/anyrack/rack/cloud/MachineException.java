package io.anyrack.rack.cloud;

import io.anyrack.rack.RackException;

/** A machine could not do what was asked; the message is for the user. */
public class MachineException extends RackException {
  private static final long serialVersionUID = 1;

  /** A failure with what went wrong, where, and what to do next. */
  public MachineException(String message) {
    super(message);
  }

  /** A failure with its cause. */
  public MachineException(String message, Throwable cause) {
    super(message, cause);
  }
}
