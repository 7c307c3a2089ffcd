package io.anyrack.rack.sync;

import java.util.List;
import java.util.Optional;

/** The ports of a rack's nodes in their cloud. Thread-safe. */
public interface Target {
  /**
   * All ports of the rack's nodes, and no other's.
   *
   * @throws io.anyrack.rack.cloud.CloudException if the cloud does not answer
   */
  List<GuardedPort> ports();

  /**
   * The subnets of the rack's own networks, as they were when its ports were listed last: asks
   * nobody. A target that keeps no routes has none.
   */
  default List<ToldSubnet> subnets() {
    return List.of();
  }

  /**
   * The port as it is now; empty: it is gone, or not a node's any more.
   *
   * @throws io.anyrack.rack.cloud.CloudException if the cloud does not answer
   */
  Optional<GuardedPort> port(String id);

  /**
   * Changes one port in one request, if it still is as it was seen. May be called again with the
   * same change.
   *
   * @throws io.anyrack.rack.cloud.CloudException if the cloud does not answer, or does not know us
   */
  Outcome update(PortChange change);

  /**
   * Has a subnet's clients told the routes that are due, if it still is as it was seen.
   *
   * @param subnet one of {@link #subnets}
   * @throws io.anyrack.rack.cloud.CloudException if the cloud does not answer
   */
  default ToldSubnet.Outcome route(ToldSubnet subnet) {
    throw new IllegalArgumentException("no subnet of this target: " + subnet);
  }
}
