package io.anyrack.cli.sync;

import io.anyrack.netsync.SyncLimits;
import io.anyrack.openstack.project.Project;
import io.anyrack.openstack.sync.NodePorts;
import io.anyrack.rack.address.IpPrefix;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.sync.Source;
import io.anyrack.rack.sync.Target;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The ports that a sync is for.
 *
 * @param ports the ports
 * @param observed a source of what is seen on their network; empty: there nothing can be seen
 * @param limits how much, how often
 */
public record SyncTarget(
    Target ports, Optional<Function<IpPrefix, Source>> observed, SyncLimits limits) {
  /**
   * The ports of a rack in a project.
   *
   * @param changing whether {@code up} changes the rack now
   */
  public static SyncTarget of(Project project, Rack rack, BooleanSupplier changing) {
    return new SyncTarget(
        new NodePorts(project.neutron(), rack, changing), Optional.empty(), SyncLimits.USUAL);
  }
}
