package io.anyrack.netsync;

import io.anyrack.netsync.rule.Difference;
import io.anyrack.netsync.rule.Finding;
import java.util.List;

/**
 * What came of comparing once, or of changing until nothing more could be changed.
 *
 * @param ports how many there are
 * @param whole false: it was given up for newer wishes
 * @param changed what was done, a line each
 * @param pending what still differs
 * @param findings why
 */
public record Pass(
    int ports,
    boolean whole,
    List<String> changed,
    List<Difference> pending,
    List<Finding> findings) {
  /** Copies the lists. */
  public Pass {
    changed = List.copyOf(changed);
    pending = List.copyOf(pending);
    findings = List.copyOf(findings);
  }
}
