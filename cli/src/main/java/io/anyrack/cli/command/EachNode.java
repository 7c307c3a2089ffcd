package io.anyrack.cli.command;

import io.anyrack.cli.output.Terminal;
import io.anyrack.rack.RackException;
import io.anyrack.service.control.ControlClient;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Does the same to several nodes; where one fails the others are still done. */
record EachNode(List<String> nodes, Terminal terminal) {
  static EachNode of(List<String> nodes, Terminal terminal) {
    return new EachNode(List.copyOf(nodes), terminal);
  }

  /** Prints what {@code action} says for each node; 1 if one of them failed, else 0. */
  int run(Function<String, String> action) {
    int exit = 0;
    for (String node : nodes) {
      try {
        terminal.out().println(node + ": " + action.apply(node));
      } catch (RackException e) {
        terminal.say("anyrack: " + e.getMessage());
        exit = 1;
      }
    }
    terminal.out().flush();
    return exit;
  }

  /** What the service says of a node. */
  static JsonNode report(ControlClient service, String name) {
    for (JsonNode node : service.call("status").path("nodes")) {
      if (node.path("name").asString("").equals(name)) {
        return node;
      }
    }
    throw new RackException("the rack has no node '" + name + "'");
  }
}
