package io.anyrack.cli.remote;

import java.util.List;
import java.util.stream.Collectors;

/** Words for a POSIX shell. */
final class ShellWords {
  private ShellWords() {}

  /** A word that means itself, whatever is in it (POSIX.1-2024, Shell Command Language §2.2.2). */
  static String quote(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  /** Several words, each quoted. */
  static String quote(List<String> words) {
    return words.stream().map(ShellWords::quote).collect(Collectors.joining(" "));
  }
}
