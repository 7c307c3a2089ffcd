package io.anyrack.netsync.own;

import io.anyrack.rack.RackException;

/** What sync added cannot be read or kept; the message is for the user. */
public final class OwnPairsException extends RackException {
  private static final long serialVersionUID = 1;

  OwnPairsException(String message, Throwable cause) {
    super(message, cause);
  }
}
