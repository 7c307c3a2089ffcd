package io.anyrack.netsync.rule;

import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.sync.GuardedPort.Pair;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the comparison must know beside ports and wishes.
 *
 * @param own the pairs that sync added, by port id: only these are ever withdrawn
 * @param fixed the pairs the rack file gives to ports, by MAC: these are never withdrawn
 * @param pairLimit how many pairs the cloud lets a port have; empty: not known
 */
public record Rules(
    Map<String, Set<Pair>> own, Map<MacAddress, Set<Pair>> fixed, OptionalInt pairLimit) {
  /** Copies the maps. */
  public Rules {
    own = Map.copyOf(own);
    fixed = Map.copyOf(fixed);
  }

  boolean mayWithdraw(String port, MacAddress mac, Pair pair) {
    return own.getOrDefault(port, Set.of()).contains(pair)
        && !fixed.getOrDefault(mac, Set.of()).contains(pair);
  }
}
