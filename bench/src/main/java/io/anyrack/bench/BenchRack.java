package io.anyrack.bench;

import io.anyrack.rack.address.Endpoint;
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
import io.anyrack.rack.net.DatagramService;
import io.anyrack.rack.net.NetworkServices;
import io.anyrack.rack.net.StreamService;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Two nodes on a guarded network, for benchmarks of the network. */
final class BenchRack {
  static final String GENERATOR = "generator";
  static final String READER = "reader";

  private static final MacAddress GENERATOR_MAC = MacAddress.parse("00:16:3e:00:00:01");
  private static final MacAddress READER_MAC = MacAddress.parse("00:16:3e:00:00:02");
  private static final Ipv4Address GENERATOR_ADDRESS = Ipv4Address.parse("192.0.2.11");
  private static final Ipv4Address READER_ADDRESS = Ipv4Address.parse("192.0.2.12");

  private BenchRack() {}

  static Rack twoNodes() {
    Ipv4Address gateway = Ipv4Address.parse("192.0.2.1");
    Network network =
        new Network(
            "net",
            Ipv4Network.parse("192.0.2.0/24"),
            gateway,
            Network.Dhcp.CLOUD,
            Network.Guard.EXACT,
            1500,
            Ipv4Range.parse("192.0.2.10-192.0.2.99"),
            new Network.Metadata.None(),
            false,
            List.of(),
            Network.Routing.NONE);
    return new Rack(
        "bench",
        new CloudSpec.Local(CloudSpec.Accelerator.TCG, CloudSpec.DiskCache.UNSAFE),
        List.of(network),
        List.of(
            node(GENERATOR, GENERATOR_MAC, GENERATOR_ADDRESS),
            node(READER, READER_MAC, READER_ADDRESS)),
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

  private static NodeSpec node(String name, MacAddress mac, Ipv4Address address) {
    return new NodeSpec(
        name,
        "node",
        1,
        512,
        0,
        NodeSpec.Firmware.BIOS,
        NodeSpec.NetworkBoot.IPXE,
        List.of(
            new Nic("net", mac, Optional.of(address), Network.Guard.EXACT, List.of(), List.of())),
        new NodeSpec.Identity("Anyrack", "Bench", name),
        UUID.nameUUIDFromBytes(mac.octets()),
        Optional.empty(),
        Optional.empty(),
        NodeSpec.Hosting.NONE);
  }

  /** A UDP packet from generator to reader in a frame of {@code octets}. */
  static byte[] frame(int octets) {
    ByteBuffer frame = ByteBuffer.allocate(octets);
    frame.put(READER_MAC.octets()).put(GENERATOR_MAC.octets()).putShort((short) 0x0800);
    // RFC 791: version and header length, total length, no fragment, TTL 64, UDP.
    frame.putShort((short) 0x4500).putShort((short) (octets - 14)).putInt(0x4000);
    frame.putShort((short) 0x4011).putShort((short) 0);
    frame.put(GENERATOR_ADDRESS.octets()).put(READER_ADDRESS.octets());
    frame.putShort((short) 1000).putShort((short) 2000).putShort((short) (octets - 34));
    return frame.array();
  }

  static NetworkServices noServices() {
    return new NetworkServices() {
      @Override
      public Optional<DatagramService> datagrams(Network network, Endpoint destination) {
        return Optional.empty();
      }

      @Override
      public StreamService streams() {
        return new NoStreams();
      }
    };
  }

  private record NoStreams() implements StreamService {
    @Override
    public Optional<InetSocketAddress> backend(Attachment from, Endpoint destination) {
      return Optional.empty();
    }

    @Override
    public void opened(InetSocketAddress client, Attachment from, Endpoint destination) {}

    @Override
    public void closed(InetSocketAddress client) {}
  }
}
