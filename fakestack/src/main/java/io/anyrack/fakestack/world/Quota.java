package io.anyrack.fakestack.world;

/**
 * What one project may have; each project has its own.
 *
 * @param ramMegabytes of all servers together
 * @param gigabytes of all volumes together
 * @param imageBytes the largest image, in bytes
 * @param metadataItems of one server
 */
public record Quota(
    int instances,
    int cores,
    int ramMegabytes,
    int keypairs,
    int networks,
    int subnets,
    int ports,
    int routers,
    int floatingIps,
    int securityGroups,
    int securityGroupRules,
    int volumes,
    int gigabytes,
    long imageBytes,
    int metadataItems) {
  /** High enough for every rack of a test. */
  public static final Quota DEFAULT =
      new Quota(
          5000,
          20000,
          20_000_000,
          1000,
          500,
          1000,
          50000,
          100,
          200,
          500,
          5000,
          20000,
          1_000_000,
          64L << 20,
          128);

  /** The same with so many servers. */
  public Quota withInstances(int count) {
    return new Quota(
        count,
        cores,
        ramMegabytes,
        keypairs,
        networks,
        subnets,
        ports,
        routers,
        floatingIps,
        securityGroups,
        securityGroupRules,
        volumes,
        gigabytes,
        imageBytes,
        metadataItems);
  }

  /** The same with so many cores, and so much memory. */
  public Quota withCompute(int newCores, int newRamMegabytes) {
    return new Quota(
        instances,
        newCores,
        newRamMegabytes,
        keypairs,
        networks,
        subnets,
        ports,
        routers,
        floatingIps,
        securityGroups,
        securityGroupRules,
        volumes,
        gigabytes,
        imageBytes,
        metadataItems);
  }

  /** The same with so many ports. */
  public Quota withPorts(int count) {
    return new Quota(
        instances,
        cores,
        ramMegabytes,
        keypairs,
        networks,
        subnets,
        count,
        routers,
        floatingIps,
        securityGroups,
        securityGroupRules,
        volumes,
        gigabytes,
        imageBytes,
        metadataItems);
  }

  /** The same with so many networks, routers and floating addresses. */
  public Quota withNetworks(int newNetworks, int newRouters, int newFloatingIps) {
    return new Quota(
        instances,
        cores,
        ramMegabytes,
        keypairs,
        newNetworks,
        subnets,
        ports,
        newRouters,
        newFloatingIps,
        securityGroups,
        securityGroupRules,
        volumes,
        gigabytes,
        imageBytes,
        metadataItems);
  }

  /** The same with so many rules of all security groups together. */
  public Quota withSecurityGroupRules(int count) {
    return new Quota(
        instances,
        cores,
        ramMegabytes,
        keypairs,
        networks,
        subnets,
        ports,
        routers,
        floatingIps,
        securityGroups,
        count,
        volumes,
        gigabytes,
        imageBytes,
        metadataItems);
  }

  /** The same with so many volumes of so many gigabytes together. */
  public Quota withVolumes(int count, int newGigabytes) {
    return new Quota(
        instances,
        cores,
        ramMegabytes,
        keypairs,
        networks,
        subnets,
        ports,
        routers,
        floatingIps,
        securityGroups,
        securityGroupRules,
        count,
        newGigabytes,
        imageBytes,
        metadataItems);
  }

  /** The same with images up to so many bytes. */
  public Quota withImageBytes(long bytes) {
    return new Quota(
        instances,
        cores,
        ramMegabytes,
        keypairs,
        networks,
        subnets,
        ports,
        routers,
        floatingIps,
        securityGroups,
        securityGroupRules,
        volumes,
        gigabytes,
        bytes,
        metadataItems);
  }
}
