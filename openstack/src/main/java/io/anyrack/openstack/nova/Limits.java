package io.anyrack.openstack.nova;

import io.anyrack.openstack.http.Fields;

/**
 * What the project may have and has; -1 in a maximum: no limit.
 *
 * @param maxInstances servers
 * @param instances servers that are there
 * @param maxCores processors
 * @param cores processors in use
 * @param maxRamMib main memory
 * @param ramMib main memory in use
 * @param maxKeypairs of one user
 */
public record Limits(
    long maxInstances,
    long instances,
    long maxCores,
    long cores,
    long maxRamMib,
    long ramMib,
    long maxKeypairs) {
  static Limits read(Fields limits) {
    return new Limits(
        limits.longNumber("maxTotalInstances", -1),
        limits.longNumber("totalInstancesUsed", 0),
        limits.longNumber("maxTotalCores", -1),
        limits.longNumber("totalCoresUsed", 0),
        limits.longNumber("maxTotalRAMSize", -1),
        limits.longNumber("totalRAMUsed", 0),
        limits.longNumber("maxTotalKeypairs", -1));
  }
}
