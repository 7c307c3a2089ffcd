package io.anyrack.rack.sync;

import io.anyrack.rack.RackException;

/** A source cannot be read now; the message is for the user. */
public class SourceException extends RackException {
  private static final long serialVersionUID = 1;

  /** What went wrong, and where. */
  public SourceException(String message) {
    super(message);
  }

  /** The same, with its cause. */
  public SourceException(String message, Throwable cause) {
    super(message, cause);
  }
}
