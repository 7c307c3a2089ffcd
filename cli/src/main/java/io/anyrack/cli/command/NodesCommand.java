package io.anyrack.cli.command;

import io.anyrack.cli.host.Host;
import io.anyrack.cli.output.Documents;
import io.anyrack.cli.output.OutputFormat;
import io.anyrack.cli.output.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code anyrack nodes}. */
@Command(
    name = "nodes",
    description = "List the nodes and how their BMCs are reached.",
    footer = {"", "Example: anyrack nodes -o json"})
public final class NodesCommand implements Callable<Integer> {
  private final Host host;
  @Mixin private RackOptions rack = new RackOptions();

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}")
  private OutputFormat format = OutputFormat.table;

  /** A command in {@code host}. */
  public NodesCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    JsonNode nodes = rack.service(host).call("nodes").path("nodes");
    host.terminal().out().print(show(nodes, format));
    host.terminal().out().flush();
    return 0;
  }

  static String show(JsonNode nodes, OutputFormat format) {
    return switch (format) {
      case json -> Documents.json(nodes);
      case yaml -> Documents.yaml(nodes);
      case table -> table(nodes);
      case ipmitool -> ipmitool(nodes);
    };
  }

  private static String table(JsonNode nodes) {
    Table table =
        new Table(
            "NAME",
            "ROLE",
            "POWER",
            "BOOT",
            "MAC",
            "ADDRESS",
            "IPMI",
            "REDFISH",
            "USER",
            "PASSWORD");
    for (JsonNode node : nodes) {
      JsonNode bmc = node.path("bmc");
      table.row(
          text(node, "name"),
          text(node, "role"),
          text(node, "power"),
          boot(node.path("boot")),
          list(node.path("macs")),
          list(node.path("addresses")),
          text(bmc.path("ipmi"), "host") + ":" + bmc.path("ipmi").path("port").asInt(),
          bmc.path("redfish").path("url").asString("-"),
          text(bmc, "username"),
          text(bmc, "password"));
    }
    return table.toString();
  }

  static String boot(JsonNode boot) {
    if (!boot.path("device").isString()) {
      return "-";
    }
    return boot.path("device").asString() + (boot.path("once").asBoolean() ? " once" : "");
  }

  /** A line to paste; the password goes through the environment, where others cannot see it. */
  private static String ipmitool(JsonNode nodes) {
    StringBuilder lines = new StringBuilder();
    for (JsonNode node : nodes) {
      JsonNode bmc = node.path("bmc");
      lines
          .append(
              "IPMI_PASSWORD=%s ipmitool -I lanplus -H %s -p %d -U %s -E chassis status  # %s"
                  .formatted(
                      shellQuoted(text(bmc, "password")),
                      text(bmc.path("ipmi"), "host"),
                      bmc.path("ipmi").path("port").asInt(),
                      shellQuoted(text(bmc, "username")),
                      text(node, "name")))
          .append(System.lineSeparator());
    }
    return lines.toString();
  }

  private static String shellQuoted(String word) {
    return word.matches("[A-Za-z0-9_.-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private static String text(JsonNode node, String key) {
    return node.path(key).asString("");
  }

  private static String list(JsonNode values) {
    List<String> texts = new ArrayList<>();
    values.forEach(value -> texts.add(value.asString()));
    return texts.isEmpty() ? "-" : String.join(",", texts);
  }
}
