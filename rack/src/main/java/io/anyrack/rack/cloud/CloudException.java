package io.anyrack.rack.cloud;

import io.anyrack.rack.RackException;

/** A cloud could not make, change or destroy a resource; the message is for the user. */
public class CloudException extends RackException {
  private static final long serialVersionUID = 1;

  /** A failure with what went wrong, where, and what to do next. */
  public CloudException(String message) {
    super(message);
  }

  /** A failure with its cause. */
  public CloudException(String message, Throwable cause) {
    super(message, cause);
  }
}
