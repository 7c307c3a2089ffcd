package io.anyrack.cli.verify;

import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.model.ServerSpec;
import java.util.Comparator;
import java.util.List;

/** The servers of a rack that are on one of its networks, as those from which it is looked at. */
record RackPlaces(Rack rack) {
  /** Each may take as long as SSH needs to find that nobody is there. */
  private static final int MOST = 3;

  /** A server and its port on a network. */
  record Place(ServerSpec server, Nic nic) {}

  /**
   * Those on {@code network}, the installer last: it does not hear its own DHCP server, and has the
   * metadata address itself. At least one.
   *
   * @throws CannotTryException if there is none
   */
  List<Place> on(Network network) {
    List<Place> places =
        rack.allServers().stream()
            .flatMap(server -> server.nics().stream().map(nic -> new Place(server, nic)))
            .filter(place -> place.nic().network().equals(network.name()))
            .sorted(
                Comparator.comparing(
                    place -> rack.installer().filter(place.server()::equals).isPresent()))
            .toList();
    if (places.isEmpty()) {
      throw new CannotTryException(
          "no server of the rack is on " + network.name(),
          "give the rack an installer, or bmc: {placement: vm}, there");
    }
    // Where there are more, the last one is still the installer.
    return places.size() <= MOST
        ? places
        : List.of(places.getFirst(), places.get(1), places.getLast());
  }
}
