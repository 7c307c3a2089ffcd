package io.anyrack.cli.command;

import io.anyrack.cli.host.Host;
import io.anyrack.service.control.ControlClient;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code anyrack power}. */
@Command(
    name = "power",
    description = {
      "Switch nodes: on, off, soft (ask the guest), reset, cycle, diag (NMI), status.",
      "The command returns when the node has accepted; `anyrack status` shows how it goes on."
    },
    synopsisHeading = "Usage: ",
    customSynopsis = "anyrack power [-f FILE | --rack NAME] NODE… VERB",
    footer = {"", "Example: anyrack power node-1 node-2 on"})
public final class PowerCommand implements Callable<Integer> {
  private static final Set<String> VERBS =
      Set.of("on", "off", "soft", "reset", "cycle", "diag", "status");

  private final Host host;
  @Mixin private RackOptions rack = new RackOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private CommandSpec spec;

  @Option(
      names = "--then-off-after",
      paramLabel = "SECONDS",
      description = "with soft: switch off hard if the guest did not shut down in this time")
  private Optional<Long> thenOffAfter = Optional.empty();

  @Parameters(arity = "1..*", paramLabel = "NODE… VERB", hidden = true)
  private List<String> words = List.of();

  /** A command in {@code host}. */
  public PowerCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    String verb = words.getLast();
    if (words.size() < 2) {
      throw new ParameterException(
          spec.commandLine(), "say which nodes, then what: anyrack power NODE… VERB");
    }
    if (!VERBS.contains(verb)) {
      throw new ParameterException(
          spec.commandLine(),
          "'" + verb + "' is none of on, off, soft, reset, cycle, diag, status");
    }
    if (thenOffAfter.isPresent() && !verb.equals("soft")) {
      throw new ParameterException(spec.commandLine(), "--then-off-after goes with soft only");
    }
    ControlClient service = rack.service(host);
    return EachNode.of(words.subList(0, words.size() - 1), host.terminal())
        .run(node -> verb.equals("status") ? status(service, node) : power(service, node, verb));
  }

  private static String status(ControlClient service, String node) {
    return EachNode.report(service, node).path("power").asString("");
  }

  private String power(ControlClient service, String node, String verb) {
    ObjectNode request = ControlClient.request("power").put("node", node).put("verb", verb);
    thenOffAfter.ifPresent(seconds -> request.put("then-off-after", seconds));
    return service.call(request).path("answer").asString("");
  }
}
