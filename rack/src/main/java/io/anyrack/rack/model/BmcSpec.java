package io.anyrack.rack.model;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.Ipv4Network;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the BMCs of a rack are reached.
 *
 * @param addressing whether nodes differ by port or by address
 * @param address with {@link Addressing#PER_PORT} the address of all, else of the first node
 * @param port the UDP port of IPMI; 0: the kernel chooses (per-port only)
 * @param credentials who may log in
 * @param softOffAfter after what time a soft power-off over IPMI is turned into a hard one; empty:
 *     never
 * @param placement where the service runs that answers for them
 * @param powerOff what the cloud does with a machine that is off
 * @param redfish how Redfish is served beside IPMI; empty: not at all
 * @param subnets of the BMCs' NICs; present with {@link Addressing#PER_NIC} alone
 */
public record BmcSpec(
    Addressing addressing,
    Ipv4Address address,
    int port,
    Credentials credentials,
    Optional<Duration> softOffAfter,
    Placement placement,
    PowerOff powerOff,
    Optional<Redfish> redfish,
    Optional<Subnets> subnets) {

  /** Has subnets where they are needed. */
  public BmcSpec {
    if (subnets.isPresent() != (addressing == Addressing.PER_NIC)) {
      throw new IllegalArgumentException("subnets are for BMCs with a NIC each, and only for them");
    }
  }

  /** BMCs with Redfish as it is where nothing is said. */
  public BmcSpec(
      Addressing addressing,
      Ipv4Address address,
      int port,
      Credentials credentials,
      Optional<Duration> softOffAfter,
      Placement placement,
      PowerOff powerOff) {
    this(
        addressing,
        address,
        port,
        credentials,
        softOffAfter,
        placement,
        powerOff,
        Optional.of(Redfish.DEFAULT),
        Optional.empty());
  }

  /** The same with a NIC in a subnet of its own for each. */
  public BmcSpec withSubnets(Subnets subnets) {
    return new BmcSpec(
        Addressing.PER_NIC,
        subnets.address(0),
        port,
        credentials,
        softOffAfter,
        placement,
        powerOff,
        redfish,
        Optional.of(subnets));
  }

  /**
   * The address of a BMC.
   *
   * @param node the node's place in the rack, from 0
   */
  public Ipv4Address addressOf(int node) {
    return switch (addressing) {
      case PER_PORT -> address;
      case PER_NODE -> address.plus(node);
      case PER_NIC -> subnets.orElseThrow().address(node);
    };
  }

  /**
   * The subnets of BMCs that have a NIC each, cut from one network: in each, the first address is
   * the router's and the second the BMC's.
   *
   * @param cidr what they are cut from
   * @param prefix of each
   * @param router the router they are joined to; empty: they can be reached from inside alone
   */
  public record Subnets(Ipv4Network cidr, int prefix, Optional<String> router) {
    /** The longest prefix: a router, a BMC, and the cloud's DHCP server find room. */
    public static final int LONGEST_PREFIX = 29;

    /** As many NICs as servers commonly can have beside their own. */
    public static final int MOST_NODES = 16;

    /** How many there are. */
    public long count() {
      return 1L << (prefix - cidr.prefix());
    }

    /** A node's. */
    public Ipv4Network subnet(int node) {
      return new Ipv4Network(cidr.base().plus(node << (32 - prefix)), prefix);
    }

    /** The router's address in a node's. */
    public Ipv4Address gateway(int node) {
      return subnet(node).base().plus(1);
    }

    /** The address of a node's BMC. */
    public Ipv4Address address(int node) {
      return subnet(node).base().plus(2);
    }
  }

  /** The same with Redfish served as given. */
  public BmcSpec withRedfish(Optional<Redfish> redfish) {
    return new BmcSpec(
        addressing,
        address,
        port,
        credentials,
        softOffAfter,
        placement,
        powerOff,
        redfish,
        subnets);
  }

  /**
   * How Redfish is served.
   *
   * @param port the TCP port of the root with all nodes; the roots of single nodes follow it; 0:
   *     free ones are chosen
   * @param tls whether over TLS, or in the clear
   * @param deprecated whether resources have links that newer schemas deprecate, for clients that
   *     look nowhere else
   * @param images the only URLs from which clients may insert virtual media; empty: all
   */
  public record Redfish(int port, boolean tls, boolean deprecated, List<URI> images) {
    /** TLS on free ports, for all clients. */
    public static final Redfish DEFAULT = new Redfish(0, true, true, List.of());

    /** Copies the list. */
    public Redfish {
      images = List.copyOf(images);
    }
  }

  /** The same with the service elsewhere. */
  public BmcSpec withPlacement(Placement placement) {
    return new BmcSpec(
        addressing,
        address,
        port,
        credentials,
        softOffAfter,
        placement,
        powerOff,
        redfish,
        subnets);
  }

  /** Where the service of a rack runs. */
  public sealed interface Placement {
    /** On this machine. */
    record Here() implements Placement {}

    /**
     * On a small server made for it in the project.
     *
     * @param server what it is like; its first port is where BMCs answer
     */
    record Vm(ServerSpec server) implements Placement {}

    /** On the rack's installer. */
    record Installer() implements Placement {}
  }

  /** What a cloud does with a machine that is off. */
  public enum PowerOff {
    /** It keeps its place on a hypervisor. */
    STOP,
    /** It gives its place back: slower, and cheaper where clouds charge for stopped servers. */
    SHELVE
  }

  /** What tells one node's BMC from another's. */
  public enum Addressing {
    /** One address, one port per node. */
    PER_PORT,
    /** One address per node, one port. */
    PER_NODE,
    /** One NIC in a subnet of its own per node, one port. */
    PER_NIC
  }

  /** Who may log in to the BMCs. */
  public sealed interface Credentials {
    /** A user name and a password of its own for each node. */
    record Generated() implements Credentials {}

    /**
     * The same for all nodes.
     *
     * @param user 1 to 16 characters (IPMI 2.0 §22.28)
     * @param password 1 to 20 bytes (IPMI 2.0 §22.30)
     */
    record Given(String user, Secret password) implements Credentials {}
  }
}
