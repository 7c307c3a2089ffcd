package io.anyrack.rack.sync;

import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.IpPrefix;
import io.anyrack.rack.sync.GuardedPort.Pair;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One request to the cloud: what a port shall have.
 *
 * @param port as it was seen
 * @param addresses its own addresses; empty: as they are
 * @param pairs what its guard lets through; empty: as it is
 * @param mark what of it is address sync's; empty: as it is
 * @param options what DHCP tells its client; empty: as it is
 */
public record PortChange(
    GuardedPort port,
    Optional<List<Place>> addresses,
    Optional<List<Pair>> pairs,
    Optional<Mark> mark,
    Optional<Set<Told.Option>> options) {
  /** Copies lists and set. */
  public PortChange {
    addresses = addresses.map(List::copyOf);
    pairs = pairs.map(List::copyOf);
    options = options.map(Set::copyOf);
  }

  /** A change of what the guard lets through; DHCP tells what it tells. */
  public PortChange(
      GuardedPort port,
      Optional<List<Place>> addresses,
      Optional<List<Pair>> pairs,
      Optional<Mark> mark) {
    this(port, addresses, pairs, mark, Optional.empty());
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
