package io.anyrack.rack.sync;

import io.anyrack.rack.sync.GuardedPort.Pair;
import java.util.Set;

/**
 * What of a port is address sync's, written on the port itself by the request that sets it: {@code
 * up} leaves it alone, and sync withdraws nothing else.
 *
 * @param addresses whether its own IPv4 addresses are
 * @param pairs those of its pairs that are
 */
public record Mark(boolean addresses, Set<Pair> pairs) {
  /** Nothing is. */
  public static final Mark NONE = new Mark(false, Set.of());

  /** Copies the set. */
  public Mark {
    pairs = Set.copyOf(pairs);
  }
}
