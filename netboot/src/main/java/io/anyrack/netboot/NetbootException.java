package io.anyrack.netboot;

import io.anyrack.rack.RackException;

/** A boot service cannot do its work; the message is for the user. */
public final class NetbootException extends RackException {
  private static final long serialVersionUID = 1;

  /** A failure with its cause. */
  public NetbootException(String message, Throwable cause) {
    super(message, cause);
  }
}
