package io.anyrack.openstack.machine;

import java.util.Optional;

/**
 * Makes a stream of what is only told as "the last lines": finds what is new in each answer. A line
 * that comes again and again may be taken for one that was there already. Not thread-safe.
 */
final class ConsoleText {
  /** How much of what was told is compared with, in characters. */
  private static final int COMPARED = 64 * 1024;

  private String told = "";

  /**
   * What {@code answer} has that no answer before it had; empty if nothing. An answer that has
   * nothing in common with the one before is all new: the machine started again, or wrote more than
   * an answer holds.
   */
  Optional<String> more(String answer) {
    String fresh = answer.substring(overlap(told, answer));
    told = answer.substring(Math.max(0, answer.length() - COMPARED));
    return Optional.of(fresh).filter(text -> !text.isEmpty());
  }

  /** How long the longest end of {@code before} is that {@code after} begins with. */
  private static int overlap(String before, String after) {
    // The prefix function of Knuth, Morris and Pratt over what is sought, run over the text.
    String sought = after.substring(0, Math.min(after.length(), COMPARED));
    int[] fallback = new int[sought.length()];
    for (int i = 1, k = 0; i < sought.length(); i++) {
      k = step(sought, fallback, k, sought.charAt(i));
      fallback[i] = k;
    }
    int matched = 0;
    for (int i = 0; i < before.length() && !sought.isEmpty(); i++) {
      if (matched == sought.length()) {
        matched = fallback[matched - 1];
      }
      matched = step(sought, fallback, matched, before.charAt(i));
    }
    return matched;
  }

  private static int step(String sought, int[] fallback, int matched, char next) {
    int k = matched;
    while (k > 0 && sought.charAt(k) != next) {
      k = fallback[k - 1];
    }
    return sought.charAt(k) == next ? k + 1 : k;
  }
}
