package io.anyrack.cli.linux;

/** The demo's Linux could not be had. The message says why and what to do, for the user. */
public final class LinuxException extends RuntimeException {
  /** With a message only. */
  public LinuxException(String message) {
    super(message);
  }

  /** With what caused it. */
  public LinuxException(String message, Throwable cause) {
    super(message, cause);
  }
}
