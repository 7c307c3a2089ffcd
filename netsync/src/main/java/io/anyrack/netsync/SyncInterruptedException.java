package io.anyrack.netsync;

import io.anyrack.rack.RackException;

/** Sync was ended in the middle of a pass; the next one goes on. */
public final class SyncInterruptedException extends RackException {
  private static final long serialVersionUID = 1;

  SyncInterruptedException() {
    super("address sync was interrupted; what is left is done next time");
  }
}
