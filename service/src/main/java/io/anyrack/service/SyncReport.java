package io.anyrack.service;

import java.time.Duration;
import java.util.List;

/**
 * How the rack's address sync is doing.
 *
 * @param sources how many it follows
 * @param heard how many of them it has read at least once
 * @param ports how many ports it looks after
 * @param pending how many of them are not as the sources say
 * @param changes how many it has made since it began
 * @param failures of the cloud's answers, in a row
 * @param lag from reading the last change until it was on the ports
 * @param waiting how long the oldest unfinished change has been waiting; zero: none is
 * @param findings what keeps ports from being as the sources say, a line each
 */
public record SyncReport(
    int sources,
    int heard,
    int ports,
    int pending,
    long changes,
    int failures,
    Duration lag,
    Duration waiting,
    List<String> findings) {
  /** Copies the list. */
  public SyncReport {
    findings = List.copyOf(findings);
  }
}
