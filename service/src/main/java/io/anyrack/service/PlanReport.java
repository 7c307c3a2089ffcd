package io.anyrack.service;

import io.anyrack.rack.plan.Plan;
import io.anyrack.service.control.JsonLines;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A plan on its way from the service to the command line. */
public final class PlanReport {
  private PlanReport() {}

  /** One line with all changes. */
  public static ObjectNode of(Plan plan) {
    ObjectNode line = JsonLines.object();
    ArrayNode changes = line.putArray("plan");
    for (Plan.Change change : plan.changes()) {
      ObjectNode each =
          changes
              .addObject()
              .put("action", word(change.action()))
              .put("kind", word(change.kind()))
              .put("name", change.name())
              .put("when-off", change.whenOff());
      change.details().forEach(each.putArray("details")::add);
    }
    return line;
  }

  /** The plan in {@code changes}, the value of the line's {@code plan}. */
  public static Plan read(JsonNode changes) {
    List<Plan.Change> read = new ArrayList<>();
    for (JsonNode change : changes) {
      List<String> details = new ArrayList<>();
      change.path("details").forEach(detail -> details.add(detail.asString("")));
      read.add(
          new Plan.Change(
              Plan.Action.valueOf(constant(change, "action")),
              Plan.Kind.valueOf(constant(change, "kind")),
              change.path("name").asString(""),
              details,
              change.path("when-off").asBoolean(false)));
    }
    return new Plan(read);
  }

  private static String constant(JsonNode change, String key) {
    return change.path(key).asString("").toUpperCase(Locale.ROOT);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
