package io.anyrack.rack.model;

import io.anyrack.rack.address.Ipv4Address;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A server of the rack that is no node: it starts from an image, stays on, and has no BMC.
 *
 * @param name unique among the rack's nodes and servers
 * @param image the cloud's image it starts with
 * @param flavor the cloud's flavor
 * @param diskGib size of its root volume; 0: the flavor's local disk
 * @param user who may log in over SSH, as the image has it
 * @param keypair a key pair of the project for its first user; empty: one made for the rack
 * @param securityGroups of its ports that have a guard, by name; empty: one made for the rack that
 *     lets in SSH and what the rack's service needs
 * @param ports in the order in which the server sees them; at least one
 * @param floatingIp an address reachable from outside, on the first port
 * @param userData a file given to it as user-data
 */
public record ServerSpec(
    String name,
    String image,
    String flavor,
    int diskGib,
    String user,
    Optional<String> keypair,
    List<String> securityGroups,
    List<Port> ports,
    FloatingIp floatingIp,
    Optional<Path> userData) {

  /** Copies the lists. */
  public ServerSpec {
    securityGroups = List.copyOf(securityGroups);
    ports = List.copyOf(ports);
  }

  /** The same server with other ports. */
  public ServerSpec withPorts(List<Port> ports) {
    return new ServerSpec(
        name, image, flavor, diskGib, user, keypair, securityGroups, ports, floatingIp, userData);
  }

  /** Its ports on networks of the rack, in order. */
  public List<Nic> nics() {
    return ports.stream()
        .flatMap(
            port ->
                switch (port) {
                  case Port.OnRack(Nic nic) -> Stream.of(nic);
                  case Port.OnCloud _ -> Stream.empty();
                })
        .toList();
  }

  /** The same server with other ports on the rack's networks, as many as it has. */
  public ServerSpec withNics(List<Nic> nics) {
    Iterator<Nic> next = nics.iterator();
    return withPorts(
        ports.stream()
            .<Port>map(
                port ->
                    switch (port) {
                      case Port.OnRack _ -> new Port.OnRack(next.next());
                      case Port.OnCloud onCloud -> onCloud;
                    })
            .toList());
  }

  /** A port of a server. */
  public sealed interface Port {
    /**
     * On a network of the rack.
     *
     * @param nic as a node's, with a MAC of its own
     */
    record OnRack(Nic nic) implements Port {}

    /**
     * On a network of the project that is not the rack's.
     *
     * @param network its name
     * @param address its address there; empty: one of the cloud's choice
     */
    record OnCloud(String network, Optional<Ipv4Address> address) implements Port {}
  }

  /** An address reachable from outside. */
  public sealed interface FloatingIp {
    /** None. */
    record None() implements FloatingIp {}

    /**
     * A new one, given back with the server.
     *
     * @param network the external network it comes from; empty: the one behind the port's router
     */
    record New(Optional<String> network) implements FloatingIp {}

    /** One the project has. */
    record Existing(Ipv4Address address) implements FloatingIp {}
  }
}
