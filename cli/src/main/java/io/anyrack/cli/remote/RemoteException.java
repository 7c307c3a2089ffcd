package io.anyrack.cli.remote;

import io.anyrack.rack.RackException;

/** Something is wrong with the server of a rack's service, or with the way there. */
public final class RemoteException extends RackException {
  private static final long serialVersionUID = 1;

  /** Says what, where and what next. */
  public RemoteException(String message) {
    super(message);
  }

  /** Says what, where and what next, and why. */
  public RemoteException(String message, Throwable cause) {
    super(message, cause);
  }
}
