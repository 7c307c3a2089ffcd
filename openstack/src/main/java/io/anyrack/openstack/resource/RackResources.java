package io.anyrack.openstack.resource;

import io.anyrack.rack.cloud.BreakOff;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.plan.Plan;
import java.util.List;

/**
 * Everything a rack has in a project: compared, made, changed, destroyed. Each method may be called
 * again after an interruption.
 */
public interface RackResources {
  /** What has to be done so that the rack is as {@code wanted} says, by what is there. */
  Plan plan(Rack wanted);

  /**
   * Does what the plan says. Servers that are made are off.
   *
   * @param breakOff ends it early
   */
  void apply(Rack rack, Plan plan, Progress progress, BreakOff breakOff);

  /** Destroys everything of the rack. */
  void destroy(Progress progress);

  /** What the last of the two took, a line each. */
  List<String> account();
}
