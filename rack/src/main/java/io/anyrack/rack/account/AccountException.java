package io.anyrack.rack.account;

import io.anyrack.rack.RackException;

/** An account cannot be as somebody wants it; the message says what to do, and holds no secret. */
public final class AccountException extends RackException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Why, for doors that have a code for it. */
  public enum Reason {
    /** The name is too long, empty where one is needed, or holds characters that it must not. */
    NAME,
    /** Another account has the name. */
    NAME_TAKEN,
    /** The password is too long or empty. */
    PASSWORD,
    /** There is no such place. */
    NO_SUCH_ACCOUNT,
    /** All places are taken. */
    FULL,
    /** The rack file's own account stays an enabled administrator. */
    PROTECTED
  }

  /** What is wrong and what to do. */
  public AccountException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
