package io.anyrack.fakestack.world;

import java.util.EnumMap;
import java.util.Map;

/**
 * What one project may have; each project has its own.
 *
 * @param limits those that are not the usual ones
 */
public record Quota(Map<Limit, Integer> limits) {
  /** Of what there may be so much; what is usual is high enough for every rack of a test. */
  public enum Limit {
    INSTANCES(5000),
    CORES(20_000),
    /** Of all servers together. */
    RAM_MEGABYTES(20_000_000),
    KEYPAIRS(1000),
    NETWORKS(500),
    SUBNETS(1000),
    PORTS(50_000),
    ROUTERS(100),
    FLOATING_IPS(200),
    SECURITY_GROUPS(500),
    SECURITY_GROUP_RULES(5000),
    VOLUMES(20_000),
    /** Of all volumes together. */
    GIGABYTES(1_000_000),
    /** The largest image. */
    IMAGE_BYTES(64 << 20),
    /** Of one server. */
    METADATA_ITEMS(128);

    private final int usual;

    Limit(int usual) {
      this.usual = usual;
    }
  }

  /** The usual limits. */
  public static final Quota DEFAULT = new Quota(Map.of());

  /** Copies the map. */
  public Quota {
    limits = Map.copyOf(limits);
  }

  /** So much is allowed. */
  public int of(Limit limit) {
    return limits.getOrDefault(limit, limit.usual);
  }

  /** The same with another limit. */
  public Quota with(Limit limit, int value) {
    Map<Limit, Integer> changed = new EnumMap<>(Limit.class);
    changed.putAll(limits);
    changed.put(limit, value);
    return new Quota(changed);
  }
}
