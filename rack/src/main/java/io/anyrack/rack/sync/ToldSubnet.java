package io.anyrack.rack.sync;

import io.anyrack.rack.address.IpPrefix;
import java.util.Set;

/**
 * A subnet of one of the rack's own networks, and the routes its clients are told beside the
 * gateway (Neutron's {@code host_routes}).
 *
 * @param id the cloud's name for it
 * @param network the name of its network in the rack file
 * @param cidr its addresses
 * @param now the routes as the cloud has them
 * @param due the routes as the rack file has them, that to the metadata service among them
 * @param revision grows with each change
 */
public record ToldSubnet(
    String id, String network, IpPrefix cidr, Set<Route> now, Set<Route> due, long revision) {
  /** Copies the sets. */
  public ToldSubnet {
    now = Set.copyOf(now);
    due = Set.copyOf(due);
  }

  /** A route: where to, and by whom. */
  public record Route(String destination, String nextHop) {
    @Override
    public String toString() {
      return destination + " via " + nextHop;
    }
  }

  /** What came of a change. */
  public sealed interface Outcome {
    /** The subnet is so now. */
    record Changed(ToldSubnet subnet) implements Outcome {}

    /** Somebody changed or deleted the subnet since it was seen: nothing was done. */
    record Stale() implements Outcome {}

    /**
     * The cloud does not want to.
     *
     * @param message the cloud's own
     */
    record Refused(String message) implements Outcome {}
  }
}
