package io.anyrack.netsync.rule;

import io.anyrack.rack.address.IpPrefix;
import io.anyrack.rack.sync.GuardedPort;
import io.anyrack.rack.sync.GuardedPort.Pair;
import io.anyrack.rack.sync.Mark;
import io.anyrack.rack.sync.PortChange;
import io.anyrack.rack.sync.PortChange.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What can be done to a port now, without two ports ever having one address. */
public sealed interface Step {
  /** All that is to be done. */
  record Finish(Difference difference) implements Step {
    @Override
    public String toString() {
      return text(this);
    }
  }

  /** Its client is told what it shall be told, and nothing else: the cloud refused both at once. */
  record OptionsOnly(Difference difference) implements Step {
    @Override
    public List<Pair> pairs() {
      return port().pairs();
    }

    @Override
    public Mark mark() {
      return port().mark();
    }

    @Override
    public String toString() {
      return text(this);
    }
  }

  /** All but its addresses: the cloud refused them. */
  record ButAddresses(Difference difference) implements Step {
    @Override
    public Mark mark() {
      return new Mark(port().mark().addresses(), difference.mark().pairs());
    }

    @Override
    public String toString() {
      return text(this);
    }
  }

  /**
   * Gives up the addresses that others wait for; its own come later, its exceptions now.
   *
   * @param room how many exceptions it may have: if there is room, those to come are let through
   *     already, so that its node need not wait for the others
   */
  record Park(Difference difference, int room) implements Step {
    private Set<Pair> early() {
      Set<Pair> early =
          difference.gains().stream()
              .map(address -> new Pair(IpPrefix.of(address), port().mac()))
              .collect(Collectors.toSet());
      early.removeAll(difference.pairs());
      return difference.pairs().size() + early.size() <= room ? early : Set.of();
    }

    @Override
    public List<Pair> pairs() {
      return Stream.concat(difference.pairs().stream(), early().stream()).toList();
    }

    @Override
    public Mark mark() {
      Set<Pair> marked = new HashSet<>(difference.mark().pairs());
      marked.addAll(early());
      return new Mark(difference.mark().addresses(), marked);
    }

    @Override
    public String toString() {
      return text(this) + " (for a moment: others wait for its address)";
    }
  }

  /** What is to be done in the end. */
  Difference difference();

  /** The port. */
  default GuardedPort port() {
    return difference().port();
  }

  /** The exceptions of its guard after it. */
  default List<Pair> pairs() {
    return difference().pairs();
  }

  /** What of it is sync's after it. */
  default Mark mark() {
    return difference().mark();
  }

  /** As a request; what is equal already is left out. */
  default PortChange change() {
    Difference all = difference();
    Optional<List<Place>> addresses =
        switch (this) {
          case Finish _ -> all.changesAddresses() ? Optional.of(all.addresses()) : Optional.empty();
          case ButAddresses _, OptionsOnly _ -> Optional.empty();
          case Park(_, _) ->
              Optional.of(
                  all.stays().stream().<Place>map(address -> new Place.Exactly(address)).toList());
        };
    return new PortChange(
        port(),
        addresses,
        Set.copyOf(pairs()).equals(Set.copyOf(port().pairs()))
            ? Optional.empty()
            : Optional.of(pairs()),
        Optional.of(mark()).filter(mark -> !mark.equals(port().mark())),
        all.changesOptions() ? Optional.of(all.options()) : Optional.empty());
  }

  private static String text(Step step) {
    PortChange change = step.change();
    GuardedPort port = step.port();
    return new Difference(
            port,
            change
                .addresses()
                .orElseGet(
                    () ->
                        port.addresses().stream()
                            .<Place>map(address -> new Place.Exactly(address))
                            .toList()),
            step.pairs(),
            step.mark(),
            step.difference().options())
        .toString();
  }
}
