package io.anyrack.rack.cloud;

import java.util.List;

/**
 * What a cloud said about a rack.
 *
 * @param findings in a sensible order
 */
public record Probe(List<Finding> findings) {
  /** Copies the list. */
  public Probe {
    findings = List.copyOf(findings);
  }

  /** The findings that make the rack impossible here. */
  public List<Finding> problems() {
    return findings.stream().filter(finding -> finding.severity() == Severity.PROBLEM).toList();
  }

  /**
   * One fact.
   *
   * @param severity what it means for the rack
   * @param subject what was looked at, such as {@code qemu}
   * @param message what was found and, for a problem, what to do
   */
  public record Finding(Severity severity, String subject, String message) {}

  /** What a finding means. */
  public enum Severity {
    /** As it should be. */
    FINE,
    /** Works, with a cost the message names. */
    WARNING,
    /** The rack cannot be had. */
    PROBLEM
  }
}
