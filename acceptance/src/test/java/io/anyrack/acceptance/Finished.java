package io.anyrack.acceptance;

import java.util.List;

/** What a command left when it ended. */
record Finished(List<String> command, int exit, String out, String err) {

  /** Its output, stripped; fails where the command failed. */
  String expectDone() {
    if (exit != 0) {
      throw new AssertionError(this + "\nended with " + exit);
    }
    return out.strip();
  }

  @Override
  public String toString() {
    return "$ " + String.join(" ", command) + "\n" + out + err;
  }
}
