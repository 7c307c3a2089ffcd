package io.anyrack.rack;

/**
 * Something went wrong that the user can understand: the message says what, where, and what to do.
 */
public class RackException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String message;

  /** A failure without a cause worth showing. */
  public RackException(String message) {
    super(message);
    this.message = message;
  }

  /** A failure with its cause. */
  public RackException(String message, Throwable cause) {
    super(message, cause);
    this.message = message;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
