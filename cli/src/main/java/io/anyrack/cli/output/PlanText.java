package io.anyrack.cli.output;

import io.anyrack.openstack.doctor.Prospect;
import io.anyrack.rack.plan.Plan;
import io.anyrack.service.PlanReport;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A plan for people. */
public final class PlanText {
  private PlanText() {}

  /** A line for each change, its details below it. */
  public static String of(Plan plan) {
    if (plan.isEmpty()) {
      return "nothing to do: the rack is as its file says" + System.lineSeparator();
    }
    StringJoiner lines = new StringJoiner(System.lineSeparator(), "", System.lineSeparator());
    for (Plan.Change change : plan.changes()) {
      String sign =
          switch (change.action()) {
            case ADD -> "+ add";
            case CHANGE -> "~ change";
            case REPLACE -> "! replace (its content is lost)";
            case REMOVE -> "- remove";
          };
      lines.add(
          sign
              + " "
              + subject(change)
              + (change.whenOff() ? " (takes effect at its next power-on)" : ""));
      change.details().forEach(detail -> lines.add("      " + detail));
    }
    return lines.toString();
  }

  /** What was chosen and why, and what the user should know; empty where there is nothing. */
  public static String of(Prospect prospect) {
    StringBuilder text = new StringBuilder();
    if (!prospect.choices().isEmpty()) {
      text.append(System.lineSeparator()).append(DoctorText.choices(prospect.choices()));
    }
    prospect
        .warnings()
        .forEach(
            warning -> text.append("warning: ").append(warning).append(System.lineSeparator()));
    return text.toString();
  }

  /** Both as data. */
  public static JsonNode data(Plan plan, Prospect prospect) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.set("changes", PlanReport.of(plan).path("plan"));
    data.set("choices", DoctorText.data(prospect.choices()));
    prospect.warnings().forEach(data.putArray("warnings")::add);
    return data;
  }

  /** Of some kinds there is only one, which needs no name. */
  private static String subject(Plan.Change change) {
    return switch (change.kind()) {
      case NETWORK -> "network " + change.name();
      case NODE -> "node " + change.name();
      case BMC -> "the way to the BMCs";
      case BOOT -> "what nodes boot from the network";
      case SYNC -> "address sync";
      case ROUTER -> "router " + change.name();
      case SERVER -> "server " + change.name();
      case RESOURCE -> change.name();
    };
  }
}
