package io.anyrack.rack.model;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Everything one rack file describes, with every default filled in.
 *
 * @param name what the rack is called; every resource made for it carries this name
 * @param cloud where the nodes live
 * @param networks in the file's order, names unique
 * @param nodes in the file's order, one entry per node, names unique
 * @param bmc how the nodes' BMCs are reached
 * @param boot what a node gets that boots from the network
 * @param routers made for the rack, names unique
 * @param servers plain servers beside the nodes, without a BMC; names unique among nodes, too
 * @param installer the server that installs on the nodes
 * @param sync address sync by the service; empty: it does none
 */
public record Rack(
    String name,
    CloudSpec cloud,
    List<Network> networks,
    List<NodeSpec> nodes,
    BmcSpec bmc,
    BootSpec boot,
    List<RouterSpec> routers,
    List<ServerSpec> servers,
    Optional<ServerSpec> installer,
    Optional<SyncSpec> sync) {

  /** Copies the lists. */
  public Rack {
    networks = List.copyOf(networks);
    nodes = List.copyOf(nodes);
    routers = List.copyOf(routers);
    servers = List.copyOf(servers);
  }

  /** A rack of nodes and networks alone. */
  public Rack(
      String name,
      CloudSpec cloud,
      List<Network> networks,
      List<NodeSpec> nodes,
      BmcSpec bmc,
      BootSpec boot) {
    this(
        name,
        cloud,
        networks,
        nodes,
        bmc,
        boot,
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** A rack without address sync. */
  public Rack(
      String name,
      CloudSpec cloud,
      List<Network> networks,
      List<NodeSpec> nodes,
      BmcSpec bmc,
      BootSpec boot,
      List<RouterSpec> routers,
      List<ServerSpec> servers,
      Optional<ServerSpec> installer) {
    this(name, cloud, networks, nodes, bmc, boot, routers, servers, installer, Optional.empty());
  }

  /** The same rack on another cloud. */
  public Rack withCloud(CloudSpec cloud) {
    return new Rack(name, cloud, networks, nodes, bmc, boot, routers, servers, installer, sync);
  }

  /** The same rack with something else to boot. */
  public Rack withBoot(BootSpec boot) {
    return new Rack(name, cloud, networks, nodes, bmc, boot, routers, servers, installer, sync);
  }

  /** The same rack with other networks. */
  public Rack withNetworks(List<Network> networks) {
    return new Rack(name, cloud, networks, nodes, bmc, boot, routers, servers, installer);
  }

  /** The same rack with other nodes. */
  public Rack withNodes(List<NodeSpec> nodes) {
    return new Rack(name, cloud, networks, nodes, bmc, boot, routers, servers, installer, sync);
  }

  /** The same rack with address sync. */
  public Rack withSync(SyncSpec wanted) {
    return new Rack(
        name, cloud, networks, nodes, bmc, boot, routers, servers, installer, Optional.of(wanted));
  }

  /** The same rack with each server that is no node as {@code change} makes it. */
  public Rack withServers(UnaryOperator<ServerSpec> change) {
    return new Rack(
        name,
        cloud,
        networks,
        nodes,
        bmc.placement() instanceof BmcSpec.Placement.Vm(ServerSpec server)
            ? bmc.withPlacement(new BmcSpec.Placement.Vm(change.apply(server)))
            : bmc,
        boot,
        routers,
        servers.stream().map(change).toList(),
        installer.map(change),
        sync);
  }

  /** The server the service of the rack runs on; empty: this machine. */
  public Optional<ServerSpec> bmcServer() {
    return switch (bmc.placement()) {
      case BmcSpec.Placement.Here() -> Optional.empty();
      case BmcSpec.Placement.Vm(var server) -> Optional.of(server);
      case BmcSpec.Placement.Installer() -> installer;
    };
  }

  /** All servers that are no nodes: the installer, the BMCs', and the plain ones; none twice. */
  public List<ServerSpec> allServers() {
    return Stream.of(installer.stream(), bmcServer().stream(), servers.stream())
        .flatMap(each -> each)
        .distinct()
        .toList();
  }

  /** The network called {@code name}. */
  public Optional<Network> network(String name) {
    return networks.stream().filter(network -> network.name().equals(name)).findFirst();
  }

  /** The node called {@code name}. */
  public Optional<NodeSpec> node(String name) {
    return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
  }
}
