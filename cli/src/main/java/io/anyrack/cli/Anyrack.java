package io.anyrack.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program {@code anyrack}: exit code 0 done, 1 failed, 2 wrong use. */
@Command(
    name = "anyrack",
    version = "anyrack 0.1.0",
    mixinStandardHelpOptions = true,
    description = "Turns any place that can start a VM into a rack of bare-metal servers.")
public final class Anyrack implements Runnable {
  @Spec private CommandSpec spec;

  /** Picocli sets {@link #spec} before it runs the command. */
  @SuppressWarnings("NullAway.Init")
  private Anyrack() {}

  /** Starts the program and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Anyrack()).execute(arguments));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do.");
  }
}
