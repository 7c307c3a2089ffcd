package io.anyrack.rack.model;

import io.anyrack.rack.address.Ipv4Address;
import java.time.Duration;
import java.util.Optional;

/**
 * How the BMCs of a rack are reached.
 *
 * @param addressing whether nodes differ by port or by address
 * @param address with {@link Addressing#PER_PORT} the address of all; with {@link
 *     Addressing#PER_NODE} the address of the first node, the others follow it
 * @param port the UDP port of IPMI; 0: the kernel chooses (per-port only)
 * @param credentials who may log in
 * @param softOffAfter after what time a soft power-off over IPMI is turned into a hard one; empty:
 *     never
 * @param placement where the service runs that answers for them
 * @param powerOff what the cloud does with a machine that is off
 * @param redfish how Redfish is served beside IPMI; empty: not at all
 */
public record BmcSpec(
    Addressing addressing,
    Ipv4Address address,
    int port,
    Credentials credentials,
    Optional<Duration> softOffAfter,
    Placement placement,
    PowerOff powerOff,
    Optional<Redfish> redfish) {

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
        Optional.of(Redfish.DEFAULT));
  }

  /** The same with Redfish served as given. */
  public BmcSpec withRedfish(Optional<Redfish> redfish) {
    return new BmcSpec(
        addressing, address, port, credentials, softOffAfter, placement, powerOff, redfish);
  }

  /**
   * How Redfish is served.
   *
   * @param port the TCP port of the root with all nodes; the roots of single nodes follow it; 0:
   *     free ones are chosen
   * @param tls whether over TLS, or in the clear
   */
  public record Redfish(int port, boolean tls) {
    /** TLS on free ports. */
    public static final Redfish DEFAULT = new Redfish(0, true);
  }

  /** The same with the service elsewhere. */
  public BmcSpec withPlacement(Placement placement) {
    return new BmcSpec(
        addressing, address, port, credentials, softOffAfter, placement, powerOff, redfish);
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
    PER_NODE
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
