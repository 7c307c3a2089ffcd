package io.anyrack.cli.command;

import io.anyrack.cli.host.Host;
import io.anyrack.cli.output.Documents;
import io.anyrack.cli.output.OutputFormat;
import io.anyrack.cli.output.Table;
import io.anyrack.rack.RackException;
import io.anyrack.service.control.ControlClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code anyrack status}. */
@Command(
    name = "status",
    description =
        "Show what the nodes and address sync are doing, or what the network ports dropped.",
    footer = {"", "Example: anyrack status --drops"})
public final class StatusCommand implements Callable<Integer> {
  private final Host host;
  @Mixin private RackOptions rack = new RackOptions();

  @Option(names = "--sync", description = "show how the rack's address sync is doing")
  private boolean sync;

  @Option(names = "--drops", description = "show the counters of the network ports")
  private boolean drops;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      description = "table, json, yaml; default ${DEFAULT-VALUE}")
  private OutputFormat format = OutputFormat.table;

  /** A command in {@code host}. */
  public StatusCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    ControlClient service = rack.service(host);
    JsonNode answer = service.call(drops ? "ports" : "status");
    JsonNode data = answer.path(drops ? "ports" : sync ? "sync" : "nodes");
    if (sync && data.isMissingNode()) {
      throw new RackException("the rack has no address sync: write `sync:` into its rack file");
    }
    host.terminal()
        .out()
        .print(
            switch (format) {
              case json -> Documents.json(data);
              case yaml -> Documents.yaml(data);
              case table, ipmitool ->
                  drops ? ports(data) : sync ? sync(data) : nodes(data) + sync(answer.path("sync"));
            });
    host.terminal().out().flush();
    return 0;
  }

  private static String nodes(JsonNode nodes) {
    Table table = new Table("NAME", "STATE", "SINCE", "BOOT", "PHASE", "MEDIA", "REASON");
    for (JsonNode node : nodes) {
      table.row(
          node.path("name").asString(""),
          node.path("state").asString(""),
          node.path("since").asString(""),
          NodesCommand.boot(node.path("boot")),
          node.path("phase").asString("-").replace("local", "-"),
          node.path("media").asString("-"),
          node.path("reason").asString("-"));
    }
    return table.toString();
  }

  /** A line, and one for each thing that is wrong; nothing where there is no sync. */
  private static String sync(JsonNode sync) {
    if (sync.isMissingNode()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    text.append(
        "sync: %d of %d sources heard, %d ports, %d pending, %d changed, lag %d ms%n"
            .formatted(
                sync.path("heard").asInt(),
                sync.path("sources").asInt(),
                sync.path("ports").asInt(),
                sync.path("pending").asInt(),
                sync.path("changes").asInt(),
                sync.path("lag-ms").asLong()));
    if (sync.path("waiting-ms").asLong() > 0) {
      text.append("sync: waiting for %d ms%n".formatted(sync.path("waiting-ms").asLong()));
    }
    sync.path("findings").forEach(each -> text.append("sync: %s%n".formatted(each.asString(""))));
    return text.toString();
  }

  private static String ports(JsonNode ports) {
    Table table = new Table("NETWORK", "NODE", "NIC", "LINK", "IN", "OUT", "DROPS");
    for (JsonNode port : ports) {
      table.row(
          port.path("network").asString(""),
          port.path("node").asString(""),
          String.valueOf(port.path("nic").asInt()),
          port.path("connected").asBoolean() ? "up" : "down",
          String.valueOf(port.path("frames-in").asLong()),
          String.valueOf(port.path("frames-out").asLong()),
          reasons(port.path("drops")));
    }
    return table.toString();
  }

  private static String reasons(JsonNode drops) {
    List<String> reasons = new ArrayList<>();
    drops.properties().stream()
        .filter(drop -> drop.getValue().asLong() > 0)
        .forEach(drop -> reasons.add(drop.getKey() + "=" + drop.getValue().asLong()));
    return reasons.isEmpty() ? "-" : String.join(" ", reasons);
  }
}
