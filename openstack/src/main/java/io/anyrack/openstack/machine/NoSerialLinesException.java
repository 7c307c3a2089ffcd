package io.anyrack.openstack.machine;

import io.anyrack.rack.RackException;

/** A cloud does not hand out serial lines, or not to us. */
final class NoSerialLinesException extends RackException {
  private static final long serialVersionUID = 1;

  /** What the cloud said to it. */
  NoSerialLinesException(String message, Throwable cause) {
    super(message, cause);
  }
}
