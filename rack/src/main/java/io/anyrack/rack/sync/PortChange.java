package io.anyrack.rack.sync;

import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.IpPrefix;
import io.anyrack.rack.sync.GuardedPort.Pair;
import java.util.List;
import java.util.Optional;

/**
 * One request to the cloud: what a port shall have.
 *
 * @param port as it was seen
 * @param addresses its own addresses; empty: as they are
 * @param pairs what its guard lets through; empty: as it is
 * @param mark what of it is address sync's; empty: as it is
 */
public record PortChange(
    GuardedPort port,
    Optional<List<Place>> addresses,
    Optional<List<Pair>> pairs,
    Optional<Mark> mark) {
  /** Copies the lists. */
  public PortChange {
    addresses = addresses.map(List::copyOf);
    pairs = pairs.map(List::copyOf);
  }

  /** An address a port shall have. */
  public sealed interface Place {
    /** This one. */
    record Exactly(IpAddress address) implements Place {
      @Override
      public String toString() {
        return address.toString();
      }
    }

    /** One of the cloud's choice on a subnet. */
    record Any(IpPrefix subnet) implements Place {
      @Override
      public String toString() {
        return "any of " + subnet;
      }
    }
  }
}
