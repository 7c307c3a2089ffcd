package io.anyrack.netboot.dhcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.anyrack.netboot.file.BootPrograms;
import io.anyrack.netboot.port.Port;
import io.anyrack.netboot.port.Racks;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.NodeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DhcpResponderTest {
  private static final Ipv4Address GATEWAY = Ipv4Address.parse("192.0.2.1");
  private static final Ipv4Address OURS = Ipv4Address.parse("192.0.2.10");
  private static final Ipv4Address OTHER = Ipv4Address.parse("192.0.2.77");

  @TempDir Path directory;
  private DhcpResponder responder;
  private final DhcpResponder withoutPrograms =
      new DhcpResponder(BootPrograms.in(List.of()), Duration.ofHours(1));

  @BeforeEach
  void installPrograms() throws IOException {
    Files.createFile(directory.resolve("snponly.efi"));
    Files.createFile(directory.resolve("undionly.kpxe"));
    responder = new DhcpResponder(BootPrograms.in(List.of(directory)), Duration.ofHours(1));
  }

  @Test
  void offersThePortItsOwnAddress() {
    DhcpMessage offer = answer(port(), discover(DhcpOptions.NONE));

    assertThat(offer.op()).isEqualTo(DhcpMessage.Op.BOOTREPLY);
    assertThat(offer.type()).contains(MessageType.OFFER);
    assertThat(offer.xid()).isEqualTo(7);
    assertThat(offer.yiaddr()).isEqualTo(OURS);
    assertThat(hex(offer, 54)).isEqualTo("c0000201");
    assertThat(hex(offer, 51)).isEqualTo("00000e10");
    assertThat(hex(offer, 58)).isEqualTo("00000708");
    assertThat(hex(offer, 59)).isEqualTo("00000c4e");
    assertThat(hex(offer, 1)).isEqualTo("ffffff00");
    assertThat(hex(offer, 3)).isEqualTo("c0000201");
    assertThat(hex(offer, 6)).isEqualTo("c0000201");
    assertThat(hex(offer, 26)).isEqualTo("0578");
    assertThat(hex(offer, 28)).isEqualTo("c00002ff");
    assertThat(offer.options().text(12)).contains("node-1");
    assertThat(offer.options().text(15)).contains("lab");
  }

  static Stream<Arguments> silence() {
    DhcpOptions discover = DhcpOptions.NONE.with(MessageType.DISCOVER);
    Network cloud = Racks.network();
    Network installer =
        Racks.network(Network.Dhcp.INSTALLER, new Network.Metadata.None(), false, 1500);
    return Stream.of(
        argumentSet(
            "another MAC than the port's",
            cloud,
            request(discover, Ipv4Address.ANY, MacAddress.parse("00:16:3e:00:00:0b"))),
        argumentSet("the installer answers DHCP", installer, request(discover)),
        argumentSet("BOOTP without a type", cloud, request(DhcpOptions.NONE)),
        argumentSet("an unknown type", cloud, request(DhcpOptions.NONE.with(53, new byte[] {99}))),
        argumentSet("RELEASE", cloud, request(DhcpOptions.NONE.with(MessageType.RELEASE), OURS)),
        argumentSet("DECLINE", cloud, request(DhcpOptions.NONE.with(MessageType.DECLINE))),
        argumentSet(
            "an OFFER of a guest", cloud, request(DhcpOptions.NONE.with(MessageType.OFFER))),
        argumentSet(
            "REQUEST to another server", cloud, request(asking().with(54, OTHER).with(50, OTHER))),
        argumentSet("REQUEST for nothing", cloud, request(asking())),
        argumentSet(
            "INFORM without an address",
            cloud,
            request(DhcpOptions.NONE.with(MessageType.INFORM))));
  }

  @ParameterizedTest
  @MethodSource
  void silence(Network network, DhcpMessage request) {
    assertThat(responder.answer(Racks.port(Racks.rack(network, Racks.NO_BOOT)), request)).isEmpty();
  }

  static Stream<Arguments> requests() {
    return Stream.of(
        argumentSet(
            "SELECTING our offer",
            asking().with(54, GATEWAY).with(50, OURS),
            Ipv4Address.ANY,
            MessageType.ACK),
        argumentSet(
            "SELECTING a wrong address",
            asking().with(54, GATEWAY).with(50, OTHER),
            Ipv4Address.ANY,
            MessageType.NAK),
        argumentSet(
            "INIT-REBOOT with ours", asking().with(50, OURS), Ipv4Address.ANY, MessageType.ACK),
        argumentSet(
            "INIT-REBOOT with an old address",
            asking().with(50, OTHER),
            Ipv4Address.ANY,
            MessageType.NAK),
        argumentSet("RENEWING ours", asking(), OURS, MessageType.ACK),
        argumentSet("RENEWING another's", asking(), OTHER, MessageType.NAK));
  }

  @ParameterizedTest
  @MethodSource
  void requests(DhcpOptions options, Ipv4Address ciaddr, MessageType expected) {
    DhcpMessage answer = answer(port(), request(options, ciaddr));

    assertThat(answer.type()).contains(expected);
    assertThat(answer.yiaddr()).isEqualTo(expected == MessageType.ACK ? OURS : Ipv4Address.ANY);
  }

  @Test
  void aNakCarriesNothingButItsReason() {
    DhcpMessage nak = answer(port(), request(asking().with(50, OTHER)));

    assertThat(nak.options().codes()).containsExactly(53, 54, 56);
    assertThat(nak.options().text(56)).contains("192.0.2.77 is not the address of this port");
  }

  @Test
  void informGivesNoAddressAndNoLease() {
    DhcpMessage ack = answer(port(), request(DhcpOptions.NONE.with(MessageType.INFORM), OURS));

    assertThat(ack.type()).contains(MessageType.ACK);
    assertThat(ack.yiaddr()).isEqualTo(Ipv4Address.ANY);
    assertThat(ack.ciaddr()).isEqualTo(OURS);
    assertThat(ack.options().codes()).contains(1, 3, 6).doesNotContain(51, 58, 59);
  }

  static Stream<Arguments> bootFiles() {
    return Stream.of(
        argumentSet(
            "iPXE",
            text(77, "iPXE").with(60, "PXEClient:Arch:00000:UNDI:002001"),
            "http://192.0.2.1/boot.ipxe"),
        argumentSet(
            "iPXE with a counted user class",
            DhcpOptions.NONE.with(77, new byte[] {4, 'i', 'P', 'X', 'E'}),
            "http://192.0.2.1/boot.ipxe"),
        argumentSet("PXE on BIOS", text(60, "PXEClient:Arch:00000:UNDI:002001"), "undionly.kpxe"),
        argumentSet("PXE on x64 UEFI", text(60, "PXEClient:Arch:00007:UNDI:003016"), "snponly.efi"),
        argumentSet(
            "PXE of EBC firmware", text(60, "PXEClient:Arch:00009:UNDI:003016"), "snponly.efi"),
        argumentSet(
            "PXE, option 93 counts",
            text(60, "PXEClient").with(93, new byte[] {0, 7}),
            "snponly.efi"),
        argumentSet(
            "PXE on ARM64, not installed", text(60, "PXEClient:Arch:00011:UNDI:003016"), ""),
        argumentSet("PXE on DEC Alpha", text(60, "PXEClient:Arch:00003:UNDI:003016"), ""),
        argumentSet(
            "UEFI HTTP boot",
            text(60, "HTTPClient:Arch:00016:UNDI:003001"),
            "http://192.0.2.1/nbp/snponly.efi"),
        argumentSet("Linux", text(60, "udhcp 1.35.0"), ""));
  }

  @ParameterizedTest
  @MethodSource
  void bootFiles(DhcpOptions client, String expected) {
    DhcpMessage offer = answer(port(), discover(client));

    assertThat(offer.file()).isEqualTo(expected);
    assertThat(offer.options().text(67).orElse("")).isEqualTo(expected);
    assertThat(offer.siaddr()).isEqualTo(GATEWAY);
    assertThat(offer.options().text(66).isPresent()).isEqualTo(!expected.isEmpty());
  }

  @Test
  void ipxeNeedNotWaitForAProxy() {
    assertThat(hex(answer(port(), discover(text(77, "iPXE"))), 175)).isEqualTo("b00101");
    assertThat(answer(port(), discover(text(60, "udhcp"))).options().get(175)).isEmpty();
  }

  @Test
  void httpClientsAreAnsweredInTheirOwnClass() {
    DhcpMessage offer = answer(port(), discover(text(60, "HTTPClient:Arch:00016")));

    assertThat(offer.options().text(60)).contains("HTTPClient");
  }

  @Test
  void withoutProgramsFirmwareGetsNoBootFile() {
    DhcpMessage request = discover(text(60, "PXEClient:Arch:00007:UNDI:003016"));

    DhcpMessage offer = withoutPrograms.answer(port(), request).orElseThrow();

    assertThat(offer.file()).isEmpty();
    assertThat(offer.options().get(67)).isEmpty();
  }

  @Test
  void identifiersComeBack() {
    DhcpMessage offer =
        answer(
            port(), discover(DhcpOptions.NONE.with(61, new byte[] {1, 2}).with(97, new byte[17])));

    assertThat(hex(offer, 61)).isEqualTo("0102");
    assertThat(offer.options().get(97)).hasValue(new byte[17]);
  }

  @Test
  void aRequestListOrdersTheAnswerAndKeepsWhatBootNeeds() {
    DhcpMessage offer = answer(port(), discover(text(77, "iPXE").with(55, new byte[] {15, 3, 99})));

    assertThat(offer.options().codes())
        .containsExactly(53, 54, 51, 58, 59, 15, 3, 1, 6, 26, 67, 175, 66);
  }

  static Stream<Arguments> metadataRoutes() {
    Network.Metadata installer = new Network.Metadata.Installer(Ipv4Address.parse("192.0.2.240"));
    return Stream.of(
        argumentSet(
            "cloud: the default route leads there", new Network.Metadata.Cloud(), List.of(), ""),
        argumentSet("none", new Network.Metadata.None(), List.of(), ""),
        argumentSet(
            "installer: host route and default route",
            installer,
            List.of(),
            "20a9fea9fec00002f000c0000201"),
        argumentSet(
            "installer that is also the router",
            installer,
            List.of(option("router", "192.0.2.240")),
            ""),
        argumentSet(
            "installer, another router",
            installer,
            List.of(option("3", "192.0.2.254")),
            "20a9fea9fec00002f000c00002fe"),
        argumentSet(
            "installer, no router", installer, List.of(option("router", "")), "20a9fea9fec00002f0"),
        argumentSet(
            "cloud, another router",
            new Network.Metadata.Cloud(),
            List.of(option("router", "192.0.2.254")),
            "20a9fea9fec000020100c00002fe"),
        argumentSet(
            "the port's own routes",
            installer,
            List.of(option("classless-static-route", "10.0.0.0/8,192.0.2.3")),
            "080ac0000203"));
  }

  @ParameterizedTest
  @MethodSource
  void metadataRoutes(Network.Metadata metadata, List<Nic.DhcpOption> options, String expected) {
    Port port =
        Racks.port(
            Racks.rack(
                Racks.network(metadata, false),
                Racks.NO_BOOT,
                options.toArray(Nic.DhcpOption[]::new)));

    DhcpMessage offer = answer(port, discover(DhcpOptions.NONE));

    assertThat(offer.options().get(121).map(HexFormat.of()::formatHex).orElse(""))
        .isEqualTo(expected);
  }

  @Test
  void optionsOfThePortReplaceOurs() {
    Port port =
        port(
            option("bootfile-name", "http://192.0.2.240:8088/boot.ipxe"),
            option("server-ip-address", "192.0.2.240"),
            option("lease-time", "600"),
            option("ntp-server", "192.0.2.5, 192.0.2.6"));

    DhcpMessage offer = answer(port, discover(text(77, "iPXE").with(55, new byte[] {1})));

    assertThat(offer.file()).isEqualTo("http://192.0.2.240:8088/boot.ipxe");
    assertThat(offer.siaddr()).isEqualTo(Ipv4Address.parse("192.0.2.240"));
    assertThat(offer.options().text(66)).contains("192.0.2.240");
    assertThat(hex(offer, 51)).isEqualTo("00000258");
    assertThat(hex(offer, 58)).isEqualTo("0000012c");
    assertThat(hex(offer, 42)).isEqualTo("c0000205c0000206");
  }

  @Test
  void optionsWithIpxesTagAreToldByClient() {
    Port port =
        port(
            option("tag:ipxe,bootfile-name", "http://192.0.2.240/inspector.ipxe"),
            option("tag:!ipxe,67", "ironic.efi"));

    assertThat(answer(port, discover(text(77, "iPXE"))).file())
        .isEqualTo("http://192.0.2.240/inspector.ipxe");
    assertThat(answer(port, discover(text(60, "PXEClient:Arch:00007"))).file())
        .isEqualTo("ironic.efi");
  }

  @Test
  void findingsNameWhatIsMissing() {
    var rack =
        Racks.rack(Racks.network(), Racks.NO_BOOT, Optional.empty(), NodeSpec.NetworkBoot.PXE);

    assertThat(withoutPrograms.findings(rack.nodes().getFirst()))
        .containsExactly(
            "node-1: its firmware's own network boot needs snponly.efi or ipxe.efi;"
                + " install the package ipxe");
    assertThat(responder.findings(Racks.rack(Racks.network(), Racks.NO_BOOT).nodes().getFirst()))
        .isEmpty();
  }

  private DhcpMessage answer(Port port, DhcpMessage request) {
    return responder.answer(port, request).orElseThrow();
  }

  private static Port port(Nic.DhcpOption... options) {
    return Racks.port(Racks.rack(Racks.network(), Racks.NO_BOOT, options));
  }

  private static Nic.DhcpOption option(String name, String value) {
    return new Nic.DhcpOption(name, value);
  }

  private static DhcpOptions text(int code, String value) {
    return DhcpOptions.NONE.with(code, value);
  }

  private static DhcpOptions asking() {
    return DhcpOptions.NONE.with(MessageType.REQUEST);
  }

  private static DhcpMessage discover(DhcpOptions options) {
    return request(options.with(MessageType.DISCOVER));
  }

  private static DhcpMessage request(DhcpOptions options) {
    return request(options, Ipv4Address.ANY);
  }

  private static DhcpMessage request(DhcpOptions options, Ipv4Address ciaddr) {
    return request(options, ciaddr, Racks.MAC);
  }

  private static DhcpMessage request(DhcpOptions options, Ipv4Address ciaddr, MacAddress mac) {
    return new DhcpMessage(
        DhcpMessage.Op.BOOTREQUEST,
        7,
        0,
        false,
        ciaddr,
        Ipv4Address.ANY,
        Ipv4Address.ANY,
        Ipv4Address.ANY,
        mac,
        "",
        "",
        options);
  }

  private static String hex(DhcpMessage message, int code) {
    return HexFormat.of().formatHex(message.options().get(code).orElseThrow());
  }
}
