package io.anyrack.cli.output;

import io.anyrack.netsync.Figures;
import io.anyrack.netsync.Pass;
import io.anyrack.netsync.rule.Finding;
import io.anyrack.netsync.rule.ToldText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What one pass of address sync did, or would do. */
public final class SyncText {
  private SyncText() {}

  /** A line each. */
  public static String lines(Pass pass) {
    StringBuilder text = new StringBuilder();
    pass.changed().forEach(line -> text.append(line).append(System.lineSeparator()));
    pass.pending()
        .forEach(each -> text.append("pending: ").append(each).append(System.lineSeparator()));
    pass.routes()
        .forEach(
            each ->
                text.append("pending: ").append(ToldText.of(each)).append(System.lineSeparator()));
    return text.toString();
  }

  /** For programs; durations in milliseconds. */
  public static JsonNode data(Pass pass, Figures figures, int calls) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    ArrayNode changed = data.putArray("changed");
    pass.changed().forEach(changed::add);
    ArrayNode pending = data.putArray("pending");
    pass.pending()
        .forEach(
            each ->
                pending
                    .addObject()
                    .put("node", each.port().node())
                    .put("port", each.port().id())
                    .put("difference", each.toString()));
    pass.routes()
        .forEach(
            each ->
                pending
                    .addObject()
                    .put("network", each.network())
                    .put("subnet", each.id())
                    .put("difference", ToldText.of(each)));
    ArrayNode findings = data.putArray("findings");
    pass.findings()
        .forEach(each -> findings.addObject().put("node", each.node()).put("text", each.text()));
    data.putObject("metrics")
        .put("ports", pass.ports())
        .put("changes", pass.changed().size())
        .put("pending", pass.left())
        .put("lag-ms", figures.lag().toMillis())
        .put("waiting-ms", figures.waiting().toMillis())
        .put("calls", calls);
    return data;
  }

  /** How a sync is doing that goes on, with the same words as {@code status --sync}. */
  public static JsonNode data(Figures figures, Set<Finding> findings, int calls, Instant now) {
    ObjectNode data =
        JsonNodeFactory.instance
            .objectNode()
            .put("at", now.truncatedTo(ChronoUnit.SECONDS).toString())
            .put("sources", figures.sources())
            .put("heard", figures.heard())
            .put("ports", figures.ports())
            .put("pending", figures.pending())
            .put("changes", figures.changes())
            .put("failures", figures.failures())
            .put("lag-ms", figures.lag().toMillis())
            .put("waiting-ms", figures.waiting().toMillis())
            .put("calls", calls);
    ArrayNode said = data.putArray("findings");
    findings.stream().map(Finding::toString).sorted().forEach(said::add);
    return data;
  }
}
