package io.anyrack.local.fabric;

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

/**
 * A rack whose first node, called "node1", has 00:16:3e:00:00:01 and 192.0.2.11 on the network
 * {@code net}, whose gateway is 192.0.2.1, the second one 02 and 12, and so on.
 */
record TestRack(String name, int nodes, Network.Guard guard, int mtu, boolean outward) {
  static TestRack of(int nodes) {
    return new TestRack("rack", nodes, Network.Guard.EXACT, 1500, false);
  }

  TestRack with(Network.Guard other) {
    return new TestRack(name, nodes, other, mtu, outward);
  }

  TestRack withMtu(int other) {
    return new TestRack(name, nodes, guard, other, outward);
  }

  TestRack thatReachesOutward() {
    return new TestRack(name, nodes, guard, mtu, true);
  }

  Rack rack() {
    Network network =
        new Network(
            "net",
            Ipv4Network.parse("192.0.2.0/24"),
            Ipv4Address.parse("192.0.2.1"),
            Network.Dhcp.CLOUD,
            guard,
            mtu,
            Ipv4Range.parse("192.0.2.10-192.0.2.99"),
            new Network.Metadata.Cloud(),
            outward,
            List.of(),
            Network.Routing.NONE);
    return new Rack(
        name,
        new CloudSpec.Local(CloudSpec.Accelerator.TCG, CloudSpec.DiskCache.UNSAFE),
        List.of(network),
        IntStream.rangeClosed(1, nodes).mapToObj(this::node).toList(),
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

  private NodeSpec node(int number) {
    return new NodeSpec(
        "node" + number,
        "node",
        1,
        512,
        0,
        NodeSpec.Firmware.BIOS,
        NodeSpec.NetworkBoot.IPXE,
        List.of(
            new Nic(
                "net",
                new MacAddress(0x0016_3e00_0000L + number),
                Optional.of(Ipv4Address.parse("192.0.2.1" + number)),
                guard,
                List.of(),
                List.of())),
        new NodeSpec.Identity("Anyrack", "Node", "SN" + number),
        new UUID(0, number),
        Optional.empty(),
        Optional.empty(),
        NodeSpec.Hosting.NONE);
  }
}
