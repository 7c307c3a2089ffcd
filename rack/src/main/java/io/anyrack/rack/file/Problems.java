package io.anyrack.rack.file;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** Collects what is wrong with one file, so that all of it is told at once. */
final class Problems {
  private static final int MOST_CHARACTERS = 400;

  /** Nobody mends more at once, and a file of garbage shall not fill the memory. */
  private static final int MOST = 1000;

  private final String source;
  private final TreeSet<Problem> found = new TreeSet<>();

  Problems(String source) {
    this.source = source;
  }

  /** A problem; what it cites from the file can neither flood nor steer a terminal. */
  void add(int line, int column, String message) {
    String shown = message.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "\ufffd");
    if (shown.length() > MOST_CHARACTERS) {
      shown = shown.substring(0, MOST_CHARACTERS) + "…";
    }
    if (found.size() < MOST) {
      found.add(new Problem(source, line, column, shown));
    }
  }

  /** A problem at a place of the file; the engine counts lines and columns from 0. */
  void add(Optional<Mark> place, String message) {
    add(place.map(Mark::getLine).orElse(0) + 1, place.map(Mark::getColumn).orElse(0) + 1, message);
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** All of them, in the order of the file. */
  List<Problem> list() {
    return List.copyOf(found);
  }
}
