package io.anyrack.cli.verify;

import io.anyrack.rack.RackException;

/** A check cannot be tried where it was asked for; that says nothing about the rack. */
final class CannotTryException extends RackException {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  CannotTryException(String why, String remedy) {
    super(why);
    this.remedy = remedy;
  }

  /** What would make it possible; empty: nothing. */
  String remedy() {
    return remedy;
  }
}
