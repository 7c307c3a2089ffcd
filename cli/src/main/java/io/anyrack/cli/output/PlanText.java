package io.anyrack.cli.output;

import io.anyrack.rack.plan.Plan;
import java.util.Locale;
import java.util.StringJoiner;

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
              + change.kind().name().toLowerCase(Locale.ROOT)
              + " "
              + change.name()
              + (change.whenOff() ? " (takes effect at its next power-on)" : ""));
      change.details().forEach(detail -> lines.add("      " + detail));
    }
    return lines.toString();
  }
}
