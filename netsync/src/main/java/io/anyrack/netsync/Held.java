package io.anyrack.netsync;

import io.anyrack.netsync.rule.Difference;
import io.anyrack.rack.sync.GuardedPort.Pair;
import io.anyrack.rack.sync.PortChange;
import io.anyrack.rack.sync.PortChange.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Changes that the cloud refused: not asked for again at once. One thread at a time. */
final class Held {
  private final Map<String, Refusal<Place>> addresses = new HashMap<>();
  private final Map<String, Refusal<Pair>> pairs = new HashMap<>();
  private final Duration time;

  Held(Duration time) {
    this.time = time;
  }

  private record Refusal<T>(List<T> wanted, String message, Instant until) {
    boolean holds(List<T> now, Instant at) {
      return wanted.equals(now) && at.isBefore(until);
    }
  }

  /** The addresses are blamed first: without them the pairs are asked for again. */
  void refused(PortChange change, Difference wanted, String message, Instant now) {
    String port = change.port().id();
    if (change.addresses().isPresent()) {
      addresses.put(port, new Refusal<>(wanted.addresses(), message, now.plus(time)));
    } else {
      pairs.put(port, new Refusal<>(wanted.pairs(), message, now.plus(time)));
    }
  }

  /** Ports whose addresses are not asked for now. */
  Set<String> addresses(List<Difference> differences, Instant now) {
    return differences.stream()
        .filter(
            each -> find(addresses, each).filter(r -> r.holds(each.addresses(), now)).isPresent())
        .map(each -> each.port().id())
        .collect(Collectors.toSet());
  }

  /** Whether these pairs are not asked for now. */
  boolean holdsPairs(Difference difference, Instant now) {
    return find(pairs, difference).filter(r -> r.holds(difference.pairs(), now)).isPresent();
  }

  /** Why a port is not as it shall be. */
  Optional<String> why(Difference difference) {
    return find(addresses, difference)
        .filter(refusal -> refusal.wanted().equals(difference.addresses()))
        .map(Refusal::message)
        .or(
            () ->
                find(pairs, difference)
                    .filter(refusal -> refusal.wanted().equals(difference.pairs()))
                    .map(Refusal::message));
  }

  private static <T> Optional<Refusal<T>> find(
      Map<String, Refusal<T>> refusals, Difference difference) {
    return Optional.ofNullable(refusals.get(difference.port().id()));
  }
}
