package io.anyrack.local.fabric;

import io.anyrack.local.bridge.Terms;
import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.IpPrefix;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.Ipv4Network;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.sync.GuardedPort;
import io.anyrack.rack.sync.GuardedPort.Pair;
import io.anyrack.rack.sync.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A port as the rack file has it, and what address sync set beside that.
 *
 * @param key which
 * @param role its node's
 * @param network its network
 * @param nic as the rack file has it
 * @param address its own while the mark says that it is sync's
 * @param mark what is sync's
 * @param revision grows with each change by sync
 */
record SyncedPort(
    NicKey key,
    String role,
    Network network,
    Nic nic,
    Optional<Ipv4Address> address,
    Mark mark,
    long revision) {
  /** IPv6 has no own address of a port here: all but the link-local ones are let through. */
  private static final GuardedPort.Subnet IPV6 =
      new GuardedPort.Subnet(IpPrefix.parse("::/0"), true);

  /** A port sync never touched. */
  static SyncedPort of(NicKey key, String role, Network network, Nic nic) {
    return new SyncedPort(key, role, network, nic, Optional.empty(), Mark.NONE, 0);
  }

  /** What sync set on the port of another rack file. */
  SyncedPort with(String newRole, Network newNetwork, Nic newNic) {
    return new SyncedPort(key, newRole, newNetwork, newNic, address, mark, revision);
  }

  /** As sync wants it. */
  SyncedPort with(Optional<Ipv4Address> newAddress, Mark newMark) {
    return new SyncedPort(key, role, network, nic, newAddress, newMark, revision + 1);
  }

  /** Its own address, whoever set it. */
  Optional<Ipv4Address> own() {
    return mark.addresses() ? address : nic.address();
  }

  String id() {
    return key.node() + "/" + key.index();
  }

  GuardedPort guarded() {
    return new GuardedPort(
        id(),
        key.node(),
        role,
        nic.mac(),
        List.of(new GuardedPort.Subnet(prefix(network.cidr()), false), IPV6),
        own().map(IpAddress::of).stream().toList(),
        pairs(),
        mark,
        nic.guard() != Network.Guard.OFF,
        revision);
  }

  private List<Pair> pairs() {
    Stream<Pair> subnet =
        nic.guard() == Network.Guard.SUBNET
            ? Stream.of(new Pair(prefix(network.cidr()), nic.mac()))
            : Stream.empty();
    Stream<Pair> file =
        nic.allowedPairs().stream()
            .map(pair -> new Pair(prefix(pair.cidr()), pair.mac().orElse(nic.mac())));
    return Stream.of(subnet, file, mark.pairs().stream())
        .flatMap(pairs -> pairs)
        .distinct()
        .toList();
  }

  Terms terms() {
    List<Nic.AddressPair> ipv4 = new ArrayList<>(nic.allowedPairs());
    mark.pairs().stream()
        .filter(pair -> pair.address().base().version() == 4)
        .map(pair -> new Nic.AddressPair(network(pair.address()), Optional.of(pair.mac())))
        .forEach(ipv4::add);
    return new Terms(
        network,
        new Nic(nic.network(), nic.mac(), own(), nic.guard(), ipv4, nic.dhcpOptions()),
        mark.pairs().stream().filter(pair -> pair.address().base().version() == 6).toList());
  }

  private static IpPrefix prefix(Ipv4Network network) {
    return new IpPrefix(IpAddress.of(network.base()), network.prefix());
  }

  private static Ipv4Network network(IpPrefix prefix) {
    return new Ipv4Network(ipv4(prefix.base()), prefix.length());
  }

  static Ipv4Address ipv4(IpAddress address) {
    return new Ipv4Address((int) address.low());
  }
}
