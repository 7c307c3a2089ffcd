package io.anyrack.cli.output;

import io.anyrack.rack.cloud.Progress;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Shows what is being done: one line that changes at a terminal, a line for each step that is done
 * elsewhere. Thread-safe.
 */
public final class ProgressLine implements Progress, AutoCloseable {
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final Terminal terminal;
  private final Set<String> underWay = new LinkedHashSet<>();
  private int done;

  /** Progress at {@code terminal}. */
  public ProgressLine(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public synchronized void step(String subject, String step, State state) {
    String what = subject + ": " + step;
    if (state == State.STARTED) {
      underWay.add(what);
    } else {
      underWay.remove(what);
      done++;
    }
    if (terminal.interactive()) {
      terminal
          .err()
          .print(
              CLEAR_LINE
                  + done
                  + " done"
                  + (underWay.isEmpty() ? "" : ", " + String.join(", ", underWay)));
      terminal.err().flush();
    } else if (state != State.STARTED) {
      terminal.say(what + (state == State.FAILED ? " failed" : ""));
    }
  }

  /** Leaves the terminal as it was. */
  @Override
  public synchronized void close() {
    if (terminal.interactive()) {
      terminal.err().print(CLEAR_LINE);
      terminal.err().flush();
    }
  }
}
