package io.anyrack.netsync.cloud;

import io.anyrack.netsync.own.OwnPairs;
import io.anyrack.rack.sync.GuardedPort.Pair;
import java.util.Map;
import java.util.Set;

/** Keeps them in memory. */
public final class MemoryPairs implements OwnPairs {
  private Map<String, Set<Pair>> pairs = Map.of();

  @Override
  public Map<String, Set<Pair>> all() {
    return pairs;
  }

  @Override
  public void keep(Map<String, Set<Pair>> kept) {
    pairs = Map.copyOf(kept);
  }
}
