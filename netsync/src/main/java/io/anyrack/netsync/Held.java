package io.anyrack.netsync;

import io.anyrack.netsync.rule.Difference;
import io.anyrack.rack.sync.GuardedPort.Pair;
import io.anyrack.rack.sync.PortChange;
import io.anyrack.rack.sync.PortChange.Place;
import io.anyrack.rack.sync.Told.Option;
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
  private final Map<String, Refusal<List<Place>>> addresses = new HashMap<>();
  private final Map<String, Refusal<List<Pair>>> pairs = new HashMap<>();
  private final Map<String, Refusal<Set<Option>>> options = new HashMap<>();
  private final Duration time;

  Held(Duration time) {
    this.time = time;
  }

  private record Refusal<W>(W wanted, String message, Instant until) {
    boolean holds(W now, Instant at) {
      return wanted.equals(now) && at.isBefore(until);
    }
  }

  /**
   * What was refused together is asked for again one after the other: first what DHCP tells, then
   * all else, of which the addresses are blamed first.
   */
  void refused(PortChange change, Difference wanted, String message, Instant now) {
    String port = change.port().id();
    if (change.options().isPresent()) {
      boolean alone = change.addresses().isEmpty() && change.pairs().isEmpty();
      options.put(port, new Refusal<>(wanted.options(), message, alone ? now.plus(time) : now));
    } else if (change.addresses().isPresent()) {
      addresses.put(port, new Refusal<>(wanted.addresses(), message, now.plus(time)));
    } else {
      pairs.put(port, new Refusal<>(wanted.pairs(), message, now.plus(time)));
    }
  }

  /** Forgets ports that are none of {@code there}. */
  void retain(Set<String> there) {
    List.of(addresses, pairs, options).forEach(each -> each.keySet().retainAll(there));
  }

  /** Whether what DHCP tells a port was refused before: it goes by itself, or not now. */
  boolean knowsOptions(Difference difference) {
    return find(options, difference)
        .filter(refusal -> refusal.wanted().equals(difference.options()))
        .isPresent();
  }

  /** Whether a port's client is not to be told something else now. */
  boolean holdsOptions(Difference difference, Instant now) {
    return find(options, difference).filter(r -> r.holds(difference.options(), now)).isPresent();
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
                    .map(Refusal::message))
        .or(
            () ->
                find(options, difference)
                    .filter(_ -> difference.changesOptions())
                    .filter(refusal -> refusal.wanted().equals(difference.options()))
                    .map(Refusal::message));
  }

  private static <T> Optional<Refusal<T>> find(
      Map<String, Refusal<T>> refusals, Difference difference) {
    return Optional.ofNullable(refusals.get(difference.port().id()));
  }
}
