package io.anyrack.netsync;

import io.anyrack.netsync.rule.Difference;
import io.anyrack.netsync.rule.Finding;
import io.anyrack.rack.sync.ToldSubnet;
import java.util.List;

/**
 * What came of comparing once, or of changing until nothing more could be changed.
 *
 * @param ports how many there are
 * @param whole false: it was given up for newer wishes
 * @param changed what was done, a line each
 * @param pending what still differs, of ports
 * @param routes subnets whose clients are still not told what is due
 * @param findings why
 */
public record Pass(
    int ports,
    boolean whole,
    List<String> changed,
    List<Difference> pending,
    List<ToldSubnet> routes,
    List<Finding> findings) {
  /** Copies the lists. */
  public Pass {
    changed = List.copyOf(changed);
    pending = List.copyOf(pending);
    routes = List.copyOf(routes);
    findings = List.copyOf(findings);
  }

  /** How much still differs: ports and subnets. */
  public int left() {
    return pending.size() + routes.size();
  }
}
