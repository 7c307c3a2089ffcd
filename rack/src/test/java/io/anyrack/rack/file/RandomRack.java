package io.anyrack.rack.file;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.Ipv4Network;
import io.anyrack.rack.address.Ipv4Range;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.BootPhases;
import io.anyrack.rack.model.BootSpec;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.model.Secret;
import io.anyrack.rack.model.SyncSpec;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** Racks as a rack file can describe them, by chance. */
final class RandomRack {
  private static final String PRINTABLE = "aZ09 :#,'\"\\{}[]&*!|>%@`-?~";
  private static final List<String> AWKWARD =
      List.of("on", "no", "null", "true", "1e3", "0", "0x1f", "123", "a-b", "y", "12e03");

  private final Random random;
  private int macs;

  RandomRack(Random random) {
    this.random = random;
  }

  Rack rack() {
    List<Network> networks = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      networks.add(network(i));
    }
    List<NodeSpec> nodes = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(5); i++) {
      nodes.add(node(AWKWARD.get(i) + "-" + i, i, networks));
    }
    return new Rack(
        oneOf(AWKWARD),
        new CloudSpec.Local(
            oneOf(List.of(CloudSpec.Accelerator.values())),
            oneOf(List.of(CloudSpec.DiskCache.values()))),
        networks,
        nodes,
        bmc(),
        boot(),
        List.of(),
        List.of(),
        Optional.empty(),
        random.nextBoolean() ? Optional.empty() : Optional.of(sync(nodes)));
  }

  private SyncSpec sync(List<NodeSpec> nodes) {
    return new SyncSpec(
        List.of(
            new SyncSpec.Source(
                oneOf(List.of(SyncSpec.Kind.STATIC, SyncSpec.Kind.DNSMASQ_HOSTS)),
                World.DIRECTORY.resolve("list.yaml").toString()),
            new SyncSpec.Source(SyncSpec.Kind.OBSERVED, "192.0.2.200/29")),
        random.nextBoolean() ? Set.of() : Set.of(oneOf(nodes).role()));
  }

  private Network network(int number) {
    Ipv4Address base = Ipv4Address.parse("10." + number + ".0.0");
    Ipv4Network cidr = new Ipv4Network(base, 16 + random.nextInt(9));
    return new Network(
        AWKWARD.get(number),
        cidr,
        base.plus(1 + random.nextInt(9)),
        oneOf(List.of(Network.Dhcp.values())),
        oneOf(List.of(Network.Guard.values())),
        576 + random.nextInt(9000 - 576),
        new Ipv4Range(base.plus(20), base.plus(100 + random.nextInt(100))),
        oneOf(
            List.of(
                new Network.Metadata.Cloud(),
                new Network.Metadata.None(),
                new Network.Metadata.Installer(base.plus(10)))),
        random.nextBoolean(),
        random.nextBoolean() ? List.of() : List.of(base.plus(1), new Ipv4Address(0x08080808)),
        Network.Routing.NONE);
  }

  private NodeSpec node(String name, int number, List<Network> networks) {
    NodeSpec.Firmware firmware = oneOf(List.of(NodeSpec.Firmware.values()));
    long disk = random.nextBoolean() ? 0 : (1L + random.nextInt(1 << 20)) << 20;
    List<Nic> nics = new ArrayList<>();
    for (int i = 0; i < random.nextInt(4); i++) {
      nics.add(nic(oneOf(networks), 11 + 4 * number + i));
    }
    return new NodeSpec(
        name,
        oneOf(AWKWARD),
        1 + random.nextInt(255),
        64 + random.nextInt(100_000),
        disk,
        firmware,
        firmware == NodeSpec.Firmware.BIOS
            ? NodeSpec.NetworkBoot.IPXE
            : oneOf(List.of(NodeSpec.NetworkBoot.values())),
        nics,
        new NodeSpec.Identity(text(), text(), text()),
        new UUID(random.nextLong(), random.nextLong()),
        disk == 0 ? Optional.empty() : maybe(() -> World.DIRECTORY.resolve("debian.qcow2")),
        maybe(() -> World.DIRECTORY.resolve("app.yaml")),
        NodeSpec.Hosting.NONE);
  }

  private Nic nic(Network network, int host) {
    return new Nic(
        network.name(),
        new MacAddress(0x00163e000000L + ++macs),
        host < 20 ? maybe(() -> network.cidr().base().plus(host)) : Optional.empty(),
        oneOf(List.of(Network.Guard.values())),
        random.nextBoolean()
            ? List.of()
            : List.of(
                new Nic.AddressPair(
                    new Ipv4Network(new Ipv4Address(random.nextInt()), 32), Optional.empty()),
                new Nic.AddressPair(
                    Ipv4Network.parse("172.16.0.0/12"),
                    maybe(() -> new MacAddress(random.nextLong() >>> 16)))),
        random.nextBoolean()
            ? List.of()
            : List.of(
                new Nic.DhcpOption(freeCode(), text()),
                new Nic.DhcpOption("bootfile-name", oneOf(AWKWARD))));
  }

  /** The number of an option for private use (RFC 3942), which takes any text. */
  private String freeCode() {
    return String.valueOf(224 + random.nextInt(25));
  }

  private BmcSpec bmc() {
    return new BmcSpec(
            oneOf(List.of(BmcSpec.Addressing.PER_PORT, BmcSpec.Addressing.PER_NODE)),
            new Ipv4Address(0x7f000001 + random.nextInt(0xffff00)),
            1 + random.nextInt(65000),
            random.nextBoolean()
                ? new BmcSpec.Credentials.Generated()
                : new BmcSpec.Credentials.Given(
                    oneOf(AWKWARD), new Secret("BMC_PASSWORD", "correct horse")),
            maybe(() -> Duration.ofSeconds(1 + random.nextInt(86_400))),
            new BmcSpec.Placement.Here(),
            BmcSpec.PowerOff.STOP)
        .withRedfish(
            maybe(
                () ->
                    new BmcSpec.Redfish(
                        random.nextInt(60_000),
                        random.nextBoolean(),
                        random.nextBoolean(),
                        random.nextBoolean()
                            ? List.of()
                            : List.of(URI.create("https://192.0.2.1/~a.iso?b=c")))));
  }

  private BootSpec boot() {
    Path directory = World.DIRECTORY;
    return new BootSpec(
            maybe(
                () ->
                    random.nextBoolean()
                        ? new BootSpec.Script.File(directory.resolve("boot.ipxe"))
                        : new BootSpec.Script.Url("https://h/${net0/mac:hexhyp}?a=b#c")),
            maybe(
                () ->
                    new BootSpec.Linux(
                        directory.resolve("vmlinuz"),
                        random.nextBoolean() ? List.of() : List.of(directory.resolve("initrd.img")),
                        random.nextBoolean() ? "" : text())),
            maybe(() -> directory.resolve("www")),
            BootSpec.Method.AUTO)
        .withPhases(
            random.nextBoolean()
                ? BootPhases.NONE
                : new BootPhases(
                    List.of(
                        new Nic.DhcpOption("tag:ipxe,bootfile-name", oneOf(AWKWARD)),
                        new Nic.DhcpOption("150", "192.0.2.240")),
                    random.nextBoolean()
                        ? List.of()
                        : List.of(new Nic.DhcpOption(freeCode(), text()))));
  }

  /** 3 to 30 characters that YAML would like to take for something else, no space at the ends. */
  private String text() {
    StringBuilder text = new StringBuilder("x");
    for (int i = random.nextInt(28); i >= 0; i--) {
      text.append(PRINTABLE.charAt(random.nextInt(PRINTABLE.length())));
    }
    return (random.nextBoolean() ? text : text.reverse().append('x')).toString().strip() + "x";
  }

  private <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private <T> Optional<T> maybe(Supplier<T> value) {
    return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
  }
}
