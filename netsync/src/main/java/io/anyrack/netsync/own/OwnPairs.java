package io.anyrack.netsync.own;

import io.anyrack.rack.sync.GuardedPort.Pair;
import java.util.Map;
import java.util.Set;

/**
 * Remembers which address pairs sync added, so that it withdraws no others. One thread at a time.
 */
public interface OwnPairs {
  /** By port id. */
  Map<String, Set<Pair>> all();

  /** Replaces all; kept when it returns, also if the process ends right after it. */
  void keep(Map<String, Set<Pair>> pairs);
}
