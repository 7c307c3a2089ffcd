package io.anyrack.rack.model;

import java.util.List;
import java.util.Optional;

/**
 * Everything one rack file describes, with every default filled in.
 *
 * @param name what the rack is called; every resource made for it carries this name
 * @param cloud where the nodes live
 * @param networks in the file's order, names unique
 * @param nodes in the file's order, one entry per node, names unique
 * @param bmc how the nodes' BMCs are reached
 * @param boot what a node gets that boots from the network
 */
public record Rack(
    String name,
    CloudSpec cloud,
    List<Network> networks,
    List<NodeSpec> nodes,
    BmcSpec bmc,
    BootSpec boot) {

  /** Copies the lists. */
  public Rack {
    networks = List.copyOf(networks);
    nodes = List.copyOf(nodes);
  }

  /** The same rack with other nodes. */
  public Rack withNodes(List<NodeSpec> nodes) {
    return new Rack(name, cloud, networks, nodes, bmc, boot);
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
