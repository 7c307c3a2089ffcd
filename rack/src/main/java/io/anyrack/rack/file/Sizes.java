package io.anyrack.rack.file;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes with binary units (IEC 80000-13): {@code 512MiB}, {@code 8GiB}. */
final class Sizes {
  private static final Pattern NUMBER = Pattern.compile("([0-9]{1,9}) ?([A-Za-z]*)");
  private static final List<String> UNITS = List.of("MiB", "GiB", "TiB");
  private static final long MIB = 1 << 20;

  private Sizes() {}

  /** A size in MiB between two others. */
  static Optional<Long> mib(Value value, long least, long most) {
    Optional<Long> size = value.textOrNumber().flatMap(text -> value.parsed(text, Sizes::mib, ""));
    if (size.isPresent() && (size.get() < least || size.get() > most)) {
      value.problem(
          value.name()
              + " is "
              + text(size.get())
              + "; it can be "
              + text(least)
              + " to "
              + text(most));
      return Optional.empty();
    }
    return size;
  }

  /** A size in GiB between two others, without a rest. */
  static Optional<Integer> gib(Value value, int least, int most) {
    return mib(value, least << 10, (long) most << 10)
        .filter(
            size -> {
              boolean whole = isWholeGib(size);
              if (!whole) {
                value.problem(
                    "%s is %s; the cloud has disks of whole GiB, such as %dGiB"
                        .formatted(value.name(), text(size), (size >> 10) + 1));
              }
              return whole;
            })
        .map(size -> (int) (size >> 10));
  }

  static boolean isWholeGib(long mib) {
    return mib % 1024 == 0;
  }

  private static long mib(String text) {
    Matcher matcher = NUMBER.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a size; write a whole number and a unit, such as 8GiB");
    }
    String number = matcher.group(1);
    String unit = matcher.group(2);
    int power = UNITS.indexOf(unit);
    if (power < 0) {
      String near =
          UNITS.stream()
              .filter(u -> !unit.isEmpty() && u.regionMatches(true, 0, unit, 0, 1))
              .findFirst()
              .orElse("MiB");
      throw new IllegalArgumentException(
          unit.isEmpty()
              ? "'" + text + "' has no unit; write " + number + "MiB, or use GiB or TiB"
              : "the unit '" + unit + "' is not known; write " + number + near);
    }
    return Long.parseLong(number) << (10 * power);
  }

  /** The size in the largest unit that needs no fraction. */
  static String text(long mib) {
    int power = 0;
    long number = mib;
    while (power < UNITS.size() - 1 && number != 0 && number % 1024 == 0) {
      number /= 1024;
      power++;
    }
    return number + UNITS.get(power);
  }

  /**
   * A size in bytes as text.
   *
   * @throws IllegalArgumentException if it is not a whole number of MiB
   */
  static String ofBytes(long bytes) {
    if (bytes % MIB != 0) {
      throw new IllegalArgumentException(bytes + " bytes are not a whole number of MiB");
    }
    return text(bytes / MIB);
  }
}
