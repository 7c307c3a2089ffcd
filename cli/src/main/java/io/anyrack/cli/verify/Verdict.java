package io.anyrack.cli.verify;

/** What came of a check. */
public sealed interface Verdict {
  /** What was seen, or why nothing was. */
  String found();

  /** What to do about it; empty: nothing. */
  String remedy();

  /** It holds. */
  record Pass(String found) implements Verdict {
    @Override
    public String remedy() {
      return "";
    }
  }

  /** It does not hold. */
  record Fail(String found, String remedy) implements Verdict {}

  /** It was not tried. */
  record Skip(String found, String remedy) implements Verdict {}
}
