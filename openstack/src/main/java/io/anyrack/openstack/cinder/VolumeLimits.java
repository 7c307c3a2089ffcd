package io.anyrack.openstack.cinder;

import io.anyrack.openstack.http.Fields;

/**
 * What the project may have and has; -1 in a maximum: no limit.
 *
 * @param maxVolumes volumes
 * @param volumes volumes that are there
 * @param maxGib of all together
 * @param gib in use
 */
public record VolumeLimits(long maxVolumes, long volumes, long maxGib, long gib) {
  static VolumeLimits read(Fields limits) {
    return new VolumeLimits(
        limits.longNumber("maxTotalVolumes", -1),
        limits.longNumber("totalVolumesUsed", 0),
        limits.longNumber("maxTotalVolumeGigabytes", -1),
        limits.longNumber("totalGigabytesUsed", 0));
  }
}
