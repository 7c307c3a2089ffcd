package io.anyrack.ipmi.bmc;

/** The IPMI front door cannot do what it was asked; the message is for the user. */
public final class IpmiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong, where, and what to do. */
  public IpmiException(String message, Throwable cause) {
    super(message, cause);
  }
}
