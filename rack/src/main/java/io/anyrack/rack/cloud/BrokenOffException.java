package io.anyrack.rack.cloud;

/** A long action was ended early because somebody wanted it. What it made so far stays. */
public final class BrokenOffException extends CloudException {
  private static final long serialVersionUID = 1;

  /** An action that ended early, and who wanted it. */
  public BrokenOffException(String message) {
    super(message);
  }

  /** An action that ended early, and what failed for that reason. */
  public BrokenOffException(String message, Throwable cause) {
    super(message, cause);
  }
}
