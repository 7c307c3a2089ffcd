package io.anyrack.local.qemu;

import io.anyrack.rack.cloud.MachineException;

/** QEMU refused a QMP command, or does not answer. */
final class QmpException extends MachineException {
  private static final long serialVersionUID = 1;

  QmpException(String message) {
    super(message);
  }

  QmpException(String message, Throwable cause) {
    super(message, cause);
  }
}
