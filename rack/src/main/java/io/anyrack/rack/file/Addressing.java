package io.anyrack.rack.file;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Network.Guard;
import io.anyrack.rack.model.Network.Metadata;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.model.ServerSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
   * it still is in the pool and free, else the lowest free of the pool in the order of the file. A
   * boot server on a server of the rack gets its place, too.
   *
   * @param previous addresses by port, as {@link #of} gives them; those of ports that are gone are
   *     free again
   * @throws IllegalArgumentException if a pool is too small, which a rack read from a file never
   *     has
   */
  public static Rack complete(Rack rack, Map<String, Ipv4Address> previous) {
    Addressing addressing = new Addressing(rack, previous);
    List<Ports> all = ports(rack);
    all.forEach(addressing::keep);
    // In this order, so that a server that comes takes no address from a node.
    Rack nodes =
        rack.withNodes(
            rack.nodes().stream()
                .map(
                    node -> node.withNics(addressing.complete(new Ports(node.name(), node.nics()))))
                .toList());
    return withBootPlace(
        nodes.withServers(server -> server.withNics(addressing.complete(ports(server)))));
  }

  /**
   * The rack with the place of its boot server where the service runs on a server: its address on
   * the network that nodes boot from, else the first it has on a network of the rack.
   */
  private static Rack withBootPlace(Rack rack) {
    if (rack.boot().address().isPresent()) {
      return rack;
    }
    Set<String> booted =
        rack.nodes().stream()
            .flatMap(node -> node.nics().stream().limit(1))
            .map(Nic::network)
            .collect(Collectors.toSet());
    List<Nic> nics = rack.bmcServer().map(ServerSpec::nics).orElse(List.of());
    return Stream.concat(nics.stream().filter(nic -> booted.contains(nic.network())), nics.stream())
        .flatMap(nic -> nic.address().stream())
        .findFirst()
        .map(address -> rack.withBoot(rack.boot().at(address, rack.boot().port())))
        .orElse(rack);
  }

  /**
   * The addresses of a rack's ports, by port: {@code node/network}, and {@code node/network/2} for
   * the second port of a node on the same network.
   */
  public static Map<String, Ipv4Address> of(Rack rack) {
    Map<String, Ipv4Address> addresses = new LinkedHashMap<>();
    for (Ports machine : ports(rack)) {
      List<String> names = machine.names();
      for (int i = 0; i < names.size(); i++) {
        String port = names.get(i);
        machine.nics().get(i).address().ifPresent(address -> addresses.put(port, address));
      }
    }
    return addresses;
  }

  /** The ports of one machine on networks of the rack. */
  private record Ports(String machine, List<Nic> nics) {
    List<String> names() {
      return Identifiers.ports(machine, nics.stream().map(Nic::network).toList());
    }
  }

  private static Ports ports(ServerSpec server) {
    return new Ports(server.name(), server.nics());
  }

  private static List<Ports> ports(Rack rack) {
    return Stream.concat(
            rack.nodes().stream().map(node -> new Ports(node.name(), node.nics())),
            rack.allServers().stream().map(Addressing::ports))
        .toList();
  }

  private static Stream<Nic> nics(Rack rack, Network network) {
    return ports(rack).stream()
        .flatMap(machine -> machine.nics().stream())
        .filter(nic -> nic.network().equals(network.name()));
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
    return nics(rack, network)
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
    network.gatewayOn(rack.cloud()).ifPresent(reserved::add);
    if (network.metadata() instanceof Metadata.Installer(Ipv4Address installer)) {
      reserved.add(installer);
    }
    nics(rack, network)
        .forEach(
            nic -> {
              nic.address().ifPresent(reserved::add);
              nic.allowedPairs().stream()
                  .filter(pair -> pair.cidr().prefix() == 32)
                  .forEach(pair -> reserved.add(pair.cidr().base()));
            });
    if (rack.bmc().addressing() == BmcSpec.Addressing.PER_NODE && rack.bmcServer().isPresent()) {
      for (int i = 0; i < rack.nodes().size(); i++) {
        reserved.add(rack.bmc().address().plus(i));
      }
    }
    return reserved;
  }

  private void keep(Ports machine) {
    List<String> ports = machine.names();
    for (int i = 0; i < ports.size(); i++) {
      Nic nic = machine.nics().get(i);
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

  private List<Nic> complete(Ports machine) {
    List<String> ports = machine.names();
    List<Nic> nics = new ArrayList<>();
    for (int i = 0; i < ports.size(); i++) {
      Nic nic = machine.nics().get(i);
      Network network = network(nic);
      Ipv4Address before = kept.get(ports.get(i));
      if (nic.address().isPresent() || !needsAddress(network, nic)) {
        nics.add(nic);
      } else {
        nics.add(nic.withAddress(before == null ? lowestFree(network) : before));
      }
    }
    return nics;
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
