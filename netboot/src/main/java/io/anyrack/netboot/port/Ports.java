package io.anyrack.netboot.port;

import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.net.Attachment;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The ports of one rack, for quick look-up. Immutable: a changed rack gets a new one. */
public final class Ports {
  private final Rack rack;
  private final Map<String, NodeSpec> nodes;
  private final Map<String, Network> networks;

  /** Indexes the ports of {@code rack}. */
  public Ports(Rack rack) {
    this.rack = rack;
    this.nodes =
        rack.nodes().stream().collect(Collectors.toMap(NodeSpec::name, Function.identity()));
    this.networks =
        rack.networks().stream().collect(Collectors.toMap(Network::name, Function.identity()));
  }

  /** The rack. */
  public Rack rack() {
    return rack;
  }

  /** The node called {@code name}. */
  public Optional<NodeSpec> node(String name) {
    return Optional.ofNullable(nodes.get(name));
  }

  /**
   * What belongs to the port behind {@code attachment}; empty if the rack no longer has it, or has
   * another port in its place.
   */
  public Optional<Port> find(Attachment attachment) {
    NodeSpec node = nodes.get(attachment.node());
    Network network = networks.get(attachment.network());
    if (node == null || network == null || attachment.nic() >= node.nics().size()) {
      return Optional.empty();
    }
    return Optional.of(node.nics().get(attachment.nic()))
        .filter(nic -> nic.mac().equals(attachment.mac()))
        .filter(nic -> nic.network().equals(network.name()))
        .map(nic -> new Port(rack, network, node, nic, attachment));
  }
}
