package io.anyrack.cli.verify;

import io.anyrack.cli.remote.RemoteException;
import io.anyrack.cli.remote.ServerShell;
import io.anyrack.cli.verify.RackPlaces.Place;
import io.anyrack.cli.verify.Vantage.MetadataAnswer;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.neutron.Subnet;
import io.anyrack.openstack.project.Project;
import io.anyrack.rack.RackException;
import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.model.ServerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether metadata answer on a network of a project. A server that has 169.254.169.254 itself
 * proves nothing of what the cloud lets through: another one is asked whose route leads there, and
 * where there is none, what the cloud has is looked at.
 */
final class ProjectMetadata {
  private static final Ipv4Address METADATA = Ipv4Address.parse("169.254.169.254");

  private final Rack rack;
  private final Project project;
  private final Function<ServerSpec, ServerShell> shells;
  private final String id;

  /**
   * Looks at a network.
   *
   * @param shells leads to a server
   * @param id the network's
   */
  ProjectMetadata(Rack rack, Project project, Function<ServerSpec, ServerShell> shells, String id) {
    this.rack = rack;
    this.project = project;
    this.shells = shells;
    this.id = id;
  }

  /** The answer, as {@link Vantage#metadata} has it. */
  MetadataAnswer look(Network network, Ipv4Address via) {
    boolean installer = network.metadata() instanceof Network.Metadata.Installer;
    List<String> faults = new ArrayList<>();
    for (Place place : new RackPlaces(rack).on(network)) {
      String name = place.server().name();
      if (hasItself(place.server())) {
        faults.add(name + " has 169.254.169.254 itself");
        continue;
      }
      try {
        MetadataWitness seen = MetadataWitness.of(shells.apply(place.server()));
        if (installer
            ? seen.hop().equals(Optional.of(via))
            : seen.interfaceMac().equals(Optional.of(place.nic().mac()))) {
          return answer(seen, "asked from " + name);
        }
        faults.add("169.254.169.254 is another way from " + name);
      } catch (RemoteException e) {
        faults.add(e.getMessage());
      }
    }
    if (!installer) {
      throw new CannotTryException(
          "nobody can ask on %s: %s".formatted(network.name(), String.join("; ", faults)),
          "give the rack a server with its only port there");
    }
    return asTheCloudHasIt(network, via);
  }

  private boolean hasItself(ServerSpec server) {
    return rack.networks().stream()
        .anyMatch(
            network ->
                network.metadata() instanceof Network.Metadata.Installer(Ipv4Address address)
                    && isAt(server, network, address));
  }

  private static boolean isAt(ServerSpec server, Network network, Ipv4Address address) {
    return server.nics().stream()
        .anyMatch(
            nic ->
                nic.network().equals(network.name()) && nic.address().equals(Optional.of(address)));
  }

  private static MetadataAnswer answer(MetadataWitness seen, String how) {
    return new MetadataAnswer(
        seen.status()
            .orElseThrow(
                () ->
                    new RackException(
                        "nothing answers at 169.254.169.254, %s: %s".formatted(how, seen.why()))),
        how);
  }

  private MetadataAnswer asTheCloudHasIt(Network network, Ipv4Address via) {
    Port port =
        project.neutron().ports().list(Map.of("network_id", id)).stream()
            .filter(each -> has(each, via))
            .findFirst()
            .orElseThrow(
                () -> new RackException("no port on %s has %s".formatted(network.name(), via)));
    if (!letsThrough(port)) {
      throw new RackException(
          "the cloud drops what %s sends from 169.254.169.254: its port has no such address pair"
              .formatted(via));
    }
    boolean routed =
        project.neutron().subnets().list(Map.of("network_id", id)).stream()
            .filter(subnet -> subnet.ipVersion() == 4)
            .flatMap(subnet -> subnet.hostRoutes().stream())
            .anyMatch(new Subnet.Route(METADATA + "/32", via.toString())::equals);
    if (network.dhcp() == Network.Dhcp.CLOUD && !routed) {
      throw new RackException(
          "no host route of %s leads to 169.254.169.254 by %s".formatted(network.name(), via));
    }
    ServerSpec server =
        rack.allServers().stream()
            .filter(each -> isAt(each, network, via))
            .findFirst()
            .orElseThrow(
                () ->
                    new CannotTryException(
                        "%s's port lets 169.254.169.254 through, and no server of the rack can ask"
                            .formatted(via),
                        ""));
    try {
      return answer(
          MetadataWitness.of(shells.apply(server)),
          "asked on %s itself; as the cloud has it, its port lets that address through%s"
              .formatted(server.name(), routed ? ", and a host route leads there" : ""));
    } catch (RemoteException e) {
      throw new CannotTryException(
          "%s cannot be asked: %s".formatted(server.name(), e.getMessage()),
          "what is needed there: SSH and perl");
    }
  }

  private static boolean has(Port port, Ipv4Address address) {
    return port.fixedIps().stream().anyMatch(fixed -> fixed.address().equals(address.toString()));
  }

  private static boolean letsThrough(Port port) {
    return !port.portSecurity()
        || port.allowedPairs().stream()
            .anyMatch(
                pair ->
                    pair.mac().filter(mac -> !mac.equalsIgnoreCase(port.mac())).isEmpty()
                        && pair.addresses().contains(IpAddress.of(METADATA)));
  }
}
