package io.anyrack.rack.file;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Network.Guard;
import io.anyrack.rack.model.Network.Metadata;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gives the ports of a rack their addresses, the same again as long as they are good. */
public final class Addressing {
  private final Map<String, Ipv4Address> previous;
  private final Map<String, Network> networks = new LinkedHashMap<>();
  private final Map<String, Set<Ipv4Address>> taken = new LinkedHashMap<>();
  private final Map<String, Ipv4Address> kept = new LinkedHashMap<>();

  private Addressing(Rack rack, Map<String, Ipv4Address> previous) {
    this.previous = previous;
    for (Network network : rack.networks()) {
      networks.put(network.name(), network);
      taken.put(network.name(), reserved(rack, network));
    }
  }

  /**
   * The rack with an address for each port that needs one: the file's own, else the previous one if
   * it still is in the pool and free, else the lowest free of the pool in the order of the file.
   *
   * @param previous addresses by port, as {@link #of} gives them; those of ports that are gone are
   *     free again
   * @throws IllegalArgumentException if a pool is too small, which a rack read from a file never
   *     has
   */
  public static Rack complete(Rack rack, Map<String, Ipv4Address> previous) {
    Addressing addressing = new Addressing(rack, previous);
    rack.nodes().forEach(addressing::keep);
    return rack.withNodes(rack.nodes().stream().map(addressing::complete).toList());
  }

  /**
   * The addresses of a rack's ports, by port: {@code node/network}, and {@code node/network/2} for
   * the second port of a node on the same network.
   */
  public static Map<String, Ipv4Address> of(Rack rack) {
    Map<String, Ipv4Address> addresses = new LinkedHashMap<>();
    for (NodeSpec node : rack.nodes()) {
      List<String> ports = ports(node);
      for (int i = 0; i < ports.size(); i++) {
        String port = ports.get(i);
        node.nics().get(i).address().ifPresent(address -> addresses.put(port, address));
      }
    }
    return addresses;
  }

  /**
   * Whether a port has to have an address: where DHCP of the cloud tells it, or the guard asks for
   * it. Elsewhere only the guest knows.
   */
  private static boolean needsAddress(Network network, Nic nic) {
    return network.dhcp() == Network.Dhcp.CLOUD || nic.guard() == Guard.EXACT;
  }

  /** How many addresses have to come from the pool. */
  static long needed(Rack rack, Network network) {
    return rack.nodes().stream()
        .flatMap(node -> node.nics().stream())
        .filter(nic -> nic.network().equals(network.name()))
        .filter(nic -> nic.address().isEmpty() && needsAddress(network, nic))
        .count();
  }

  /** How many addresses the pool can give. */
  static long free(Rack rack, Network network) {
    return network.pool().size()
        - reserved(rack, network).stream().filter(network.pool()::contains).count();
  }

  /** What the pool must not give: addresses that something else has, VIPs included. */
  private static Set<Ipv4Address> reserved(Rack rack, Network network) {
    Set<Ipv4Address> reserved = new HashSet<>(network.dns());
    reserved.add(network.gateway());
    if (network.metadata() instanceof Metadata.Installer(Ipv4Address installer)) {
      reserved.add(installer);
    }
    for (NodeSpec node : rack.nodes()) {
      for (Nic nic : node.nics()) {
        if (nic.network().equals(network.name())) {
          nic.address().ifPresent(reserved::add);
          nic.allowedPairs().stream()
              .filter(pair -> pair.cidr().prefix() == 32)
              .forEach(pair -> reserved.add(pair.cidr().base()));
        }
      }
    }
    return reserved;
  }

  private static List<String> ports(NodeSpec node) {
    return Identifiers.ports(node.name(), node.nics().stream().map(Nic::network).toList());
  }

  private void keep(NodeSpec node) {
    List<String> ports = ports(node);
    for (int i = 0; i < ports.size(); i++) {
      Nic nic = node.nics().get(i);
      Optional<Ipv4Address> before = Optional.ofNullable(previous.get(ports.get(i)));
      Network network = network(nic);
      if (nic.address().isEmpty()
          && needsAddress(network, nic)
          && before.filter(network.pool()::contains).isPresent()
          && taken(network).add(before.get())) {
        kept.put(ports.get(i), before.get());
      }
    }
  }

  private NodeSpec complete(NodeSpec node) {
    List<String> ports = ports(node);
    List<Nic> nics = new ArrayList<>();
    for (int i = 0; i < ports.size(); i++) {
      Nic nic = node.nics().get(i);
      Network network = network(nic);
      Ipv4Address before = kept.get(ports.get(i));
      if (nic.address().isPresent() || !needsAddress(network, nic)) {
        nics.add(nic);
      } else {
        nics.add(nic.withAddress(before == null ? lowestFree(network) : before));
      }
    }
    return node.withNics(nics);
  }

  private Ipv4Address lowestFree(Network network) {
    Ipv4Address address = network.pool().first();
    while (!taken(network).add(address)) {
      if (address.equals(network.pool().last())) {
        throw new IllegalArgumentException(
            "the pool " + network.pool() + " of network '" + network.name() + "' is used up");
      }
      address = address.plus(1);
    }
    return address;
  }

  private Network network(Nic nic) {
    return Optional.ofNullable(networks.get(nic.network())).orElseThrow();
  }

  private Set<Ipv4Address> taken(Network network) {
    return Optional.ofNullable(taken.get(network.name())).orElseThrow();
  }
}
