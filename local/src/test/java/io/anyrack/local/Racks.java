package io.anyrack.local;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.BootSpec;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.plan.Plan;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** Racks for tests. */
public final class Racks {
  private Racks() {}

  /** A rack on TCG with {@code nodes}. */
  public static Rack rack(NodeSpec... nodes) {
    return new Rack(
        "lab",
        new CloudSpec.Local(CloudSpec.Accelerator.TCG, CloudSpec.DiskCache.UNSAFE),
        List.of(),
        Arrays.asList(nodes),
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

  /** A BIOS node with a blank disk of 1 MiB. */
  public static NodeSpec node(String name, int nics) {
    return new NodeSpec(
        name,
        "node",
        1,
        64,
        1 << 20,
        NodeSpec.Firmware.BIOS,
        NodeSpec.NetworkBoot.IPXE,
        IntStream.range(0, nics).mapToObj(Racks::nic).toList(),
        new NodeSpec.Identity("Acme, Inc.", "VNode", "SN-" + name),
        UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)),
        Optional.empty(),
        Optional.empty(),
        NodeSpec.Hosting.NONE);
  }

  /** The same node whose disk starts with {@code image}. */
  public static NodeSpec withImage(NodeSpec node, Path image) {
    return new NodeSpec(
        node.name(),
        node.role(),
        node.cpus(),
        node.memoryMiB(),
        node.diskBytes(),
        node.firmware(),
        node.networkBoot(),
        node.nics(),
        node.identity(),
        node.uuid(),
        Optional.of(image),
        node.userData(),
        NodeSpec.Hosting.NONE);
  }

  /** The same node with other firmware. */
  public static NodeSpec withFirmware(
      NodeSpec node, NodeSpec.Firmware firmware, NodeSpec.NetworkBoot networkBoot) {
    return new NodeSpec(
        node.name(),
        node.role(),
        node.cpus(),
        node.memoryMiB(),
        node.diskBytes(),
        firmware,
        networkBoot,
        node.nics(),
        node.identity(),
        node.uuid(),
        node.image(),
        node.userData(),
        NodeSpec.Hosting.NONE);
  }

  /** A plan with one change of a node. */
  public static Plan plan(Plan.Action action, String node) {
    return new Plan(List.of(new Plan.Change(action, Plan.Kind.NODE, node, List.of(), false)));
  }

  private static Nic nic(int index) {
    return new Nic(
        "provision",
        MacAddress.parse("0c:42:a1:00:00:0" + index),
        Optional.empty(),
        Network.Guard.OFF,
        List.of(),
        List.of());
  }
}
