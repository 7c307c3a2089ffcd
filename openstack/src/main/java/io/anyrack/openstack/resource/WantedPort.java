package io.anyrack.openstack.resource;

import io.anyrack.openstack.dhcp.NicOptions;
import io.anyrack.openstack.neutron.Port.AddressPair;
import io.anyrack.openstack.neutron.Port.DhcpOption;
import io.anyrack.openstack.tag.RackTags;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.Ipv4Network;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Network.Guard;
import io.anyrack.rack.model.Network.Ipv6;
import io.anyrack.rack.model.Nic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a port shall be like.
 *
 * @param network the network's name
 * @param ownNetwork whether the network is the rack's own
 * @param mac empty: the cloud's choice
 * @param addressed whether we decide about its address; else the cloud does
 * @param address empty: it has none
 * @param ipv6 whether it gets an address by DHCPv6 beside it
 * @param guarded whether it has a guard
 * @param pairs what the guard lets through beside its own addresses
 * @param groups security groups
 * @param dhcpOptions told to its client
 * @param inPhases what is told instead in a phase of its installation, by the phase in its tags
 */
record WantedPort(
    String network,
    boolean ownNetwork,
    Optional<MacAddress> mac,
    boolean addressed,
    Optional<Ipv4Address> address,
    boolean ipv6,
    boolean guarded,
    List<AddressPair> pairs,
    List<Group> groups,
    List<DhcpOption> dhcpOptions,
    Map<String, List<DhcpOption>> inPhases) {

  WantedPort {
    pairs = List.copyOf(pairs);
    groups = List.copyOf(groups);
    dhcpOptions = List.copyOf(dhcpOptions);
    inPhases = Map.copyOf(inPhases);
  }

  /**
   * A security group.
   *
   * @param name its name
   * @param own the part it is, if it is the rack's own
   */
  record Group(String name, Optional<Key> own) {
    static Group own(String name) {
      return new Group(name, Optional.of(GroupPart.key(name)));
    }

    static Group existing(String name) {
      return new Group(name, Optional.empty());
    }
  }

  /** A NIC on a network of the rack. */
  static WantedPort of(Nic nic, Network network, List<Group> groups) {
    boolean guarded = nic.guard() != Guard.OFF;
    boolean dhcpv6 =
        network.routing().ipv6().filter(each -> each.mode() == Ipv6.Mode.DHCPV6).isPresent();
    return new WantedPort(
        network.name(),
        !network.routing().existing(),
        Optional.of(nic.mac()),
        true,
        nic.address(),
        dhcpv6 && !network.routing().existing(),
        guarded,
        guarded ? pairs(nic, network) : List.of(),
        guarded ? groups : List.of(),
        NicOptions.of(nic),
        Map.of());
  }

  /** The same port with {@code more} DHCP options. */
  WantedPort withOptions(List<DhcpOption> more) {
    return new WantedPort(
        network,
        ownNetwork,
        mac,
        addressed,
        address,
        ipv6,
        guarded,
        pairs,
        groups,
        Stream.concat(dhcpOptions.stream(), more.stream()).toList(),
        inPhases);
  }

  /** The same port with other options in phases. */
  WantedPort inPhases(Map<String, List<DhcpOption>> others) {
    return new WantedPort(
        network,
        ownNetwork,
        mac,
        addressed,
        address,
        ipv6,
        guarded,
        pairs,
        groups,
        dhcpOptions,
        others);
  }

  /** What is told to the client of a port with these tags. */
  List<DhcpOption> told(List<String> tags) {
    return RackTags.phase(tags).map(inPhases::get).orElse(dhcpOptions);
  }

  /** The same port whose guard lets {@code more} through, too. */
  WantedPort withPairs(List<AddressPair> more) {
    return new WantedPort(
        network,
        ownNetwork,
        mac,
        addressed,
        address,
        ipv6,
        guarded,
        guarded ? Stream.concat(pairs.stream(), more.stream()).toList() : List.of(),
        groups,
        dhcpOptions,
        inPhases);
  }

  /** A port on the same network that only keeps an address, so that nobody else is given it. */
  WantedPort reserving(Ipv4Address reserved) {
    return new WantedPort(
        network,
        ownNetwork,
        Optional.empty(),
        true,
        Optional.of(reserved),
        false,
        true,
        List.of(),
        List.of(),
        List.of(),
        Map.of());
  }

  /** A port on a network that is not the rack's. */
  static WantedPort onCloud(String network, Optional<Ipv4Address> address, List<Group> groups) {
    return new WantedPort(
        network,
        false,
        Optional.empty(),
        address.isPresent(),
        address,
        false,
        true,
        List.of(),
        groups,
        List.of(),
        Map.of());
  }

  private static List<AddressPair> pairs(Nic nic, Network network) {
    List<AddressPair> pairs = new ArrayList<>();
    if (nic.guard() == Guard.SUBNET) {
      pairs.add(new AddressPair(network.cidr().toString(), Optional.empty()));
      network
          .routing()
          .ipv6()
          .ifPresent(ipv6 -> pairs.add(new AddressPair(ipv6.cidr(), Optional.empty())));
    }
    network
        .allowedOn(nic)
        .forEach(
            pair ->
                pairs.add(
                    new AddressPair(text(pair.cidr()), pair.mac().map(MacAddress::toString))));
    return pairs;
  }

  private static String text(Ipv4Network cidr) {
    return cidr.prefix() == 32 ? cidr.base().toString() : cidr.toString();
  }
}
