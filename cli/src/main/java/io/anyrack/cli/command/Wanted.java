package io.anyrack.cli.command;

import io.anyrack.rack.file.Addressing;
import io.anyrack.rack.model.Rack;
import io.anyrack.service.state.RackStore;
import io.anyrack.service.state.StateDirectory;
import java.util.Map;
import java.util.Optional;

/** A rack as its file wants it, with the addresses it already has. */
final class Wanted {
  private Wanted() {}

  /** The rack as it was last applied. */
  static Optional<Rack> applied(StateDirectory state) {
    return state.exists() ? new RackStore(state).rack() : Optional.empty();
  }

  /** The rack with an address for each port, the same as before where there is a before. */
  static Rack complete(Rack wanted, Optional<Rack> applied) {
    return Addressing.complete(wanted, applied.map(Addressing::of).orElse(Map.of()));
  }
}
