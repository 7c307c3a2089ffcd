package io.anyrack.rack.model;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.Ipv4Network;
import io.anyrack.rack.address.Ipv4Range;
import java.util.List;

/**
 * One Ethernet segment of a rack with its IPv4 network.
 *
 * @param name unique in the rack
 * @param cidr its addresses
 * @param gateway the address under which the cloud's gateway, DHCP and boot services answer
 * @param dhcp who answers DHCP
 * @param guard the source check of its ports, where a NIC does not say otherwise
 * @param mtu the largest IP packet, 576 to 9000 bytes
 * @param pool where addresses of nodes are taken from
 * @param metadata who answers on 169.254.169.254
 * @param outward whether guests may reach addresses outside the rack
 * @param dns resolvers told to clients; empty: the gateway
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
    List<Ipv4Address> dns) {

  /** Copies the list. */
  public Network {
    dns = List.copyOf(dns);
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
