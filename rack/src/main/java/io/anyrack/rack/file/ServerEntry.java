package io.anyrack.rack.file;

import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.ServerSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A server before its ports have MACs.
 *
 * @param spec the server without ports
 * @param ports in order
 */
record ServerEntry(ServerSpec spec, List<PortEntry> ports) {

  /** A port of a server. */
  sealed interface PortEntry {
    /** On a network of the rack. */
    record OnRack(NicEntry nic) implements PortEntry {}

    /** On another network of the project: complete as it is. */
    record OnCloud(ServerSpec.Port.OnCloud port) implements PortEntry {}
  }

  /** The MACs the file gives. */
  Stream<MacAddress> macs() {
    return nics().flatMap(nic -> nic.mac().stream());
  }

  /** The rack's network the first port is on, if it is on one. */
  Optional<Network> firstNetwork() {
    return ports.stream()
        .findFirst()
        .flatMap(
            port ->
                switch (port) {
                  case PortEntry.OnRack(NicEntry nic) -> Optional.of(nic.network());
                  case PortEntry.OnCloud _ -> Optional.empty();
                });
  }

  ServerSpec server(Identifiers identifiers) {
    Deque<Nic> nics =
        new ArrayDeque<>(NicEntry.complete(spec.name(), nics().toList(), identifiers));
    List<ServerSpec.Port> complete = new ArrayList<>();
    for (PortEntry port : ports) {
      complete.add(
          switch (port) {
            case PortEntry.OnRack _ -> new ServerSpec.Port.OnRack(nics.removeFirst());
            case PortEntry.OnCloud(ServerSpec.Port.OnCloud onCloud) -> onCloud;
          });
    }
    return spec.withPorts(complete);
  }

  private Stream<NicEntry> nics() {
    return ports.stream()
        .flatMap(
            port ->
                switch (port) {
                  case PortEntry.OnRack(NicEntry nic) -> Stream.of(nic);
                  case PortEntry.OnCloud _ -> Stream.empty();
                });
  }
}
