package io.anyrack.openstack.resource;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.Ipv4Network;
import io.anyrack.rack.address.Ipv4Range;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.BootSpec;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Network.Dhcp;
import io.anyrack.rack.model.Network.Guard;
import io.anyrack.rack.model.Network.Metadata;
import io.anyrack.rack.model.Network.Routing;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.model.RouterSpec;
import io.anyrack.rack.model.ServerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Racks for tests. */
final class Racks {
  private static final long GIB = 1L << 30;

  private Racks() {}

  /** A network with DHCP by the cloud; {@code third} is the third number of its addresses. */
  static Network network(String name, int third, Guard guard, Optional<String> router) {
    Ipv4Address base = Ipv4Address.parse("10.77." + third + ".0");
    return new Network(
        name,
        new Ipv4Network(base, 24),
        base.plus(1),
        Dhcp.CLOUD,
        guard,
        0,
        new Ipv4Range(base.plus(30), base.plus(250)),
        new Metadata.Cloud(),
        true,
        List.of(),
        new Routing(false, router, List.of(), Optional.empty()));
  }

  static Nic nic(Network network, int node) {
    int third = network.cidr().base().bits() >>> 8 & 0xff;
    return new Nic(
        network.name(),
        new MacAddress(0x0016_3e00_0000L | third << 16 | node),
        Optional.of(network.cidr().base().plus(30 + node)),
        network.guard(),
        List.of(),
        List.of());
  }

  static NodeSpec node(int number, List<Network> networks) {
    return new NodeSpec(
        "node-" + number,
        "node",
        1,
        256,
        2 * GIB,
        NodeSpec.Firmware.BIOS,
        NodeSpec.NetworkBoot.IPXE,
        networks.stream().map(network -> nic(network, number)).toList(),
        new NodeSpec.Identity("Anyrack", "node", "s" + number),
        new UUID(0, number),
        Optional.empty(),
        Optional.empty(),
        NodeSpec.Hosting.NONE);
  }

  static Rack rack(String name, List<Network> networks, int nodes) {
    return new Rack(
        name,
        new CloudSpec.Openstack(Optional.empty(), Optional.empty(), Optional.empty(), "anyrack-"),
        networks,
        IntStream.rangeClosed(1, nodes).mapToObj(i -> node(i, networks)).toList(),
        new BmcSpec(
            BmcSpec.Addressing.PER_PORT,
            Ipv4Address.parse("127.0.0.1"),
            0,
            new BmcSpec.Credentials.Generated(),
            Optional.empty(),
            new BmcSpec.Placement.Here(),
            BmcSpec.PowerOff.STOP),
        BootSpec.NOTHING);
  }

  /** One guarded network without router. */
  static Rack simple(String name, int nodes) {
    return rack(name, List.of(network("provision", 1, Guard.EXACT, Optional.empty())), nodes);
  }

  /** A router of its own, two networks, an installer with a floating IP. */
  static Rack full(String name, int nodes) {
    Network provision = network("provision", 1, Guard.EXACT, Optional.of("gate"));
    Network storage = network("storage", 2, Guard.OFF, Optional.empty());
    Rack rack = rack(name, List.of(provision, storage), nodes);
    Nic nic = nic(provision, 200);
    ServerSpec installer =
        new ServerSpec(
            "installer",
            "guest",
            "t1.tiny",
            0,
            "debian",
            Optional.empty(),
            List.of(),
            List.of(
                new ServerSpec.Port.OnRack(nic),
                new ServerSpec.Port.OnCloud("private", Optional.empty())),
            new ServerSpec.FloatingIp.New(Optional.empty()),
            Optional.empty());
    return new Rack(
        name,
        rack.cloud(),
        rack.networks(),
        rack.nodes(),
        rack.bmc(),
        rack.boot(),
        List.of(new RouterSpec("gate", Optional.of("external"))),
        List.of(),
        Optional.of(installer));
  }

  /** The same rack with one network changed. */
  static Rack with(Rack rack, String network, Function<Network, Network> change) {
    return new Rack(
        rack.name(),
        rack.cloud(),
        rack.networks().stream()
            .map(each -> each.name().equals(network) ? change.apply(each) : each)
            .toList(),
        rack.nodes(),
        rack.bmc(),
        rack.boot(),
        rack.routers(),
        rack.servers(),
        rack.installer());
  }

  /** The same rack with all NICs of one node changed. */
  static Rack with(Rack rack, int node, Function<Nic, Nic> change) {
    List<NodeSpec> nodes = new ArrayList<>(rack.nodes());
    NodeSpec old = nodes.get(node);
    nodes.set(node, old.withNics(old.nics().stream().map(change).toList()));
    return rack.withNodes(nodes);
  }
}
