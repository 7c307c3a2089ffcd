package io.anyrack.rack.sync;

import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.IpPrefix;
import io.anyrack.rack.address.MacAddress;
import java.util.List;
import java.util.Optional;

/**
 * A node's port as its cloud has it.
 *
 * @param id the cloud's name for it
 * @param node the node's name
 * @param role the node's role
 * @param mac its Ethernet address
 * @param subnets of its network
 * @param addresses its own
 * @param pairs what its guard lets through beside them
 * @param mark what of it is address sync's
 * @param guarded whether it has a guard
 * @param told what DHCP tells its client
 * @param revision grows with each change
 */
public record GuardedPort(
    String id,
    String node,
    String role,
    MacAddress mac,
    List<Subnet> subnets,
    List<IpAddress> addresses,
    List<Pair> pairs,
    Mark mark,
    boolean guarded,
    Told told,
    long revision) {
  /** Copies the lists. */
  public GuardedPort {
    subnets = List.copyOf(subnets);
    addresses = List.copyOf(addresses);
    pairs = List.copyOf(pairs);
  }

  /** A port of which the cloud keeps no DHCP options. */
  public GuardedPort(
      String id,
      String node,
      String role,
      MacAddress mac,
      List<Subnet> subnets,
      List<IpAddress> addresses,
      List<Pair> pairs,
      Mark mark,
      boolean guarded,
      long revision) {
    this(id, node, role, mac, subnets, addresses, pairs, mark, guarded, Told.NOTHING, revision);
  }

  /**
   * A subnet.
   *
   * @param cidr its addresses
   * @param selfAddressed whether ports make their addresses themselves (SLAAC, RFC 4862): none can
   *     be set
   */
  public record Subnet(IpPrefix cidr, boolean selfAddressed) {}

  /** An exception of the guard: source addresses, with the source MAC. */
  public record Pair(IpPrefix address, MacAddress mac) {
    @Override
    public String toString() {
      return address + " (" + mac + ")";
    }
  }

  /** The subnet {@code address} is on. */
  public Optional<Subnet> subnet(IpAddress address) {
    return subnets.stream().filter(each -> each.cidr().contains(address)).findFirst();
  }

  /** The subnet all of {@code addresses} are on. */
  public Optional<Subnet> subnet(IpPrefix addresses) {
    return subnets.stream().filter(each -> each.cidr().contains(addresses)).findFirst();
  }
}
