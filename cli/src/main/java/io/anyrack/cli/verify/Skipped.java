package io.anyrack.cli.verify;

import java.time.Duration;

/**
 * A check that a rack gives no occasion for.
 *
 * @param name of the check
 * @param subject of what
 * @param why it is not tried
 * @param remedy what would change that; empty: nothing
 */
record Skipped(String name, String subject, String why, String remedy) implements Check {
  @Override
  public Duration limit() {
    return Duration.ofSeconds(1);
  }

  @Override
  public Verdict look() {
    return new Verdict.Skip(why, remedy);
  }
}
