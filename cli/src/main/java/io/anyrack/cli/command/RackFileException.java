package io.anyrack.cli.command;

import io.anyrack.rack.RackException;

/** A rack file is not good; the message has a line for each problem, each with its place. */
public final class RackFileException extends RackException {
  private static final long serialVersionUID = 1;

  RackFileException(String problems) {
    super(problems);
  }
}
