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
}
