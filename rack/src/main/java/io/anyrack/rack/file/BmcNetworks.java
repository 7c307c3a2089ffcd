package io.anyrack.rack.file;

import io.anyrack.rack.address.Ipv4Range;
import io.anyrack.rack.model.BmcSpec.Subnets;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.model.ServerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What BMCs with a NIC each need beside what the rack file says. */
public final class BmcNetworks {
  /** How the names of their networks begin. */
  static final String PREFIX = "bmc-";

  private BmcNetworks() {}

  /**
   * The rack with a network for each BMC and a NIC there for the server of the service; the same
   * rack where BMCs have none of their own.
   */
  public static Rack with(Rack rack) {
    Optional<Subnets> subnets = rack.bmc().subnets();
    Optional<ServerSpec> server = rack.bmcServer();
    if (subnets.isEmpty() || server.isEmpty()) {
      return rack;
    }
    Identifiers identifiers =
        new Identifiers(
            rack.name(), server.get().nics().stream().map(Nic::mac).collect(Collectors.toSet()));
    List<Network> networks = new ArrayList<>(rack.networks());
    List<ServerSpec.Port> ports = new ArrayList<>(server.get().ports());
    for (int i = 0; i < rack.nodes().size(); i++) {
      Network network = network(PREFIX + rack.nodes().get(i).name(), subnets.get(), i);
      networks.add(network);
      ports.add(
          new ServerSpec.Port.OnRack(
              new Nic(
                  network.name(),
                  identifiers.mac(server.get().name() + "/" + network.name()),
                  Optional.of(subnets.get().address(i)),
                  Network.Guard.EXACT,
                  List.of(),
                  told(subnets.get(), i))));
    }
    return rack.withNetworks(networks)
        .withServers(
            each -> each.name().equals(server.get().name()) ? each.withPorts(ports) : each);
  }

  /** The NICs of the BMCs, in the order of the nodes; {@code rack} as {@link #with} gave it. */
  public static List<Nic> nics(Rack rack) {
    List<Nic> nics = rack.bmcServer().map(ServerSpec::nics).orElse(List.of());
    return rack.bmc().subnets().isEmpty()
        ? List.of()
        : nics.subList(nics.size() - rack.nodes().size(), nics.size());
  }

  /**
   * DHCP tells the way to the other BMCs and no other: the server might take it to answer whoever
   * came in by its first port, which no guard lets through. Who is told routes takes no gateway
   * (RFC 3442); an empty gateway does not keep Neutron's dnsmasq from telling the subnet's.
   */
  private static List<Nic.DhcpOption> told(Subnets subnets, int node) {
    return subnets.router().stream()
        .map(
            _ ->
                new Nic.DhcpOption(
                    "classless-static-route", subnets.cidr() + "," + subnets.gateway(node)))
        .toList();
  }

  private static Network network(String name, Subnets subnets, int node) {
    return new Network(
        name,
        subnets.subnet(node),
        subnets.gateway(node),
        Network.Dhcp.CLOUD,
        Network.Guard.EXACT,
        0,
        new Ipv4Range(subnets.address(node), subnets.address(node)),
        new Network.Metadata.Cloud(),
        false,
        List.of(),
        new Network.Routing(false, subnets.router(), List.of(), Optional.empty()));
  }
}
