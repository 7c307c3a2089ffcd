package io.anyrack.cli.output;

import io.anyrack.openstack.doctor.Choice;
import io.anyrack.openstack.doctor.Finding;
import io.anyrack.openstack.doctor.Report;
import io.anyrack.rack.cloud.Probe.Severity;
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
    Table choices = new Table("FOR", "CHOICE", "CHOSEN", "BECAUSE");
    for (Choice choice : report.choices()) {
      choices.row(choice.subject(), choice.what(), choice.chosen(), choice.because());
    }
    return findings + System.lineSeparator() + choices;
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
    ArrayNode choices = data.putArray("choices");
    for (Choice choice : report.choices()) {
      choices
          .addObject()
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
