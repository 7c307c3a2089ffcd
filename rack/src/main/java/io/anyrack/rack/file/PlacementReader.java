package io.anyrack.rack.file;

import io.anyrack.rack.model.BmcSpec.Placement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads where the service of the rack runs: {@code bmc.placement}. */
final class PlacementReader {
  /** Where it runs, before ports of a server have MACs. */
  sealed interface Entry {
    /** On this machine. */
    record Here() implements Entry {}

    /** On a server of its own. */
    record Vm(ServerEntry server) implements Entry {}

    /** On the installer. */
    record Installer(ServerEntry server) implements Entry {}

    /** The server; empty: none. */
    default Optional<ServerEntry> runsOn() {
      return switch (this) {
        case Here() -> Optional.empty();
        case Vm(ServerEntry server) -> Optional.of(server);
        case Installer(ServerEntry server) -> Optional.of(server);
      };
    }

    /** The placement. */
    default Placement placement(Identifiers identifiers) {
      return switch (this) {
        case Here() -> new Placement.Here();
        case Vm(ServerEntry server) -> new Placement.Vm(server.server(identifiers));
        case Installer _ -> new Placement.Installer();
      };
    }
  }

  private final CloudRules rules;
  private final ServerReader servers;
  private final Optional<ServerEntry> installer;

  PlacementReader(CloudRules rules, ServerReader servers, Optional<ServerEntry> installer) {
    this.rules = rules;
    this.servers = servers;
    this.installer = installer;
  }

  Entry read(Value value) {
    if (rules.isLocal() && !value.is("here")) {
      value.problem("the service of a rack on 'local' runs here; remove placement");
      return new Entry.Here();
    }
    if (value.isMapping()) {
      return value
          .section(Keys.PLACEMENT)
          .flatMap(section -> section.require("vm", "{flavor: m1.small}"))
          .flatMap(vm -> vm.section(Keys.SERVER))
          .flatMap(servers::bmcs)
          .<Entry>map(Entry.Vm::new)
          .orElseGet(Entry.Here::new);
    }
    return value
        .oneOf(List.of("here", "vm", "installer"))
        .flatMap(word -> of(value, word))
        .orElseGet(Entry.Here::new);
  }

  private Optional<Entry> of(Value value, String word) {
    return switch (word) {
      case "vm" -> servers.bmcs(new Section(value, Map.of())).map(Entry.Vm::new);
      case "installer" -> {
        if (installer.isEmpty()) {
          value.problem("the rack has no installer to run on; add installer: {}, or take vm");
        }
        yield installer.map(Entry.Installer::new);
      }
      default -> Optional.of(new Entry.Here());
    };
  }
}
