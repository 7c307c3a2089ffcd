package io.anyrack.rack.file;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.anyrack.rack.model.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What good rack files mean. */
class RackFileTest {

  static Stream<Good> goodFiles() {
    return Good.files().stream();
  }

  private static Rack rackOf(String name) {
    return World.rack(
        Good.files().stream()
            .filter(good -> good.name().equals(name))
            .findFirst()
            .orElseThrow()
            .yaml());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("goodFiles")
  void goodFilesHaveNoProblems(Good good) {
    assertThat(World.problems(good.yaml())).isEmpty();
  }

  @Test
  void theShortestFileHasADefaultForEverything() {
    Rack rack = rackOf("the shortest");

    assertThat(rack.name()).isEqualTo("lab");
    assertThat(rack.cloud())
        .isEqualTo(new CloudSpec.Local(CloudSpec.Accelerator.AUTO, CloudSpec.DiskCache.WRITEBACK));
    assertThat(rack.networks())
        .containsExactly(
            new Network(
                "provision",
                Ipv4Network.parse("192.0.2.0/24"),
                Ipv4Address.parse("192.0.2.1"),
                Network.Dhcp.CLOUD,
                Network.Guard.EXACT,
                1500,
                Ipv4Range.parse("192.0.2.30-192.0.2.199"),
                new Network.Metadata.Cloud(),
                false,
                List.of(),
                Network.Routing.NONE));
    assertThat(rack.nodes())
        .extracting(NodeSpec::name)
        .containsExactly("node-1", "node-2", "node-3");
    assertThat(rack.nodes().getFirst())
        .isEqualTo(
            new NodeSpec(
                "node-1",
                "node",
                1,
                512,
                4L << 30,
                NodeSpec.Firmware.BIOS,
                NodeSpec.NetworkBoot.IPXE,
                List.of(
                    new Nic(
                        "provision",
                        MacAddress.parse("00:16:3e:44:02:2c"),
                        Optional.empty(),
                        Network.Guard.EXACT,
                        List.of(),
                        List.of())),
                new NodeSpec.Identity("Anyrack", "Node", "lab-node-1"),
                UUID.fromString("af7cafa1-30bc-3725-ab15-5aa5b89024e9"),
                Optional.empty(),
                Optional.empty(),
                NodeSpec.Hosting.NONE));
    assertThat(rack.bmc())
        .isEqualTo(
            new BmcSpec(
                BmcSpec.Addressing.PER_PORT,
                Ipv4Address.parse("127.0.0.1"),
                0,
                new BmcSpec.Credentials.Generated(),
                Optional.empty(),
                new BmcSpec.Placement.Here(),
                BmcSpec.PowerOff.STOP));
    assertThat(rack.boot()).isEqualTo(BootSpec.NOTHING);
  }

  @Test
  void everyKeyOfANetworkIsObeyed() {
    assertThat(rackOf("every key of a network").networks().getFirst())
        .isEqualTo(
            new Network(
                "provision",
                Ipv4Network.parse("10.20.0.0/16"),
                Ipv4Address.parse("10.20.255.254"),
                Network.Dhcp.INSTALLER,
                Network.Guard.SUBNET,
                9000,
                Ipv4Range.parse("10.20.1.0-10.20.1.255"),
                new Network.Metadata.Installer(Ipv4Address.parse("10.20.0.240")),
                true,
                List.of(Ipv4Address.parse("10.20.0.53"), Ipv4Address.parse("192.0.2.53")),
                Network.Routing.NONE));
  }

  @Test
  void everyKeyOfANodeIsObeyed() {
    NodeSpec node = rackOf("every key of a node").nodes().getFirst();

    assertThat(node)
        .isEqualTo(
            new NodeSpec(
                "control-a",
                "control",
                4,
                8192,
                60L << 30,
                NodeSpec.Firmware.UEFI,
                NodeSpec.NetworkBoot.HTTP,
                node.nics(),
                new NodeSpec.Identity("Acme, Inc.", "VNode 2", "00042"),
                UUID.fromString("6f1c2a9e-3b7d-4c58-9a10-2e5d8f7b4c61"),
                Optional.of(World.DIRECTORY.resolve("debian.qcow2")),
                Optional.of(World.DIRECTORY.resolve("app.yaml")),
                NodeSpec.Hosting.NONE));
    assertThat(node.nics())
        .extracting(Nic::network)
        .containsExactly("internal", "provision", "provision");
    assertThat(node.nics().get(1))
        .isEqualTo(
            new Nic(
                "provision",
                MacAddress.parse("00:16:3e:0a:0b:0c"),
                Optional.of(Ipv4Address.parse("192.0.2.10")),
                Network.Guard.OFF,
                List.of(
                    new Nic.AddressPair(Ipv4Network.parse("192.0.2.240/32"), Optional.empty()),
                    new Nic.AddressPair(Ipv4Network.parse("10.0.0.0/24"), Optional.empty()),
                    new Nic.AddressPair(
                        Ipv4Network.parse("192.0.2.241/32"),
                        Optional.of(MacAddress.parse("00:00:5e:00:01:01")))),
                List.of(
                    new Nic.DhcpOption("bootfile-name", "http://192.0.2.1/x"),
                    new Nic.DhcpOption("42", "192.0.2.1"),
                    new Nic.DhcpOption("26", "1400"))));
  }

  @Test
  void rolesAreNumbered() {
    assertThat(rackOf("roles, scaled to nothing too").nodes())
        .extracting(NodeSpec::name)
        .containsExactly("control-1", "control-2", "control-3", "spare", "node-1", "node-2");
  }

  @Test
  void bmcAndBootAreObeyed() {
    assertThat(rackOf("a BMC address per node, credentials given").bmc())
        .isEqualTo(
            new BmcSpec(
                BmcSpec.Addressing.PER_NODE,
                Ipv4Address.parse("127.7.0.1"),
                6623,
                new BmcSpec.Credentials.Given("admin", new Secret("BMC_PASSWORD", "correct horse")),
                Optional.of(Duration.ofSeconds(60)),
                new BmcSpec.Placement.Here(),
                BmcSpec.PowerOff.STOP));
    assertThat(rackOf("redfish in the clear on fixed ports").bmc().redfish())
        .contains(new BmcSpec.Redfish(8000, false, true, List.of()));
    assertThat(rackOf("redfish without deprecated links and with given images").bmc().redfish())
        .contains(
            new BmcSpec.Redfish(
                0, true, false, List.of(URI.create("http://192.0.2.1/installer.iso"))));
    assertThat(rackOf("no redfish").bmc().redfish()).isEmpty();
    assertThat(rackOf("boot a script and serve a directory").boot())
        .isEqualTo(
            new BootSpec(
                Optional.of(new BootSpec.Script.File(World.DIRECTORY.resolve("boot.ipxe"))),
                Optional.empty(),
                Optional.of(World.DIRECTORY.resolve("www")),
                BootSpec.Method.AUTO));
    assertThat(rackOf("boot a kernel, chain to a URL").boot())
        .isEqualTo(
            new BootSpec(
                Optional.of(new BootSpec.Script.Url("http://192.0.2.1/${mac}.ipxe")),
                Optional.of(
                    new BootSpec.Linux(
                        World.DIRECTORY.resolve("vmlinuz"),
                        List.of(
                            World.DIRECTORY.resolve("initrd.img"),
                            World.DIRECTORY.resolve("extra.img")),
                        "console=ttyS0 \"quoted\"")),
                Optional.empty(),
                BootSpec.Method.AUTO));
  }

  @ParameterizedTest(name = "dhcp {0}: guard {1}")
  @CsvSource({"cloud,EXACT", "installer,OFF", "none,SUBNET"})
  void theGuardFollowsWhoAnswersDhcp(String dhcp, Network.Guard guard) {
    Rack rack =
        World.rack(
            """
            rack: lab
            networks: [{ name: a, cidr: 10.0.0.0/24, dhcp: %s }]
            nodes: 1
            """
                .formatted(dhcp));

    assertThat(rack.networks().getFirst().guard()).isEqualTo(guard);
    assertThat(rack.nodes().getFirst().nics().getFirst().guard()).isEqualTo(guard);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "10.0.0.0/24,10.0.0.30-10.0.0.199",
    "10.0.0.0/23,10.0.0.60-10.0.1.142",
    "10.0.0.0/25,10.0.0.15-10.0.0.99",
    "10.0.0.0/28,10.0.0.2-10.0.0.12",
    "10.0.0.0/29,10.0.0.2-10.0.0.6",
    "10.0.0.0/30,10.0.0.2-10.0.0.2",
    "10.0.0.0/8,10.30.0.0-10.199.0.0",
  })
  void theDefaultPoolIsAShareOfTheNetwork(String cidr, String pool) {
    assertThat(Subnet.pool(Ipv4Network.parse(cidr))).isEqualTo(Ipv4Range.parse(pool));
  }

  @Test
  void macsAreGloballyAdministeredUniqueAndTheSameAgain() {
    String yaml =
        """
        rack: lab
        networks: [{ name: a, cidr: 10.0.0.0/16 }, { name: b, cidr: 10.1.0.0/16 }]
        nodes: 1000
        """;
    List<MacAddress> macs = macs(World.rack(yaml));

    assertThat(macs).hasSize(2000).doesNotHaveDuplicates();
    assertThat(macs).allMatch(mac -> mac.toString().startsWith("00:16:3e:"));
    assertThat(macs(World.rack(yaml))).isEqualTo(macs);
    assertThat(macs(World.rack(yaml.replace("rack: lab", "rack: lab2")))).isNotEqualTo(macs);
  }

  @Test
  void aPortKeepsItsMacWhenAnotherNetworkComes() {
    MacAddress before = macs(World.rack("{ rack: lab, nodes: 1 }")).getFirst();
    List<MacAddress> after =
        macs(
            World.rack(
                """
                rack: lab
                networks:
                  - { name: new, cidr: 10.0.0.0/24 }
                  - { name: provision, cidr: 192.0.2.0/24 }
                nodes: 1
                """));

    assertThat(after.get(1)).isEqualTo(before);
  }

  @Test
  void aMacOfTheFileIsNotGivenOutAgain() {
    MacAddress derived = macs(World.rack("{ rack: lab, nodes: 1 }")).getFirst();
    Rack rack =
        World.rack(
            """
            rack: lab
            nodes:
              - { name: node-1 }
              - { name: other, networks: [{ name: provision, mac: "%s" }] }
            """
                .formatted(derived));

    assertThat(macs(rack)).containsExactly(new MacAddress(derived.bits() + 1), derived);
  }

  @Test
  void aByteOrderMarkIsNoProblem() {
    assertThat(World.read("\ufeffrack: lab\nnodes: 3\n".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(RackFile.Read.Valid.class);
  }

  @Test
  void aFileIsReadWithItsPathsMadeAbsolute(@TempDir Path directory) throws IOException {
    Path kernel = Files.createFile(directory.resolve("vmlinuz"));
    Path file =
        Files.writeString(
            directory.resolve("rack.yaml"),
            "{ rack: lab, nodes: 1, boot: { kernel: vmlinuz, serve: ., cmdline: quiet } }");

    assertThat(new RackFile(Surroundings.here(_ -> Optional.empty())).read(file))
        .isInstanceOfSatisfying(
            RackFile.Read.Valid.class,
            valid ->
                assertThat(valid.rack().boot())
                    .isEqualTo(
                        new BootSpec(
                            Optional.empty(),
                            Optional.of(new BootSpec.Linux(kernel, List.of(), "quiet")),
                            Optional.of(directory),
                            BootSpec.Method.AUTO)));
  }

  @Test
  void aFileThatIsNotThereIsAProblemToo(@TempDir Path directory) {
    RackFile reader = new RackFile(new World());
    Path file = directory.resolve("rack.yaml");

    assertThat(reader.read(file))
        .isEqualTo(
            new RackFile.Read.Invalid(
                List.of(
                    new Problem(
                        file.toString(),
                        1,
                        1,
                        "there is no such file; name one with -f, or make one with 'init'"))));
    assertThat(reader.read(directory)).isInstanceOf(RackFile.Read.Invalid.class);
  }

  @Test
  void theLongestNamesAreWrittenAndRead() {
    Rack rack =
        World.rack(
            "{ rack: %s, nodes: [{ name: %s, role: %s }] }"
                .formatted("r".repeat(32), "n".repeat(63), "o".repeat(32)));

    assertThat(World.rack(RackWriter.write(rack))).isEqualTo(rack);
  }

  private static List<MacAddress> macs(Rack rack) {
    return rack.nodes().stream().flatMap(node -> node.nics().stream()).map(Nic::mac).toList();
  }
}
