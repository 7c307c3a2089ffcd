package io.anyrack.ipmi.console;

import io.anyrack.rack.RackException;

/** A session could not be opened, or broke; the message is for the user. */
public final class NoSessionException extends RackException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public NoSessionException(String message) {
    super(message);
  }

  /** The same, with its cause. */
  public NoSessionException(String message, Throwable cause) {
    super(message, cause);
  }
}
