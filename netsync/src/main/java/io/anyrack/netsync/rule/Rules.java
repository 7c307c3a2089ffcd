package io.anyrack.netsync.rule;

import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.sync.GuardedPort.Pair;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the comparison must know beside ports and wishes.
 *
 * @param file what the rack file says of ports, by MAC
 * @param pairLimit how many pairs the cloud lets a port have; empty: not known
 */
public record Rules(Map<MacAddress, OnFile> file, OptionalInt pairLimit) {
  /**
   * What the rack file gives to a port.
   *
   * @param addresses its own
   * @param pairs which are never withdrawn
   */
  public record OnFile(Set<IpAddress> addresses, Set<Pair> pairs) {
    /** Copies the sets. */
    public OnFile {
      addresses = Set.copyOf(addresses);
      pairs = Set.copyOf(pairs);
    }
  }

  /** Copies the map. */
  public Rules {
    file = Map.copyOf(file);
  }

  /** What the rack file gives to the port with a MAC; empty: it does not have it. */
  Optional<OnFile> onFile(MacAddress mac) {
    return Optional.ofNullable(file.get(mac));
  }
}
