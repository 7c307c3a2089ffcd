package io.anyrack.cli;

import io.anyrack.cli.command.BootCommand;
import io.anyrack.cli.command.ConsoleCommand;
import io.anyrack.cli.command.DemoCommand;
import io.anyrack.cli.command.DoctorCommand;
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
import io.anyrack.cli.command.SyncCommand;
import io.anyrack.cli.command.UpCommand;
import io.anyrack.cli.command.VerifyCommand;
import io.anyrack.cli.host.Host;
import io.anyrack.rack.RackException;
import io.anyrack.rack.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program: {@code anyrack}. Exit codes: 0 done, 1 failed, 2 wrong use. */
@Command(
    name = "anyrack",
    version = "anyrack " + Version.TEXT,
    mixinStandardHelpOptions = true,
    subcommandsRepeatable = false,
    description = "Turns any place that can start a VM into a rack of bare-metal servers.",
    footer = {"", "Begin with: anyrack demo"})
public final class Anyrack implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before run()
  private CommandSpec spec;

  private Anyrack() {}

  /** Starts the program and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.setProperty("java.util.logging.config.class", LogSettings.class.getName());
    System.exit(commandLine(Host.ofThisProcess(), arguments).execute(arguments));
  }

  /**
   * The command line in {@code host} for {@code arguments}. Where they begin with a command it has
   * that one only: picocli reads the annotations of each command it is given, which takes longer
   * than most commands do.
   */
  static CommandLine commandLine(Host host, String... arguments) {
    CommandLine line = new CommandLine(new Anyrack());
    Map<String, Object> commands = commands(host);
    Optional.of(arguments)
        .filter(words -> words.length > 0)
        .map(words -> commands.get(words[0]))
        .map(List::of)
        .orElse(List.copyOf(commands.values()))
        .forEach(line::addSubcommand);
    line.getSubcommands()
        .values()
        .forEach(command -> command.getCommandSpec().mixinStandardHelpOptions(true));
    return line.setExecutionExceptionHandler((failure, _, _) -> explain(host, failure));
  }

  /** All commands by their names, in the order in which the help shows them. */
  static SequencedMap<String, Object> commands(Host host) {
    SequencedMap<String, Object> commands = new LinkedHashMap<>();
    commands.put("demo", new DemoCommand(host));
    commands.put("init", new InitCommand(host));
    commands.put("doctor", new DoctorCommand(host));
    commands.put("plan", new PlanCommand(host));
    commands.put("up", new UpCommand(host));
    commands.put("status", new StatusCommand(host));
    commands.put("down", new DownCommand(host));
    commands.put("nodes", new NodesCommand(host));
    commands.put("power", new PowerCommand(host));
    commands.put("boot", new BootCommand(host));
    commands.put("media", new MediaCommand(host));
    commands.put("console", new ConsoleCommand(host));
    commands.put("screenshot", new ScreenshotCommand(host));
    commands.put("log", new LogCommand(host));
    commands.put("sync", new SyncCommand(host));
    commands.put("verify", new VerifyCommand(host));
    commands.put("service", new ServiceCommand(host));
    return commands;
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
