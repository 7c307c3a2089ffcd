package io.anyrack.rack.file;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Nic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A port as the file has it, before MACs are given out.
 *
 * @param network the network it is on
 * @param mac where the file says so
 * @param address where the file says so
 * @param guard where the file says so
 */
record NicEntry(
    Network network,
    Optional<MacAddress> mac,
    Optional<Ipv4Address> address,
    Optional<Network.Guard> guard,
    List<Nic.AddressPair> allowedPairs,
    List<Nic.DhcpOption> dhcpOptions) {

  /** A port without wishes. */
  static NicEntry on(Network network) {
    return new NicEntry(
        network, Optional.empty(), Optional.empty(), Optional.empty(), List.of(), List.of());
  }

  /** The ports of one machine, each with a MAC. */
  static List<Nic> complete(String machine, List<NicEntry> entries, Identifiers identifiers) {
    List<String> ports =
        Identifiers.ports(machine, entries.stream().map(nic -> nic.network().name()).toList());
    List<Nic> complete = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      String port = ports.get(i);
      NicEntry nic = entries.get(i);
      complete.add(nic.nic(nic.mac().orElseGet(() -> identifiers.mac(port))));
    }
    return complete;
  }

  private Nic nic(MacAddress chosen) {
    return new Nic(
        network.name(), chosen, address, guard.orElse(network.guard()), allowedPairs, dhcpOptions);
  }
}
