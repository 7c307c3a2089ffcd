package io.anyrack.cli.command;

import io.anyrack.cli.host.Host;
import io.anyrack.cli.site.CloudAccess;
import io.anyrack.cli.site.Sites;
import io.anyrack.rack.file.Addressing;
import io.anyrack.rack.model.Rack;
import io.anyrack.service.state.RackStore;
import io.anyrack.service.state.StateDirectory;
import java.util.Map;
import java.util.Optional;

/** A rack as its file wants it, with what the file leaves open. */
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

  /** The rack with its cloud by name. */
  static Rack named(Host host, Rack rack, Optional<String> cloud) {
    return CloudAccess.here(host).named(rack, cloud);
  }

  /**
   * The rack with addresses, its cloud by name, and the place of its boot server. Addresses stay as
   * they are: what was applied from here says so, else the cloud's own ports do.
   *
   * @param cloud the name that the user gave on the command line
   */
  static Rack complete(Host host, Rack wanted, Optional<Rack> applied, Optional<String> cloud) {
    CloudAccess access = CloudAccess.here(host);
    Rack named = access.named(wanted, cloud);
    Optional<Rack> before = applied.or(() -> Optional.of(Sites.withAddresses(access, named)));
    return Sites.place(access, complete(named, before), applied);
  }
}
