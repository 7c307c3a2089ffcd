package io.anyrack.openstack.dhcp;

import io.anyrack.openstack.neutron.Subnet.Route;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Network.Metadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The routes that clients of a network's IPv4 subnet are told beside the gateway. */
public final class HostRoutes {
  /** RFC 3927 and the metadata service of clouds. */
  private static final String METADATA = "169.254.169.254/32";

  private HostRoutes() {}

  /** Those of the rack file, and that to an installer that answers for metadata. */
  public static Set<Route> of(Network network) {
    List<Route> routes = new ArrayList<>();
    network
        .routing()
        .hostRoutes()
        .forEach(
            route ->
                routes.add(new Route(route.destination().toString(), route.nextHop().toString())));
    if (network.metadata() instanceof Metadata.Installer(var address)) {
      routes.add(new Route(METADATA, address.toString()));
    }
    return Set.copyOf(routes);
  }
}
