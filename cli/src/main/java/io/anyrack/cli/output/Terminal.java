package io.anyrack.cli.output;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Optional;

/**
 * Where a command's words go.
 *
 * @param out data, and nothing else
 * @param err talk: progress, warnings, errors
 * @param in what the user types
 * @param interactive whether {@code out} and {@code err} end at a person's terminal
 */
public record Terminal(PrintStream out, PrintStream err, InputStream in, boolean interactive) {
  /** The streams of this process. */
  public static Terminal ofThisProcess() {
    return new Terminal(
        System.out,
        System.err,
        System.in,
        Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false));
  }

  /** Says something to the user. */
  public void say(String text) {
    err.println(text);
  }
}
