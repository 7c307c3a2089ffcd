package io.anyrack.openstack.image;

import io.anyrack.rack.cloud.CloudException;

/** Boot media cannot be made or kept; the message is for the user. */
public final class BootMediaException extends CloudException {
  private static final long serialVersionUID = 1;

  /** A failure with what went wrong and what to do next. */
  public BootMediaException(String message) {
    super(message);
  }

  /** A failure with its cause. */
  public BootMediaException(String message, Throwable cause) {
    super(message, cause);
  }
}
