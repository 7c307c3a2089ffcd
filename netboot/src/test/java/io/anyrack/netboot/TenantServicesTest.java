package io.anyrack.netboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.netboot.event.BootEvent;
import io.anyrack.netboot.file.BootPrograms;
import io.anyrack.netboot.port.Racks;
import io.anyrack.netboot.script.Starts;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.Ipv4Network;
import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.model.BootSpec;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Boot services as nodes of a cloud use them: real sockets, nodes on addresses of loopback. */
class TenantServicesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final UUID SERVER = UUID.fromString("9bba4b6c-5a2f-4c39-9b3f-2f5b1de0a111");

  /** What the nodes' own addresses are; a router hides them behind {@link #ROUTER}. */
  private static final List<String> NODES = List.of("127.0.7.10", "127.0.7.11");

  private static final String ROUTER = "127.0.0.1";

  /** On the rack's network, where MACs are believed, and no node's address. */
  private static final String INSIDE = "127.0.7.99";

  @TempDir Path directory;
  private final BlockingQueue<BootEvent> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> delivered = new LinkedBlockingQueue<>();
  private final Map<String, BootOverride> orders = new ConcurrentHashMap<>();
  private final Map<String, String> disks = new ConcurrentHashMap<>();
  private TenantServices services;

  private record Response(int status, String text) {}

  @BeforeEach
  void start() throws IOException {
    Files.createDirectories(directory.resolve("www"));
    Files.writeString(directory.resolve("www/hello.txt"), "0123456789");
    Files.writeString(directory.resolve("vmlinuz"), "KERNEL");
    Files.writeString(directory.resolve("initrd.img"), "INITRD");
    Files.writeString(directory.resolve("snponly.efi"), "NBP");
    services = services(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @AfterEach
  void close() {
    services.close();
  }

  @ParameterizedTest(name = "{0} from {1}: {2}")
  @CsvSource({
    "/boot/00-16-3e-00-00-0a, 127.0.7.99, node-1",
    "/boot/00:16:3e:00:00:0b, 127.0.7.99, node-2",
    "/boot/00163E00000B, 127.0.7.99, node-2",
    "/boot/9bba4b6c-5a2f-4c39-9b3f-2f5b1de0a111, 127.0.0.1, node-2",
    "/boot.ipxe?uuid=9bba4b6c-5a2f-4c39-9b3f-2f5b1de0a111, 127.0.0.1, node-2",
    "/boot.ipxe?x=1&mac=00:16:3e:00:00:0a, 127.0.7.99, node-1",
    "/boot.ipxe, 127.0.7.10, node-1",
    "/boot.ipxe, 127.0.7.11, node-2",
    "/boot/00-16-3e-00-00-0b, 127.0.7.11, node-2"
  })
  void aNodeIsKnown(String path, String from, String node) throws IOException {
    assertThat(get(from, path).text()).contains("# Node " + node + " of rack lab");
  }

  @ParameterizedTest(name = "{0} from {1}")
  @CsvSource({
    "/boot.ipxe, 127.0.0.1",
    "/, 127.0.0.1",
    "/files/hello.txt, 127.0.0.1",
    "/boot/linux/kernel, 127.0.0.1",
    "/nbp/snponly.efi, 127.0.0.1",
    "/boot/00-16-3e-00-00-0a, 127.0.0.1",
    "/boot.ipxe?mac=00:16:3e:00:00:0a, 127.0.0.1",
    "/boot/00-16-3e-00-00-0c, 127.0.7.99",
    "/boot/00-16-3e:00-00-0a, 127.0.7.99",
    "/boot/9bba4b6c-5a2f-4c39-9b3f-000000000000, 127.0.0.1",
    "/boot/0-0-0-0-0000000, 127.0.0.1",
    "/boot.ipxe?uuid=x, 127.0.0.1",
    "/boot/00-16-3e-00-00-0a, 127.0.7.11"
  })
  void nobodyElseGetsAnything(String path, String from) throws IOException {
    assertThat(get(from, path)).isEqualTo(new Response(403, "only for nodes of the rack\n"));
    assertThat(events).isEmpty();
    assertThat(delivered).isEmpty();
  }

  @Test
  void theScriptLeadsBackTheWayTheNodeCame() throws Exception {
    String script = get(INSIDE, "/boot/00-16-3e-00-00-0a").text();

    assertThat(script)
        .contains(
            "kernel http://boot.example:8080/boot/00-16-3e-00-00-0a/boot/linux/kernel"
                + " initrd=initrd-0 quiet || goto retry\n")
        .contains("iseq ${attempts} 20 && goto failed ||\n");
    assertThat(get(INSIDE, "/boot/00-16-3e-00-00-0a/boot/linux/kernel").text()).isEqualTo("KERNEL");
    assertThat(get(INSIDE, "/boot/00-16-3e-00-00-0a/files/hello.txt").text())
        .isEqualTo("0123456789");
    assertThat(get(INSIDE, "/boot/00-16-3e-00-00-0a/files/../vmlinuz").status()).isEqualTo(404);
    assertThat(get(NODES.getFirst(), "/boot.ipxe").text())
        .contains("kernel http://boot.example:8080/boot/linux/kernel ");
    assertThat(get(NODES.getFirst(), "/boot/linux/initrd-0").text()).isEqualTo("INITRD");
  }

  @Test
  void eventsNameTheNodeAndTheDocument() throws Exception {
    get(INSIDE, "/boot/00-16-3e-00-00-0a/boot/linux/kernel");

    assertThat(events.poll(10, TimeUnit.SECONDS))
        .isEqualTo(new BootEvent.HttpServed(NOW, "node-1", "/boot/linux/kernel", 200, 6));
    assertThat(delivered).isEmpty();
    get(INSIDE, "/boot/00-16-3e-00-00-0a");
    assertThat(delivered.poll(10, TimeUnit.SECONDS)).isEqualTo("node-1");
  }

  @ParameterizedTest(name = "disk by {0}, told {1}: {2}, then {3}")
  @CsvSource(
      nullValues = "-",
      value = {
        "-, DISK, network, nothing",
        "-, NONE, network, nothing",
        "sanboot --no-describe --drive 0x80, PXE, network, nothing",
        "sanboot --no-describe --drive 0x80, DISK, disk, nothing",
        "sanboot --no-describe --drive 0x80, NONE, disk, network",
        "exit 1, NONE, disk, network",
        "exit 1, CDROM, disk, nothing"
      })
  void theStartDecides(String command, BootOverride.Device device, String first, String then)
      throws IOException {
    Optional.ofNullable(command).ifPresent(each -> disks.put("node-1", each));
    orders.put(
        "node-1",
        device == BootOverride.Device.NONE
            ? BootOverride.NONE
            : new BootOverride(device, BootOverride.Lifetime.ONCE, BootOverride.Mode.LEGACY));

    String script = get(INSIDE, "/boot/00-16-3e-00-00-0a").text();

    assertThat(script).startsWith("#!ipxe\n");
    assertThat(script.contains(command + " ||")).isEqualTo(first.equals("disk"));
    assertThat(script.contains("boot/linux/kernel"))
        .isEqualTo(first.equals("network") || then.equals("network"));
  }

  @ParameterizedTest(name = "disk by {0}")
  @CsvSource(
      nullValues = "-",
      value = {"-", "exit 1"})
  void aUrlStandsInForTheRackFilesNetworkBoot(String command) throws IOException {
    Optional.ofNullable(command).ifPresent(each -> disks.put("node-1", each));
    orders.put(
        "node-1",
        new BootOverride(
            BootOverride.Device.HTTP,
            BootOverride.Lifetime.ONCE,
            BootOverride.Mode.UEFI,
            0,
            Optional.of(URI.create("http://192.0.2.9/grub.efi"))));

    assertThat(get(INSIDE, "/boot/00-16-3e-00-00-0a").text())
        .contains("chain --autofree http://192.0.2.9/grub.efi || goto retry\n")
        .doesNotContain("boot/linux/kernel");
  }

  @Test
  void aChangedRackFileCountsAtOnce() throws IOException {
    Rack rack = rack();
    services.configure(rack.withNodes(rack.nodes().subList(1, 2)));

    assertThat(get(INSIDE, "/boot/00-16-3e-00-00-0a").status()).isEqualTo(403);
    assertThat(get(INSIDE, "/boot/00-16-3e-00-00-0b").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil\" ||shell", "x/y", "a b"})
  void aStrangeHostIsNotRepeated(String host) throws IOException {
    assertThat(get(INSIDE, "/boot/00-16-3e-00-00-0a", host).text())
        .contains("kernel http://127.0.0.1:" + services.http().getPort() + "/boot/");
  }

  @Test
  void aTakenPortIsNamed() {
    assertThatThrownBy(() -> services(services.http()))
        .isInstanceOf(NetbootException.class)
        .hasMessageContaining("127.0.0.1 port " + services.http().getPort())
        .hasMessageContaining("boot: {port: N}");
  }

  @Test
  void tftpKnowsNodesByTheirAddress() throws IOException {
    assertThat(tftp(NODES.getFirst(), "snponly.efi", 10_000)).contains("\0\3\0\1NBP");
    assertThat(tftp(NODES.getLast(), "hello.txt", 10_000)).contains("\0\3\0\0010123456789");
    // The answer to the known one shows that the server had its time for the unknown one, too.
    try (DatagramSocket unknown = socket(ROUTER)) {
      request(unknown, "snponly.efi");
      assertThat(tftp(NODES.getFirst(), "snponly.efi", 10_000)).isPresent();
      unknown.setSoTimeout(1);
      assertThat(receive(unknown)).isEmpty();
    }
  }

  @Test
  void findingsNameWhatIsMissing() throws IOException {
    assertThat(services.findings()).isEmpty();
    Files.delete(directory.resolve("vmlinuz"));
    assertThat(services.findings())
        .containsExactly(directory.resolve("vmlinuz") + ": cannot be read");
  }

  private Optional<String> tftp(String from, String file, int timeout) throws IOException {
    try (DatagramSocket socket = socket(from)) {
      socket.setSoTimeout(timeout);
      request(socket, file);
      return receive(socket);
    }
  }

  private static DatagramSocket socket(String from) throws IOException {
    return new DatagramSocket(new InetSocketAddress(InetAddress.getByName(from), 0));
  }

  private void request(DatagramSocket socket, String file) throws IOException {
    byte[] request = ("\0\1" + file + "\0octet\0").getBytes(StandardCharsets.UTF_8);
    socket.send(new DatagramPacket(request, request.length, services.tftp().orElseThrow()));
  }

  private static Optional<String> receive(DatagramSocket socket) throws IOException {
    DatagramPacket answer = new DatagramPacket(new byte[600], 600);
    try {
      socket.receive(answer);
    } catch (java.net.SocketTimeoutException e) {
      return Optional.empty();
    }
    return Optional.of(new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8));
  }

  private Rack rack() {
    Rack rack =
        Racks.rack(
            Racks.network(),
            new BootSpec(
                Optional.empty(),
                Optional.of(
                    new BootSpec.Linux(
                        directory.resolve("vmlinuz"),
                        List.of(directory.resolve("initrd.img")),
                        "quiet")),
                Optional.of(directory.resolve("www")),
                BootSpec.Method.AUTO));
    return rack.withNetworks(rack.networks().stream().map(TenantServicesTest::ofNodes).toList())
        .withNodes(
            List.of(at(rack.nodes().get(0), NODES.get(0)), at(rack.nodes().get(1), NODES.get(1))));
  }

  private static Network ofNodes(Network network) {
    return new Network(
        network.name(),
        Ipv4Network.parse("127.0.7.0/24"),
        network.gateway(),
        network.dhcp(),
        network.guard(),
        network.mtu(),
        network.pool(),
        network.metadata(),
        network.outward(),
        network.dns(),
        network.routing());
  }

  private static NodeSpec at(NodeSpec node, String address) {
    return node.withNics(List.of(node.nics().getFirst().withAddress(Ipv4Address.parse(address))));
  }

  private TenantServices services(InetSocketAddress http) {
    return new TenantServices(
        rack(),
        BootPrograms.in(List.of(directory)),
        new TenantServices.Listening(
            http, Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))),
        NetbootLimits.DEFAULT,
        new TenantSurroundings(
            new Starts() {
              @Override
              public BootOverride order(String node) {
                return orders.getOrDefault(node, BootOverride.NONE);
              }

              @Override
              public void delivered(String node) {
                delivered.add(node);
              }
            },
            node -> Optional.ofNullable(disks.get(node)),
            id -> Optional.of("node-2").filter(_ -> id.equals(SERVER)),
            events::add,
            Clock.fixed(NOW, ZoneOffset.UTC)));
  }

  private Response get(String from, String path) throws IOException {
    return get(from, path, "boot.example:8080");
  }

  private Response get(String from, String path, String host) throws IOException {
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
      socket.connect(services.http(), 10_000);
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Response(
          Integer.parseInt(all.split(" ", 3)[1]), all.substring(all.indexOf("\r\n\r\n") + 4));
    }
  }
}
