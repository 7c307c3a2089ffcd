package io.anyrack.cli.output;

import io.anyrack.rack.cloud.Progress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Shows what is being done, and how long it takes: one line that changes at a terminal, a line for
 * each step that is done elsewhere. Thread-safe.
 */
public final class ProgressLine implements Progress, AutoCloseable {
  private static final String CLEAR_LINE = "\r\u001b[K";

  /** More steps at once than a line has room for. */
  private static final int SHOWN = 3;

  private final Terminal terminal;
  private final InstantSource clock;
  private final Instant begin;
  private final Map<String, Instant> underWay = new LinkedHashMap<>();
  private int done;

  /**
   * Progress at a terminal.
   *
   * @param terminal where
   * @param clock tells how long steps take
   */
  public ProgressLine(Terminal terminal, InstantSource clock) {
    this.terminal = terminal;
    this.clock = clock;
    this.begin = clock.instant();
  }

  @Override
  public synchronized void step(String subject, String step, State state) {
    String what = subject + ": " + step;
    Instant now = clock.instant();
    Optional<Instant> since = Optional.ofNullable(underWay.remove(what));
    if (state == State.STARTED) {
      underWay.put(what, now);
    } else {
      done++;
    }
    if (terminal.interactive()) {
      terminal.err().print(CLEAR_LINE + line(now));
      terminal.err().flush();
    } else if (state != State.STARTED) {
      terminal.say(
          what
              + (state == State.FAILED ? " failed" : "")
              + since.map(started -> " (" + seconds(started, now) + ")").orElse(""));
    }
  }

  @Override
  public synchronized void say(String text) {
    if (terminal.interactive()) {
      terminal.err().print(CLEAR_LINE);
    }
    terminal.say(text);
  }

  private String line(Instant now) {
    String steps =
        underWay.keySet().stream().limit(SHOWN).collect(Collectors.joining(", ", ", ", ""));
    int more = underWay.size() - SHOWN;
    return seconds(begin, now)
        + "  "
        + done
        + " done"
        + (underWay.isEmpty() ? "" : steps)
        + (more > 0 ? " and " + more + " more" : "");
  }

  private static String seconds(Instant from, Instant to) {
    return String.format(Locale.ROOT, "%.1f s", Duration.between(from, to).toMillis() / 1000.0);
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
