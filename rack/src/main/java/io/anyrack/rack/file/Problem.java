package io.anyrack.rack.file;

import java.util.Comparator;

/**
 * One thing that is wrong with a rack file.
 *
 * @param source the file as the user named it
 * @param line from 1
 * @param column from 1, in characters
 * @param message what is wrong, and after a semicolon what would be right
 */
public record Problem(String source, int line, int column, String message)
    implements Comparable<Problem> {
  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparing(Problem::source)
          .thenComparingInt(Problem::line)
          .thenComparingInt(Problem::column)
          .thenComparing(Problem::message);

  @Override
  public int compareTo(Problem other) {
    return BY_PLACE.compare(this, other);
  }

  /** The line an editor or a terminal can jump to: {@code rack.yaml:7:5: …}. */
  @Override
  public String toString() {
    return source + ":" + line + ":" + column + ": " + message;
  }
}
