package io.anyrack.netboot.port;

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
import io.anyrack.rack.net.Attachment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rack of the tests: one network 192.0.2.0/24 with gateway 192.0.2.1, node-1 and node-2. */
public final class Racks {
  /** Nothing to boot. */
  public static final BootSpec NO_BOOT = BootSpec.NOTHING;

  /** The MAC of node-1. */
  public static final MacAddress MAC = MacAddress.parse("00:16:3e:00:00:0a");

  private Racks() {}

  /** A network as most tests want it. */
  public static Network network() {
    return network(new Network.Metadata.Cloud(), false);
  }

  /** A network with other metadata or a way out. */
  public static Network network(Network.Metadata metadata, boolean outward) {
    return network(Network.Dhcp.CLOUD, metadata, outward, 1400);
  }

  /** A network with everything that differs between tests. */
  public static Network network(
      Network.Dhcp dhcp, Network.Metadata metadata, boolean outward, int mtu) {
    return new Network(
        "provision",
        Ipv4Network.parse("192.0.2.0/24"),
        Ipv4Address.parse("192.0.2.1"),
        dhcp,
        Network.Guard.EXACT,
        mtu,
        Ipv4Range.parse("192.0.2.10-192.0.2.99"),
        metadata,
        outward,
        List.of(),
        Network.Routing.NONE);
  }

  /** The rack {@code lab} with {@code network}, and {@code options} on the port of node-1. */
  public static Rack rack(Network network, BootSpec boot, Nic.DhcpOption... options) {
    return rack(network, boot, Optional.empty(), NodeSpec.NetworkBoot.IPXE, options);
  }

  /** The rack with all that differs between tests. */
  public static Rack rack(
      Network network,
      BootSpec boot,
      Optional<Path> userData,
      NodeSpec.NetworkBoot networkBoot,
      Nic.DhcpOption... options) {
    return new Rack(
        "lab",
        new CloudSpec.Local(CloudSpec.Accelerator.AUTO, CloudSpec.DiskCache.UNSAFE),
        List.of(network),
        List.of(
            node("node-1", 1, userData, networkBoot, List.of(options)),
            node("node-2", 2, Optional.empty(), NodeSpec.NetworkBoot.IPXE, List.of())),
        new BmcSpec(
            BmcSpec.Addressing.PER_PORT,
            Ipv4Address.parse("127.0.0.1"),
            0,
            new BmcSpec.Credentials.Generated(),
            Optional.empty(),
            new BmcSpec.Placement.Here(),
            BmcSpec.PowerOff.STOP),
        boot);
  }

  private static NodeSpec node(
      String name,
      int number,
      Optional<Path> userData,
      NodeSpec.NetworkBoot networkBoot,
      List<Nic.DhcpOption> options) {
    return new NodeSpec(
        name,
        "compute",
        1,
        512,
        0,
        networkBoot == NodeSpec.NetworkBoot.IPXE ? NodeSpec.Firmware.BIOS : NodeSpec.Firmware.UEFI,
        networkBoot,
        List.of(
            new Nic(
                "provision",
                new MacAddress(MAC.bits() + number - 1),
                Optional.of(Ipv4Address.parse("192.0.2.9").plus(number)),
                Network.Guard.EXACT,
                List.of(),
                options)),
        new NodeSpec.Identity("Anyrack", "Node", "SN" + number),
        UUID.fromString("0badcafe-0000-4000-8000-00000000000" + number),
        Optional.empty(),
        userData,
        NodeSpec.Hosting.NONE);
  }

  /** The port of node-1 or node-2 as the switch knows it. */
  public static Attachment attachment(int number) {
    return new Attachment(
        "provision",
        "node-" + number,
        0,
        new MacAddress(MAC.bits() + number - 1),
        Optional.of(Ipv4Address.parse("192.0.2.9").plus(number)));
  }

  /** The port of node-1. */
  public static Port port(Rack rack) {
    return new Ports(rack).find(attachment(1)).orElseThrow();
  }
}
