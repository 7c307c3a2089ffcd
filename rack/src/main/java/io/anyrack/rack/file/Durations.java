package io.anyrack.rack.file;

import java.time.Duration;

/** Durations as the rack file spells them: {@code 90s}, {@code 5m}, {@code 1h}. */
final class Durations {
  private Durations() {}

  /**
   * Reads a duration.
   *
   * @throws IllegalArgumentException if {@code text} is none
   */
  static Duration parse(String text) {
    if (!text.matches("[0-9]{1,6}[smh]")) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a duration; write a whole number and s, m or h, such as 60s");
    }
    long number = Long.parseLong(text.substring(0, text.length() - 1));
    return switch (text.charAt(text.length() - 1)) {
      case 's' -> Duration.ofSeconds(number);
      case 'm' -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  /** The duration in the largest unit that needs no fraction. */
  static String text(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds != 0 && seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds != 0 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
