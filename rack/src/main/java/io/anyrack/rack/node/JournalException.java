package io.anyrack.rack.node;

import io.anyrack.rack.RackException;

/** A journal could not be read or written; the message is for the user. */
public class JournalException extends RackException {
  private static final long serialVersionUID = 1;

  /** A failure with its cause. */
  public JournalException(String message, Throwable cause) {
    super(message, cause);
  }
}
