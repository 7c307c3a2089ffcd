package io.anyrack.ipmi.message;

/** Generic completion codes (IPMI 2.0 §5.2); a command's own codes stand with the command. */
public final class CompletionCode {
  /** Completed normally. */
  public static final int OK = 0x00;

  /** Something else is under way. */
  public static final int NODE_BUSY = 0xc0;

  /** The command does not exist. */
  public static final int INVALID_COMMAND = 0xc1;

  /** The command does not exist at this LUN. */
  public static final int INVALID_FOR_LUN = 0xc2;

  /** The reservation is not valid any more. */
  public static final int RESERVATION_CANCELLED = 0xc5;

  /** Too much or too little request data. */
  public static final int INVALID_LENGTH = 0xc7;

  /** A field's value is beyond what there is. */
  public static final int OUT_OF_RANGE = 0xc9;

  /** More was asked for than an answer holds. */
  public static final int TOO_MUCH_ASKED = 0xca;

  /** No such sensor, record or handle. */
  public static final int NOT_PRESENT = 0xcb;

  /** A field's value is not valid here. */
  public static final int INVALID_FIELD = 0xcc;

  /** The sensor or record is not of the kind the command is for. */
  public static final int WRONG_KIND = 0xcd;

  /** The caller's privilege is too low. */
  public static final int INSUFFICIENT_PRIVILEGE = 0xd4;

  /** Not possible in the present state. */
  public static final int NOT_IN_THIS_STATE = 0xd5;

  /** Failed for a reason that has no code of its own. */
  public static final int UNSPECIFIED = 0xff;

  private CompletionCode() {}
}
