package io.anyrack.cli.output;

import io.anyrack.openstack.doctor.Choice;
import io.anyrack.openstack.doctor.Finding;
import io.anyrack.openstack.doctor.Report;
import io.anyrack.rack.cloud.Probe.Severity;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the doctor found, for people and for programs. */
public final class DoctorText {
  private DoctorText() {}

  /** Two tables: what was found, and what would be chosen. */
  public static String table(Report report) {
    Table findings = new Table("", "CHECK", "FOUND", "MEANS");
    for (Finding finding : report.findings()) {
      findings.row(word(finding.severity()), finding.subject(), finding.found(), finding.meaning());
    }
    if (report.choices().isEmpty()) {
      return findings.toString();
    }
    return findings + System.lineSeparator() + choices(report.choices());
  }

  /** A line for each choice. */
  static String choices(List<Choice> choices) {
    Table table = new Table("FOR", "CHOICE", "CHOSEN", "BECAUSE");
    for (Choice choice : choices) {
      table.row(choice.subject(), choice.what(), choice.chosen(), choice.because());
    }
    return table.toString();
  }

  /** The same as data. */
  public static JsonNode data(Report report) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("good", report.isGood());
    ArrayNode findings = data.putArray("findings");
    for (Finding finding : report.findings()) {
      findings
          .addObject()
          .put("severity", word(finding.severity()))
          .put("check", finding.subject())
          .put("found", finding.found())
          .put("means", finding.meaning());
    }
    data.set("choices", data(report.choices()));
    return data;
  }

  /** Choices as data. */
  static ArrayNode data(List<Choice> choices) {
    ArrayNode data = JsonNodeFactory.instance.arrayNode();
    for (Choice choice : choices) {
      data.addObject()
          .put("for", choice.subject())
          .put("choice", choice.what())
          .put("chosen", choice.chosen())
          .put("because", choice.because());
    }
    return data;
  }

  private static String word(Severity severity) {
    return switch (severity) {
      case FINE -> "ok";
      case WARNING -> "cost";
      case PROBLEM -> "PROBLEM";
    };
  }
}
