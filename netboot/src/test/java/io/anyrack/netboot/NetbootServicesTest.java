package io.anyrack.netboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.netboot.event.BootEvent;
import io.anyrack.netboot.file.BootPrograms;
import io.anyrack.netboot.port.Racks;
import io.anyrack.rack.address.Endpoint;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.model.BootSpec;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.net.Attachment;
import io.anyrack.rack.net.Datagram;
import io.anyrack.rack.net.DatagramService;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The services as the gateway uses them, with real sockets for HTTP. */
class NetbootServicesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Endpoint GATEWAY = endpoint("192.0.2.1", 80);
  private static final Endpoint METADATA = endpoint("169.254.169.254", 80);

  @TempDir Path directory;
  private final BlockingQueue<BootEvent> events = new LinkedBlockingQueue<>();
  private Optional<NetbootServices> services = Optional.empty();

  /** What came back for one request. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Response(int status, Map<String, String> headers, byte[] content) {
    String text() {
      return new String(content, StandardCharsets.UTF_8);
    }
  }

  @BeforeEach
  void fillDirectory() throws IOException {
    Files.createDirectories(directory.resolve("www/sub dir"));
    Files.writeString(directory.resolve("www/hello.txt"), "0123456789");
    Files.setLastModifiedTime(
        directory.resolve("www/hello.txt"), FileTime.from(Instant.parse("2026-01-05T06:07:08Z")));
    Files.writeString(directory.resolve("www/empty"), "");
    Files.writeString(directory.resolve("secret"), "secret");
    Files.createSymbolicLink(directory.resolve("www/link"), directory.resolve("secret"));
    Files.writeString(directory.resolve("vmlinuz"), "KERNEL");
    Files.writeString(directory.resolve("initrd.img"), "INITRD");
    Files.writeString(directory.resolve("snponly.efi"), "NBP");
    start(rack(Racks.network()));
  }

  @AfterEach
  void close() {
    services.ifPresent(NetbootServices::close);
  }

  @Test
  void aNodeFetchesItsScriptAndItsKernel() throws Exception {
    assertThat(get("/boot.ipxe").text())
        .startsWith("#!ipxe\n")
        .contains("kernel http://192.0.2.1/boot/linux/kernel initrd=initrd-0 quiet ||");
    assertThat(get("/boot/linux/kernel").text()).isEqualTo("KERNEL");
    assertThat(get("/boot/linux/initrd-0").text()).isEqualTo("INITRD");
    assertThat(get("/boot/linux/initrd-1").status()).isEqualTo(404);
    assertThat(get("/nbp/snponly.efi").headers()).containsEntry("content-type", "application/efi");

    assertThat(events.poll(10, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            BootEvent.HttpServed.class,
            event -> {
              assertThat(event.time()).isEqualTo(NOW);
              assertThat(event.node()).isEqualTo("node-1");
              assertThat(event.path()).isEqualTo("/boot.ipxe");
              assertThat(event.status()).isEqualTo(200);
            });
    assertThat(events.poll(10, TimeUnit.SECONDS))
        .isEqualTo(new BootEvent.HttpServed(NOW, "node-1", "/boot/linux/kernel", 200, 6));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.0", "HTTP/1.1"})
  void oldClientsAreServedToo(String version) throws Exception {
    Response response =
        exchange(GATEWAY, "GET /files/hello.txt " + version + "\r\n" + host(version) + "\r\n");

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers()).containsEntry("content-length", "10");
    assertThat(response.text()).isEqualTo("0123456789");
  }

  private static String host(String version) {
    return version.equals("HTTP/1.0") ? "" : "Host: 192.0.2.1\r\nConnection: close\r\n";
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "/files/hello.txt, 10",
    "/files/empty, 0",
    "/boot/linux/kernel, 6",
    "/nbp/snponly.efi, 3"
  })
  void headTellsTheTrueLengthAndSendsNothing(String path, String length) throws Exception {
    Response response = request("HEAD", path, "");

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers()).containsEntry("content-length", length);
    assertThat(response.content()).isEmpty();
  }

  @Test
  void anEmptyFile() throws Exception {
    Response response = get("/files/empty");

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers()).containsEntry("content-length", "0");
  }

  @Test
  void aLargeFileArrivesWhole() throws Exception {
    byte[] content = new byte[3_000_001];
    new Random(1).nextBytes(content);
    Files.write(directory.resolve("www/large"), content);

    assertThat(get("/files/large").content()).isEqualTo(content);
  }

  @Test
  void partsAndConditions() throws Exception {
    Response part = request("GET", "/files/hello.txt", "Range: bytes=2-4\r\n");
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.text()).isEqualTo("234");
    assertThat(part.headers())
        .containsEntry("content-range", "bytes 2-4/10")
        .containsEntry("last-modified", "Mon, 05 Jan 2026 06:07:08 GMT");

    assertThat(request("GET", "/files/hello.txt", "Range: bytes=10-\r\n").status()).isEqualTo(416);
    assertThat(
            request(
                    "GET",
                    "/files/hello.txt",
                    "Range: bytes=2-4\r\nIf-Range: Sun, 04 Jan 2026 06:07:08 GMT\r\n")
                .text())
        .isEqualTo("0123456789");
    assertThat(
            request(
                    "GET",
                    "/files/hello.txt",
                    "If-Modified-Since: Mon, 05 Jan 2026 06:07:08 GMT\r\n")
                .status())
        .isEqualTo(304);
  }

  @Test
  void aDirectoryIsListed() throws Exception {
    Files.writeString(directory.resolve("www/a<b>&.txt"), "");

    assertThat(get("/files/").text())
        .contains("<a href=\"/files/hello.txt\">hello.txt</a>")
        .contains("<a href=\"/files/sub%20dir/\">sub dir/</a>")
        .contains("<a href=\"/files/a%3Cb%3E&amp;.txt\">a&lt;b>&amp;.txt</a>");
    assertThat(get("/files/sub%20dir").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/secret",
        "/files/../secret",
        "/files/%2e%2e/secret",
        "/files/..%2fsecret",
        "/files/sub%20dir/../../../secret",
        "/files/link",
        "/files/%00",
        "/nbp/../secret",
        "/nbp/vmlinuz",
        "/boot/linux/initrd-99999999999",
        "/latest/meta-data/"
      })
  void whatIsNotHandedOut(String path) throws Exception {
    assertThat(get(path).status()).isEqualTo(404);
  }

  @Test
  void onlyReadingIsAllowed() throws Exception {
    Response response = request("PUT", "/files/hello.txt", "Content-Length: 0\r\n");

    assertThat(response.status()).isEqualTo(405);
    assertThat(response.headers()).containsEntry("allow", "GET, HEAD");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "/latest/meta-data/instance-id, i-0badcafe000040008",
    "/2009-04-04/meta-data/local-ipv4, 192.0.2.10",
    "/openstack/latest/vendor_data.json, {}"
  })
  void metadataAnswersOnItsOwnAddress(String path, String value) throws Exception {
    String request =
        "GET " + path + " HTTP/1.1\r\nHost: 169.254.169.254\r\nConnection: close\r\n\r\n";

    assertThat(exchange(METADATA, request).text()).isEqualTo(value);
  }

  @Test
  void metadataHasNothingOfTheBootSite() throws Exception {
    assertThat(exchange(METADATA, "GET /boot.ipxe HTTP/1.0\r\n\r\n").status()).isEqualTo(404);
  }

  @Test
  void aProcessOfThisMachineIsRefused() throws Exception {
    InetSocketAddress server =
        services().streams().backend(Racks.attachment(1), GATEWAY).orElseThrow();
    assertThat(server.getAddress().isLoopbackAddress()).isTrue();
    for (String path : List.of("/boot.ipxe", "/files/hello.txt", "/latest/user-data", "/")) {
      try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
        assertThat(talk(socket, "GET " + path + " HTTP/1.0\r\n\r\n").status()).isEqualTo(403);
      }
    }
    assertThat(events).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET mailto:x HTTP/1.0", "GET * HTTP/1.0", "GET //x HTTP/1.0", "x", ""})
  void noiseHurtsNobodyElse(String noise) throws Exception {
    Attachment node = Racks.attachment(1);
    InetSocketAddress server = services().streams().backend(node, GATEWAY).orElseThrow();
    try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
      InetSocketAddress client = (InetSocketAddress) socket.getLocalSocketAddress();
      services().streams().opened(client, node, GATEWAY);
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write((noise + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .doesNotContain(" 200 ");
    }

    assertThat(get("/files/hello.txt").status()).isEqualTo(200);
  }

  @Test
  void aClosedConnectionIsForgotten() throws Exception {
    InetSocketAddress server =
        services().streams().backend(Racks.attachment(1), GATEWAY).orElseThrow();
    try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
      InetSocketAddress client = (InetSocketAddress) socket.getLocalSocketAddress();
      services().streams().opened(client, Racks.attachment(1), GATEWAY);
      services().streams().closed(client);

      assertThat(talk(socket, "GET /boot.ipxe HTTP/1.0\r\n\r\n").status()).isEqualTo(403);
    }
  }

  @Test
  void aNodeThatWasRemovedIsRefused() throws Exception {
    Rack rack = rack(Racks.network());
    services()
        .configure(
            new Rack(
                rack.name(),
                rack.cloud(),
                rack.networks(),
                rack.nodes().subList(1, 2),
                rack.bmc(),
                rack.boot()));

    assertThat(get("/boot.ipxe").status()).isEqualTo(403);
  }

  @Test
  void aChangedRackFileCountsAtOnce() throws Exception {
    services().configure(Racks.rack(Racks.network(), Racks.NO_BOOT));

    assertThat(get("/boot.ipxe").text()).contains("boot: { script: my.ipxe }");
    assertThat(get("/boot/linux/kernel").status()).isEqualTo(404);
  }

  @ParameterizedTest(name = "{0}:{1} {2}")
  @CsvSource({
    "192.0.2.1, 80, true",
    "169.254.169.254, 80, true",
    "192.0.2.1, 443, false",
    "192.0.2.2, 80, false",
    "169.254.169.254, 81, false",
    "198.51.100.1, 80, false"
  })
  void streamsEndAtTheServerOrNowhere(String address, int port, boolean served) {
    assertThat(
            services().streams().backend(Racks.attachment(1), endpoint(address, port)).isPresent())
        .isEqualTo(served);
  }

  @Test
  void metadataOfTheInstallerIsNotOurs() {
    start(
        rack(
            Racks.network(
                new Network.Metadata.Installer(Ipv4Address.parse("192.0.2.240")), false)));

    assertThat(services().streams().backend(Racks.attachment(1), METADATA)).isEmpty();
  }

  @ParameterizedTest(name = "{0}:{1} with DHCP by {2}: {3}")
  @CsvSource({
    "255.255.255.255, 67, CLOUD, DhcpService",
    "192.0.2.255, 67, CLOUD, DhcpService",
    "192.0.2.1, 67, CLOUD, DhcpService",
    "255.255.255.255, 67, INSTALLER, nobody",
    "255.255.255.255, 67, NONE, nobody",
    "192.0.2.1, 53, NONE, DnsService",
    "192.0.2.1, 69, NONE, TftpService",
    "255.255.255.255, 69, CLOUD, nobody",
    "192.0.2.7, 53, CLOUD, nobody",
    "192.0.2.1, 123, CLOUD, nobody"
  })
  void datagrams(String address, int port, Network.Dhcp dhcp, String service) {
    Network network = Racks.network(dhcp, new Network.Metadata.Cloud(), false, 1500);

    assertThat(
            services()
                .datagrams(network, endpoint(address, port))
                .map(found -> found.getClass().getSimpleName())
                .orElse("nobody"))
        .isEqualTo(service);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"snponly.efi, NBP", "/snponly.efi, NBP", "hello.txt, 0123456789"})
  void tftpHandsOutProgramsAndServedFiles(String name, String content) throws Exception {
    BlockingQueue<Datagram> replies = new LinkedBlockingQueue<>();
    DatagramService tftp =
        services().datagrams(Racks.network(), endpoint("192.0.2.1", 69)).orElseThrow();
    byte[] request = ("\0\1" + name + "\0octet\0").getBytes(StandardCharsets.UTF_8);

    tftp.receive(
        Racks.attachment(1),
        new Datagram(endpoint("192.0.2.10", 1000), endpoint("192.0.2.1", 69), request),
        replies::add);

    Datagram reply = replies.poll(10, TimeUnit.SECONDS);
    assertThat(reply).isNotNull();
    assertThat(new String(reply.payload(), StandardCharsets.UTF_8)).isEqualTo("\0\3\0\1" + content);
  }

  @Test
  void findingsNameWhatIsMissing() throws IOException {
    assertThat(services().findings()).isEmpty();
    Files.delete(directory.resolve("vmlinuz"));
    services()
        .configure(
            Racks.rack(
                Racks.network(),
                new BootSpec(
                    Optional.empty(),
                    rack(Racks.network()).boot().linux(),
                    Optional.of(directory.resolve("nowhere")),
                    BootSpec.Method.AUTO),
                Optional.of(directory.resolve("user-data")),
                NodeSpec.NetworkBoot.IPXE));

    assertThat(services().findings())
        .containsExactly(
            directory.resolve("vmlinuz") + ": cannot be read",
            directory.resolve("user-data") + ": cannot be read",
            directory.resolve("nowhere") + ": no such directory");
  }

  private Rack rack(Network network) {
    return Racks.rack(
        network,
        new BootSpec(
            Optional.empty(),
            Optional.of(
                new BootSpec.Linux(
                    directory.resolve("vmlinuz"),
                    List.of(directory.resolve("initrd.img")),
                    "quiet")),
            Optional.of(directory.resolve("www")),
            BootSpec.Method.AUTO));
  }

  private void start(Rack rack) {
    close();
    services =
        Optional.of(
            new NetbootServices(
                rack,
                BootPrograms.in(List.of(directory.resolve("missing"), directory)),
                List.of(),
                NetbootLimits.DEFAULT,
                new Surroundings(
                    _ -> Optional.empty(),
                    name -> {
                      throw new UnknownHostException(name);
                    },
                    events::add,
                    Clock.fixed(NOW, ZoneOffset.UTC))));
  }

  private NetbootServices services() {
    return services.orElseThrow();
  }

  private Response get(String path) throws IOException {
    return request("GET", path, "");
  }

  private Response request(String method, String path, String headers) throws IOException {
    return exchange(
        GATEWAY,
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: 192.0.2.1\r\nConnection: close\r\n"
            + headers
            + "\r\n");
  }

  /** One request over a connection that the gateway announced for node-1. */
  private Response exchange(Endpoint destination, String request) throws IOException {
    Attachment node = Racks.attachment(1);
    InetSocketAddress server = services().streams().backend(node, destination).orElseThrow();
    try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
      InetSocketAddress client = (InetSocketAddress) socket.getLocalSocketAddress();
      services().streams().opened(client, node, destination);
      Response response = talk(socket, request);
      services().streams().closed(client);
      return response;
    }
  }

  private static Response talk(Socket socket, String request) throws IOException {
    socket.setSoTimeout(10_000);
    OutputStream out = socket.getOutputStream();
    out.write(request.getBytes(StandardCharsets.US_ASCII));
    out.flush();
    byte[] all = socket.getInputStream().readAllBytes();
    String text = new String(all, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    Map<String, String> headers = new TreeMap<>();
    String[] lines = text.substring(0, end).split("\r\n", -1);
    for (int i = 1; i < lines.length; i++) {
      String[] parts = lines[i].split(": ", 2);
      headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
    }
    return new Response(
        Integer.parseInt(lines[0].split(" ", -1)[1]),
        headers,
        Arrays.copyOfRange(all, end + 4, all.length));
  }

  private static Endpoint endpoint(String address, int port) {
    return new Endpoint(Ipv4Address.parse(address), port);
  }
}
