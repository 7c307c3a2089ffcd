package io.anyrack.netsync.rule;

import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.sync.GuardedPort;
import io.anyrack.rack.sync.GuardedPort.Pair;
import io.anyrack.rack.sync.Mark;
import io.anyrack.rack.sync.PortChange.Place;
import io.anyrack.rack.sync.Told.Option;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a port has, and what it shall have.
 *
 * @param port as it is
 * @param addresses its own addresses, as they shall be
 * @param pairs the exceptions of its guard, as they shall be
 * @param mark what of them is sync's
 * @param options what DHCP shall tell its client
 */
public record Difference(
    GuardedPort port, List<Place> addresses, List<Pair> pairs, Mark mark, Set<Option> options) {
  /** Copies lists and set. */
  public Difference {
    addresses = List.copyOf(addresses);
    pairs = List.copyOf(pairs);
    options = Set.copyOf(options);
  }

  /** Whether nothing is to be done. */
  public boolean isNone() {
    return !changesAddresses() && !changesPairs() && !changesMark() && !changesOptions();
  }

  /** Whether its client is to be told something else. */
  public boolean changesOptions() {
    return !options.equals(port.told().now());
  }

  /** The same with other exceptions of its guard, of which {@code marked} are sync's. */
  public Difference withPairs(List<Pair> others, Set<Pair> marked) {
    return new Difference(port, addresses, others, new Mark(mark.addresses(), marked), options);
  }

  /** The same, telling its client what it is told now. */
  public Difference withoutOptions() {
    return new Difference(port, addresses, pairs, mark, port.told().now());
  }

  /** Whether its own addresses change. */
  public boolean changesAddresses() {
    return addresses.stream().anyMatch(Place.Any.class::isInstance)
        || !exactly().equals(Set.copyOf(port.addresses()));
  }

  /** Whether the exceptions of its guard change. */
  public boolean changesPairs() {
    return !Set.copyOf(pairs).equals(Set.copyOf(port.pairs()));
  }

  /** Whether only now, or no more, something is sync's. */
  public boolean changesMark() {
    return !mark.equals(port.mark());
  }

  private Set<IpAddress> exactly() {
    return addresses.stream()
        .filter(Place.Exactly.class::isInstance)
        .map(place -> ((Place.Exactly) place).address())
        .collect(Collectors.toSet());
  }

  /** Addresses it is to get. */
  Set<IpAddress> gains() {
    Set<IpAddress> gains = new HashSet<>(exactly());
    port.addresses().forEach(gains::remove);
    return gains;
  }

  /** Addresses it has and keeps. */
  List<IpAddress> stays() {
    Set<IpAddress> wanted = exactly();
    return port.addresses().stream().filter(wanted::contains).toList();
  }

  /** Pairs it is to get. */
  public List<Pair> opened() {
    return pairs.stream().filter(pair -> !port.pairs().contains(pair)).toList();
  }

  /** Pairs it is to lose. */
  public List<Pair> closed() {
    return port.pairs().stream().filter(pair -> !pairs.contains(pair)).toList();
  }

  /** Such as {@code node-1: 192.0.2.30 -> 192.0.2.31, +192.0.2.9}. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    if (changesAddresses()) {
      parts.add(joined(port.addresses()) + " -> " + joined(addresses));
    }
    opened().forEach(pair -> parts.add("+" + shown(pair)));
    // What was an exception and becomes its own is no loss.
    closed().stream()
        .filter(pair -> !gains().contains(pair.address().base()) || !pair.address().isSingle())
        .forEach(pair -> parts.add("-" + shown(pair)));
    parts.addAll(ToldText.of(port.told().now(), options));
    if (parts.isEmpty()) {
      parts.add(
          mark.addresses() && !port.mark().addresses()
              ? "its address is not the rack file's"
              : "the rack file's again, what it has");
    }
    return port.node() + " (" + port.mac() + "): " + String.join(", ", parts);
  }

  private String shown(Pair pair) {
    return pair.mac().equals(port.mac()) ? pair.address().toString() : pair.toString();
  }

  private static String joined(List<?> addresses) {
    return addresses.isEmpty()
        ? "none"
        : addresses.stream().map(Object::toString).collect(Collectors.joining(" "));
  }
}
