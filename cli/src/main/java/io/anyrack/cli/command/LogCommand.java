package io.anyrack.cli.command;

import io.anyrack.cli.host.Host;
import io.anyrack.service.control.ControlClient;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code anyrack log}. */
@Command(
    name = "log",
    description = "Show the event log of a node, or of the rack.",
    footer = {"", "Example: anyrack log node-1 --follow"})
public final class LogCommand implements Callable<Integer> {
  private final Host host;

  @Option(names = "--file", paramLabel = "FILE", description = "the rack file")
  private Optional<Path> file = Optional.empty();

  @Option(names = "--rack", paramLabel = "NAME", description = "the rack's name")
  private Optional<String> name = Optional.empty();

  @Option(
      names = {"-f", "--follow"},
      description = "go on with what happens, until interrupted")
  private boolean follow;

  @Parameters(index = "0", paramLabel = "NODE|rack")
  private String node = "rack";

  /** A command in {@code host}. */
  public LogCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    PrintStream out = host.terminal().out();
    ObjectNode request = ControlClient.request("log").put("node", node).put("follow", follow);
    new RackOptions(file, name)
        .service(host)
        .call(
            request,
            line -> {
              JsonNode event = line.path("event");
              out.println(
                  event.path("time").asString("")
                      + "  "
                      + event.path("kind").asString("")
                      + "  "
                      + event.path("message").asString("")
                      + "  ["
                      + event.path("origin").asString("")
                      + "]");
              out.flush();
            });
    return 0;
  }
}
