package io.anyrack.openstack.doctor;

import io.anyrack.rack.cloud.Probe.Severity;
import java.util.List;

/**
 * What the doctor found.
 *
 * @param findings in the order in which they were found
 * @param choices what would be chosen for the rack's nodes and networks; empty without a rack
 */
public record Report(List<Finding> findings, List<Choice> choices) {
  /** Copies the lists. */
  public Report {
    findings = List.copyOf(findings);
    choices = List.copyOf(choices);
  }

  /** Whether the rack can be had. */
  public boolean isGood() {
    return findings.stream().noneMatch(finding -> finding.severity() == Severity.PROBLEM);
  }
}
