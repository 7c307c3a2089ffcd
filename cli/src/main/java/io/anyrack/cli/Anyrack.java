package io.anyrack.cli;

import io.anyrack.cli.command.BootCommand;
import io.anyrack.cli.command.ConsoleCommand;
import io.anyrack.cli.command.DemoCommand;
import io.anyrack.cli.command.DownCommand;
import io.anyrack.cli.command.InitCommand;
import io.anyrack.cli.command.LogCommand;
import io.anyrack.cli.command.MediaCommand;
import io.anyrack.cli.command.NodesCommand;
import io.anyrack.cli.command.PlanCommand;
import io.anyrack.cli.command.PowerCommand;
import io.anyrack.cli.command.RackFileException;
import io.anyrack.cli.command.ScreenshotCommand;
import io.anyrack.cli.command.ServiceCommand;
import io.anyrack.cli.command.StatusCommand;
import io.anyrack.cli.command.UpCommand;
import io.anyrack.cli.host.Host;
import io.anyrack.rack.RackException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program: {@code anyrack}. Exit codes: 0 done, 1 failed, 2 wrong use. */
@Command(
    name = "anyrack",
    version = "anyrack 0.1.0",
    mixinStandardHelpOptions = true,
    subcommandsRepeatable = false,
    description = "Turns any place that can start a VM into a rack of bare-metal servers.",
    footer = {"", "Begin with: anyrack demo"})
public final class Anyrack implements Runnable {
  /** One line an event: time, level, message, and the stack of an error. */
  private static final String LOG_FORMAT = "%1$tFT%1$tT %4$s %5$s%6$s%n";

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before run()
  private CommandSpec spec;

  private Anyrack() {}

  /** Starts the program and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.setProperty("java.util.logging.SimpleFormatter.format", LOG_FORMAT);
    System.exit(commandLine(Host.ofThisProcess()).execute(arguments));
  }

  /** The whole command line in {@code host}. */
  static CommandLine commandLine(Host host) {
    CommandLine line =
        new CommandLine(new Anyrack())
            .addSubcommand(new DemoCommand(host))
            .addSubcommand(new InitCommand(host))
            .addSubcommand(new PlanCommand(host))
            .addSubcommand(new UpCommand(host))
            .addSubcommand(new StatusCommand(host))
            .addSubcommand(new DownCommand(host))
            .addSubcommand(new NodesCommand(host))
            .addSubcommand(new PowerCommand(host))
            .addSubcommand(new BootCommand(host))
            .addSubcommand(new MediaCommand(host))
            .addSubcommand(new ConsoleCommand(host))
            .addSubcommand(new ScreenshotCommand(host))
            .addSubcommand(new LogCommand(host))
            .addSubcommand(new ServiceCommand(host));
    line.getSubcommands()
        .values()
        .forEach(command -> command.getCommandSpec().mixinStandardHelpOptions(true));
    return line.setExecutionExceptionHandler((failure, _, _) -> explain(host, failure));
  }

  private static int explain(Host host, Exception failure) {
    switch (failure) {
      case RackFileException problems -> host.terminal().say(problems.getMessage());
      case RackException known -> host.terminal().say("anyrack: " + known.getMessage());
      default -> {
        host.terminal()
            .say("anyrack: an error of Anyrack's own; please report it with what follows");
        failure.printStackTrace(host.terminal().err());
      }
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do");
  }
}
