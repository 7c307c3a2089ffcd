package io.anyrack.netboot.port;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.net.Attachment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The ports of one rack, for quick look-up. Immutable: a changed rack gets a new one. */
public final class Ports {
  private final Rack rack;
  private final Map<String, NodeSpec> nodes;
  private final Map<String, Network> networks;
  private final Map<MacAddress, Port> byMac = new HashMap<>();
  private final Map<Ipv4Address, List<Port>> byAddress = new HashMap<>();

  /** Indexes the ports of {@code rack}. */
  public Ports(Rack rack) {
    this.rack = rack;
    this.nodes =
        rack.nodes().stream().collect(Collectors.toMap(NodeSpec::name, Function.identity()));
    this.networks =
        rack.networks().stream().collect(Collectors.toMap(Network::name, Function.identity()));
    rack.nodes().forEach(this::index);
  }

  private void index(NodeSpec node) {
    for (int i = 0; i < node.nics().size(); i++) {
      Nic nic = node.nics().get(i);
      find(new Attachment(nic.network(), node.name(), i, nic.mac(), nic.address()))
          .ifPresent(
              port -> {
                byMac.put(nic.mac(), port);
                nic.address()
                    .ifPresent(
                        address ->
                            byAddress.computeIfAbsent(address, _ -> new ArrayList<>()).add(port));
              });
    }
  }

  /** The port with {@code mac}. */
  public Optional<Port> find(MacAddress mac) {
    return Optional.ofNullable(byMac.get(mac));
  }

  /** The ports with {@code address}: several where networks share their addresses. */
  public List<Port> find(Ipv4Address address) {
    return List.copyOf(byAddress.getOrDefault(address, List.of()));
  }

  /** The first port of the node called {@code node}. */
  public Optional<Port> first(String node) {
    return node(node)
        .filter(spec -> !spec.nics().isEmpty())
        .flatMap(spec -> find(spec.nics().getFirst().mac()));
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
