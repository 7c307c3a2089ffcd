package io.anyrack.local.fabric;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.local.gateway.OutwardPolicy;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A guest's TCP through the gateway to a true socket. */
@Timeout(60)
class TerminatorTest {
  @TempDir private Path directory;
  private final TestServices services = new TestServices();
  private final Fabric fabric = new Fabric(services, FabricLimits.defaults());

  @AfterEach
  void close() {
    fabric.close();
  }

  private interface Conversation {
    void hold(Socket socket) throws IOException;
  }

  /** A backend for one connection. */
  private static CompletableFuture<Void> serve(ServerSocket server, Conversation conversation) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try (Socket socket = server.accept()) {
                conversation.hold(socket);
                done.complete(null);
              } catch (IOException | AssertionError e) {
                done.completeExceptionally(e);
              }
            });
    return done;
  }

  private ServerSocket listen(int port) throws IOException {
    ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    services.listen(port, (InetSocketAddress) server.getLocalSocketAddress());
    return server;
  }

  private Guest guest() throws IOException {
    return Guest.connected(fabric, "node1", directory.resolve("n1"));
  }

  private static GuestTcp tcp(Guest guest, String destination, int port) throws Exception {
    guest.send(
        "ffffffffffff 00163e000001 0806 0001080006040001 00163e000001 c000020b 000000000000"
            + " c0000201");
    byte[] answer = guest.receive();
    return new GuestTcp(guest, MacAddress.read(answer, 6), destination, port);
  }

  @Test
  void tellsTheBackendWhoAsks() throws Exception {
    fabric.configure(TestRack.of(1).rack());
    try (ServerSocket server = listen(80);
        Guest guest = guest()) {
      CompletableFuture<Void> served =
          serve(
              server,
              socket -> {
                byte[] request = socket.getInputStream().readAllBytes();
                assertThat(new String(request, US_ASCII)).isEqualTo("who am I?");
                InetSocketAddress client = (InetSocketAddress) socket.getRemoteSocketAddress();
                String name = services.nodeOf(client).orElseThrow();
                socket.getOutputStream().write(name.getBytes(US_ASCII));
              });
      GuestTcp tcp = tcp(guest, "169.254.169.254", 80);
      assertThat(tcp.connect()).isEqualTo(GuestTcp.SYN | GuestTcp.ACK);
      tcp.send("who am I?".getBytes(US_ASCII));
      tcp.finish();
      assertThat(new String(tcp.readAll(), US_ASCII)).isEqualTo("node1 to 169.254.169.254:80");
      served.get(10, TimeUnit.SECONDS);
      awaitNoClients();
    }
  }

  private void awaitNoClients() {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (services.hasClients()) {
      assertThat(System.nanoTime()).as("closed in time").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void carriesMuchInSegmentsOfTheMtu() throws Exception {
    fabric.configure(TestRack.of(1).withMtu(1400).rack());
    byte[] content = new byte[8_000_000];
    new Random(5).nextBytes(content);
    try (ServerSocket server = listen(80);
        Guest guest = guest()) {
      CompletableFuture<Void> served =
          serve(server, socket -> socket.getOutputStream().write(content));
      GuestTcp tcp = tcp(guest, "192.0.2.1", 80);
      tcp.connect();
      assertThat(tcp.readAll()).isEqualTo(content);
      assertThat(tcp.largest()).isEqualTo(1400);
      tcp.finish();
      served.get(10, TimeUnit.SECONDS);
      awaitNoClients();
    }
  }

  @Test
  void refusesWhereNobodyListens() throws Exception {
    fabric.configure(TestRack.of(1).rack());
    try (Guest guest = guest()) {
      assertThat(tcp(guest, "192.0.2.1", 81).connect()).isEqualTo(GuestTcp.RST | GuestTcp.ACK);
      services.listen(82, new InetSocketAddress(InetAddress.getLoopbackAddress(), unusedPort()));
      assertThat(tcp(guest, "192.0.2.1", 82).connect()).isEqualTo(GuestTcp.RST | GuestTcp.ACK);
    }
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return server.getLocalPort();
    }
  }

  @Test
  void neverReachesThisMachineByItsOwnAddresses() throws Exception {
    fabric.configure(TestRack.of(1).thatReachesOutward().rack());
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Guest guest = guest()) {
      GuestTcp tcp = tcp(guest, "127.0.0.1", server.getLocalPort());
      assertThat(tcp.connect()).isEqualTo(GuestTcp.RST | GuestTcp.ACK);
    }
  }

  @Test
  void outwardPolicyKnowsWhatIsNoHostOutThere() {
    OutwardPolicy policy = new OutwardPolicy(Ipv4Address.parse("198.51.100.7")::equals);
    assertThat(policy.allows(Ipv4Address.parse("203.0.113.1"))).isTrue();
    assertThat(policy.allows(Ipv4Address.parse("10.0.0.1"))).isTrue();
    for (String refused :
        new String[] {
          "0.0.0.1",
          "127.0.0.1",
          "127.255.255.255",
          "169.254.169.254",
          "224.0.0.1",
          "255.255.255.255",
          "198.51.100.7"
        }) {
      assertThat(policy.allows(Ipv4Address.parse(refused))).as(refused).isFalse();
    }
  }

  @Test
  void endsTheBackendsConnectionWhenTheGuestGoes() throws Exception {
    fabric.configure(TestRack.of(1).rack());
    try (ServerSocket server = listen(80)) {
      CompletableFuture<Void> served =
          serve(server, socket -> socket.getInputStream().transferTo(socket.getOutputStream()));
      try (Guest guest = guest()) {
        GuestTcp tcp = tcp(guest, "192.0.2.1", 80);
        tcp.connect();
        tcp.send(HexFormat.of().parseHex("00"));
      }
      served.handle((_, failure) -> failure).get(10, TimeUnit.SECONDS);
      awaitNoClients();
    }
  }
}
