package io.anyrack.openstack.neutron;

/**
 * What the project may have of one kind.
 *
 * @param limit -1: no limit
 * @param used what is there, reserved included
 */
public record Quota(long limit, long used) {
  /** How many more may be made. */
  public long free() {
    return limit < 0 ? Long.MAX_VALUE : Math.max(0, limit - used);
  }
}
