package io.anyrack.openstack;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.Ipv4Network;
import io.anyrack.rack.address.Ipv4Range;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.BootSpec;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** Small racks. */
public final class RackExample {
  private RackExample() {}

  /** A rack of nodes {@code node-1}, … that are alike. */
  public static Rack rack(
      String name,
      int nodes,
      NodeSpec.Firmware firmware,
      NodeSpec.Storage storage,
      BootSpec.Method method) {
    Network network =
        new Network(
            "provision",
            Ipv4Network.parse("192.0.2.0/24"),
            Ipv4Address.parse("192.0.2.1"),
            Network.Dhcp.CLOUD,
            Network.Guard.EXACT,
            0,
            Ipv4Range.parse("192.0.2.100-192.0.2.200"),
            new Network.Metadata.None(),
            false,
            List.of(),
            Network.Routing.NONE);
    List<NodeSpec> specs =
        IntStream.rangeClosed(1, nodes).mapToObj(i -> node(i, firmware, storage, method)).toList();
    return new Rack(
        name,
        new CloudSpec.Openstack(Optional.empty(), Optional.empty(), Optional.empty(), "anyrack"),
        List.of(network),
        specs,
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

  /** The same rack whose nodes give their place on a hypervisor back when they are off. */
  public static Rack shelving(Rack rack) {
    BmcSpec bmc = rack.bmc();
    return new Rack(
        rack.name(),
        rack.cloud(),
        rack.networks(),
        rack.nodes(),
        new BmcSpec(
            bmc.addressing(),
            bmc.address(),
            bmc.port(),
            bmc.credentials(),
            bmc.softOffAfter(),
            bmc.placement(),
            BmcSpec.PowerOff.SHELVE),
        rack.boot());
  }

  private static NodeSpec node(
      int number, NodeSpec.Firmware firmware, NodeSpec.Storage storage, BootSpec.Method method) {
    return new NodeSpec(
        "node-" + number,
        "node",
        1,
        256,
        1L << 30,
        firmware,
        NodeSpec.NetworkBoot.IPXE,
        List.of(
            new Nic(
                "provision",
                MacAddress.parse("02:00:00:00:01:%02x".formatted(number)),
                Optional.of(Ipv4Address.parse("192.0.2." + (100 + number))),
                Network.Guard.EXACT,
                List.of(),
                List.of())),
        new NodeSpec.Identity("Anyrack", "Node", "serial-" + number),
        new UUID(7, number),
        Optional.empty(),
        Optional.empty(),
        new NodeSpec.Hosting(
            Optional.empty(), Optional.empty(), storage, List.of(), Optional.of(method)));
  }
}
