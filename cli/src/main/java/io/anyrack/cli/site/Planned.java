package io.anyrack.cli.site;

import io.anyrack.openstack.doctor.Prospect;
import io.anyrack.rack.plan.Plan;

/**
 * What {@code up} would do, and how.
 *
 * @param plan what has to be done
 * @param prospect how the rack is made, with the reasons
 */
public record Planned(Plan plan, Prospect prospect) {}
