package io.anyrack.openstack.resource;

import io.anyrack.fakestack.world.Quota;

/** Quotas of small clouds. */
final class QuotaOf {
  private QuotaOf() {}

  static Quota instances(int count) {
    Quota d = Quota.DEFAULT;
    return new Quota(
        count,
        d.cores(),
        d.ramMegabytes(),
        d.keypairs(),
        d.networks(),
        d.subnets(),
        d.ports(),
        d.routers(),
        d.floatingIps(),
        d.securityGroups(),
        d.securityGroupRules(),
        d.volumes(),
        d.gigabytes(),
        d.imageBytes(),
        d.metadataItems());
  }
}
