package io.anyrack.redfish.tls;

import io.anyrack.rack.RackException;

/** Certificates could not be made or read; the message is for the user. */
public class CertificateException extends RackException {
  private static final long serialVersionUID = 1;

  /** A failure with what to do. */
  public CertificateException(String message) {
    super(message);
  }

  /** A failure with its cause. */
  public CertificateException(String message, Throwable cause) {
    super(message, cause);
  }
}
