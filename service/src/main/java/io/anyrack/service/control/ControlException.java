package io.anyrack.service.control;

import io.anyrack.rack.RackException;

/** The service refused a request, or could not be reached; the message is for the user. */
public class ControlException extends RackException {
  private static final long serialVersionUID = 1;

  /** A refusal in the service's words. */
  public ControlException(String message) {
    super(message);
  }

  /** A failure with its cause. */
  public ControlException(String message, Throwable cause) {
    super(message, cause);
  }
}
