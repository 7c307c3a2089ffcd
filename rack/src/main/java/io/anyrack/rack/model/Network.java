package io.anyrack.rack.model;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.Ipv4Network;
import io.anyrack.rack.address.Ipv4Range;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One Ethernet segment of a rack with its IPv4 network.
 *
 * @param name unique in the rack
 * @param cidr its addresses
 * @param gateway the address under which the cloud's gateway, DHCP and boot services answer
 * @param dhcp who answers DHCP
 * @param guard the source check of its ports, where a NIC does not say otherwise
 * @param mtu the largest IP packet, 576 to 9000 bytes; 0: what the cloud's networks carry
 * @param pool where addresses of nodes are taken from
 * @param metadata who answers on 169.254.169.254
 * @param outward whether guests may reach addresses outside the rack
 * @param dns resolvers told to clients; empty: the gateway
 * @param routing what ties it to other networks
 */
public record Network(
    String name,
    Ipv4Network cidr,
    Ipv4Address gateway,
    Dhcp dhcp,
    Guard guard,
    int mtu,
    Ipv4Range pool,
    Metadata metadata,
    boolean outward,
    List<Ipv4Address> dns,
    Routing routing) {

  private static final Ipv4Network METADATA = Ipv4Network.parse("169.254.169.254/32");

  /** Copies the list. */
  public Network {
    dns = List.copyOf(dns);
  }

  /**
   * The gateway where there is one: on OpenStack a network has it only from a router, its own or
   * the one of a network that exists.
   */
  public Optional<Ipv4Address> gatewayOn(CloudSpec cloud) {
    return cloud instanceof CloudSpec.Openstack && !routing.existing() && routing.router().isEmpty()
        ? Optional.empty()
        : Optional.of(gateway);
  }

  /**
   * What the guard of a port here lets through beside its own addresses: its pairs, and
   * 169.254.169.254 where it is the port of the installer that answers there.
   */
  public List<Nic.AddressPair> allowedOn(Nic nic) {
    boolean answers =
        metadata instanceof Metadata.Installer(Ipv4Address address)
            && nic.address().equals(Optional.of(address))
            && nic.allowedPairs().stream().noneMatch(pair -> pair.cidr().equals(METADATA));
    return answers
        ? Stream.concat(
                nic.allowedPairs().stream(),
                Stream.of(new Nic.AddressPair(METADATA, Optional.empty())))
            .toList()
        : nic.allowedPairs();
  }

  /**
   * What ties a network to others; clouds other than OpenStack know only {@link #NONE}.
   *
   * @param existing whether the cloud has the network already: it is used and never changed
   * @param router the router its gateway is on: one of the rack's or of the cloud's; empty: none,
   *     and clients are told no gateway
   * @param hostRoutes told to clients (RFC 3442)
   * @param ipv6 its IPv6 network beside the IPv4 one
   */
  public record Routing(
      boolean existing, Optional<String> router, List<HostRoute> hostRoutes, Optional<Ipv6> ipv6) {
    /** Tied to nothing. */
    public static final Routing NONE =
        new Routing(false, Optional.empty(), List.of(), Optional.empty());

    /** Copies the list. */
    public Routing {
      hostRoutes = List.copyOf(hostRoutes);
    }
  }

  /** A route told to clients. */
  public record HostRoute(Ipv4Network destination, Ipv4Address nextHop) {}

  /**
   * The IPv6 network of a segment.
   *
   * @param cidr as written, such as {@code fd00:12::/64}
   * @param mode who gives addresses
   */
  public record Ipv6(String cidr, Mode mode) {
    /** Who gives IPv6 addresses. */
    public enum Mode {
      /** The router's advertisements (RFC 4862). */
      SLAAC,
      /** DHCPv6 of the cloud (RFC 8415). */
      DHCPV6,
      /** A machine on the network: the cloud advertises nothing. */
      INSTALLER
    }
  }

  /** Who answers DHCP on a network. */
  public enum Dhcp {
    /** The cloud, for known ports only. */
    CLOUD,
    /** A machine on the network: DHCP replies of guests pass. */
    INSTALLER,
    /** Nobody. */
    NONE
  }

  /** The anti-spoofing check of a port. */
  public enum Guard {
    /** Everything passes. */
    OFF,
    /** Only the port's own MAC and address, and its allowed pairs. */
    EXACT,
    /** Only the port's own MAC, with any address of the network. */
    SUBNET
  }

  /** Who answers on the metadata address 169.254.169.254. */
  public sealed interface Metadata {
    /** The cloud, as public clouds do. */
    record Cloud() implements Metadata {}

    /** Nobody. */
    record None() implements Metadata {}

    /**
     * A machine on the network; clients get a host route to it (RFC 3442).
     *
     * @param address its address on the network
     */
    record Installer(Ipv4Address address) implements Metadata {}
  }
}
