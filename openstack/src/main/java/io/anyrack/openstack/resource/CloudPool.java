package io.anyrack.openstack.resource;

import io.anyrack.openstack.neutron.Subnet;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.Rack;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * From where the cloud takes addresses for itself, such as for its DHCP server: from what is
 * neither in the pool of the rack's nodes nor given to anybody, or it might take a node's.
 */
final class CloudPool {
  /** A larger network has enough above and below its pool. */
  private static final int LOOKED_AT = 4096;

  private CloudPool() {}

  /** The allocation pools of a network's subnet; the nodes' own pool where nothing else is left. */
  static List<Subnet.Pool> of(Network network, Rack rack) {
    Set<Ipv4Address> given = given(network, rack);
    Ipv4Address last = network.cidr().broadcast().plus(-1);
    List<Subnet.Pool> pools = new ArrayList<>(free(network.pool().last().plus(1), last, given));
    pools.addAll(free(network.cidr().base().plus(1), network.pool().first().plus(-1), given));
    return pools.isEmpty()
        ? List.of(
            new Subnet.Pool(network.pool().first().toString(), network.pool().last().toString()))
        : List.copyOf(pools);
  }

  private static Set<Ipv4Address> given(Network network, Rack rack) {
    Set<Ipv4Address> given = new HashSet<>(network.dns());
    given.add(network.gateway());
    given.addAll(new BmcRange(rack).addresses());
    if (network.metadata() instanceof Network.Metadata.Installer(Ipv4Address address)) {
      given.add(address);
    }
    Stream.concat(
            rack.nodes().stream().flatMap(node -> node.nics().stream()),
            rack.allServers().stream().flatMap(server -> server.nics().stream()))
        .filter(nic -> nic.network().equals(network.name()))
        .forEach(
            nic -> {
              nic.address().ifPresent(given::add);
              nic.allowedPairs().stream()
                  .map(Nic.AddressPair::cidr)
                  .filter(cidr -> cidr.prefix() == 32)
                  .forEach(cidr -> given.add(cidr.base()));
            });
    return given;
  }

  private static List<Subnet.Pool> free(
      Ipv4Address first, Ipv4Address last, Set<Ipv4Address> given) {
    List<Subnet.Pool> pools = new ArrayList<>();
    Ipv4Address start = first;
    Ipv4Address at = first;
    for (int i = 0; i < LOOKED_AT && at.compareTo(last) <= 0; i++) {
      if (given.contains(at)) {
        add(pools, start, at.plus(-1));
        start = at.plus(1);
      }
      at = at.plus(1);
    }
    add(pools, start, at.plus(-1));
    return pools;
  }

  private static void add(List<Subnet.Pool> pools, Ipv4Address first, Ipv4Address last) {
    if (first.compareTo(last) <= 0) {
      pools.add(new Subnet.Pool(first.toString(), last.toString()));
    }
  }
}
