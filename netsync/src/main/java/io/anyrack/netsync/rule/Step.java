package io.anyrack.netsync.rule;

import io.anyrack.rack.sync.GuardedPort;
import io.anyrack.rack.sync.Mark;
import io.anyrack.rack.sync.PortChange;
import io.anyrack.rack.sync.PortChange.Place;
import java.util.List;
import java.util.Optional;

/** What can be done to a port now, without two ports ever having one address. */
public sealed interface Step {
  /** All that is to be done. */
  record Finish(Difference difference) implements Step {
    @Override
    public String toString() {
      return text(this);
    }
  }

  /** Its exceptions only: the cloud refused its addresses. */
  record PairsOnly(Difference difference) implements Step {
    @Override
    public String toString() {
      return text(this);
    }
  }

  /** Gives up the addresses that others wait for; its own come later, its exceptions now. */
  record Park(Difference difference) implements Step {
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

  /** As a request; what is equal already is left out. */
  default PortChange change() {
    Difference all = difference();
    Optional<List<Place>> addresses =
        switch (this) {
          case Finish _ -> all.changesAddresses() ? Optional.of(all.addresses()) : Optional.empty();
          case PairsOnly _ -> Optional.empty();
          case Park _ ->
              Optional.of(
                  all.stays().stream().<Place>map(address -> new Place.Exactly(address)).toList());
        };
    return new PortChange(
        port(),
        addresses,
        all.changesPairs() ? Optional.of(all.pairs()) : Optional.empty(),
        Optional.of(mark()).filter(mark -> !mark.equals(port().mark())));
  }

  private Mark mark() {
    Mark mark = difference().mark();
    return this instanceof PairsOnly ? new Mark(port().mark().addresses(), mark.pairs()) : mark;
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
            step.difference().pairs(),
            step.difference().mark())
        .toString();
  }
}
