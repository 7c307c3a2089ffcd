package io.anyrack.fakestack.nova;

import java.util.Locale;

/** Nova's vm_state. */
enum VmState {
  BUILDING("BUILD"),
  ACTIVE("ACTIVE"),
  STOPPED("SHUTOFF"),
  PAUSED("PAUSED"),
  SUSPENDED("SUSPENDED"),
  RESCUED("RESCUE"),
  SHELVED_OFFLOADED("SHELVED_OFFLOADED"),
  ERROR("ERROR"),
  DELETED("DELETED");

  private final String status;

  VmState(String status) {
    this.status = status;
  }

  /** The server's status where no task changes it. */
  String status() {
    return status;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
