package io.anyrack.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.ipmi.console.UdpWire;
import io.anyrack.ipmi.console.Wire;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Secret;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the checks of nodes, servers and the service say of what is right and what is wrong. */
class NodeChecksTest {
  @TempDir private Path directory;
  private FakeService service;

  @BeforeEach
  void start() {
    service = new FakeService(directory);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  /** A place from which only BMCs and sockets are looked at. */
  private record Here(Optional<String> sockets) implements Vantage {
    @Override
    public Wire bmc(InetSocketAddress address) {
      return new UdpWire(address);
    }

    @Override
    public String bmcFrom() {
      return "here";
    }

    @Override
    public Standpoint at(Network network) {
      throw new CannotTryException("no network", "");
    }

    @Override
    public Set<Ipv4Address> dhcpServers(Network network) {
      return Set.of();
    }

    @Override
    public int mtu(Network network) {
      return network.mtu();
    }

    @Override
    public Map<String, Integer> mtus(Network network) {
      return Map.of();
    }

    @Override
    public boolean unheard(Standpoint here) {
      return false;
    }

    @Override
    public MetadataAnswer metadata(Network network, Ipv4Address via) {
      throw new CannotTryException("no network", "");
    }

    @Override
    public Sharers sharers(Network network, Ipv4Address shared) {
      throw new CannotTryException("no network", "");
    }
  }

  private static BmcLogin login(int port, Duration patience) {
    return new BmcLogin(
        "a",
        "127.0.0.1",
        port,
        "admin",
        new Secret("secret"),
        new Here(Optional.empty()),
        patience);
  }

  @Test
  void shouldSayThatABmcDoesNotAnswer() throws IOException, InterruptedException {
    try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Verdict verdict =
          new BmcSession(login(silent.getLocalPort(), Duration.ofMillis(50)), "here").look();
      assertThat(verdict).isInstanceOf(Verdict.Fail.class);
      assertThat(verdict.found())
          .startsWith("127.0.0.1:" + silent.getLocalPort() + " from here: no answer within");
      assertThat(verdict.toString()).doesNotContain("secret");
    }
  }

  @Test
  void shouldSayThatTheCloudAndTheBmcDisagree() throws InterruptedException {
    try (OneBmc bmc = new OneBmc(directory, "secret")) {
      service.says("observe", "{\"machines\": {\"a\": \"off\"}}");
      assertThat(
              new PowerAgrees(
                      login(bmc.port(), Duration.ofSeconds(5)), service.client(), Duration.ZERO)
                  .look())
          .isEqualTo(new Verdict.Pass("both say off"));
      service.says("observe", "{\"machines\": {\"a\": \"on\"}}");
      assertThat(
              new PowerAgrees(
                      login(bmc.port(), Duration.ofSeconds(5)), service.client(), Duration.ZERO)
                  .look())
          .isEqualTo(
              new Verdict.Fail(
                  "IPMI says off, the cloud says on", "see `anyrack status` and `anyrack log a`"));
      service.says("status", "{\"nodes\": [{\"name\": \"a\", \"state\": \"powering-on\"}]}");
      assertThat(
              new PowerAgrees(
                      login(bmc.port(), Duration.ofSeconds(5)), service.client(), Duration.ZERO)
                  .look())
          .isEqualTo(new Verdict.Skip("it is powering-on", "try again when that is done"));
      service.says("status", "{}");
      service.says("observe", "{}");
      assertThat(
              new PowerAgrees(
                      login(bmc.port(), Duration.ofSeconds(5)), service.client(), Duration.ZERO)
                  .look()
                  .found())
          .isEqualTo("IPMI says off, the cloud says missing");
    }
  }

  @Test
  void shouldSayHowFarANodeCame() {
    service.says("status", "{\"nodes\": [{\"name\": \"a\", \"state\": \"off\"}]}");
    DryBoot boot = new DryBoot(service.client(), "a", Duration.ofSeconds(9));
    service.says("trial", "{\"reached\": true, \"last\": \"\"}");
    assertThat(boot.look()).isInstanceOf(Verdict.Pass.class);
    service.says("trial", "{\"reached\": false, \"last\": \"DHCP: got 192.0.2.30\"}");
    assertThat(boot.look())
        .isEqualTo(
            new Verdict.Fail(
                "did not run the boot script within 9 s; last seen: DHCP: got 192.0.2.30",
                "see `anyrack log a`, and whether nodes reach the boot server"));
    service.says("trial", "{\"reached\": false, \"last\": \"\"}");
    assertThat(boot.look().remedy()).contains("does not ask for an address");
  }

  @Test
  void shouldNotTryANodeThatRuns() {
    service.says("status", "{\"nodes\": [{\"name\": \"a\", \"state\": \"on\"}]}");
    service.says("trial", "{\"reached\": true}");
    assertThat(new DryBoot(service.client(), "a", Duration.ofSeconds(9)).look())
        .isEqualTo(
            new Verdict.Skip("is on: a trial would end what runs there", "switch it off first"));
  }

  @Test
  void shouldKnowSshByItsGreeting() throws IOException {
    assertThat(reachable("SSH-2.0-test\r\n")).isInstanceOf(Verdict.Pass.class);
    assertThat(reachable("HTTP/1.1 400\r\n").found()).endsWith("is no SSH");
    int port = freePort();
    assertThat(reachable(port).found()).startsWith("no SSH at 127.0.0.1:" + port);
  }

  /** A port that was free a moment ago. */
  private static int freePort() throws IOException {
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return closed.getLocalPort();
    }
  }

  private static Verdict reachable(String greeting) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (Socket client = server.accept()) {
                  client.getOutputStream().write(greeting.getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      return reachable(server.getLocalPort());
    }
  }

  private static Verdict reachable(int port) {
    return new InstallerReachable(
            "installer",
            () -> new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port),
            Duration.ofSeconds(10))
        .look();
  }

  /** As Linux 6.1 shows it; the last socket is of another process, the fourth is connected. */
  private static final String SOCKETS =
      """
      == tcp
        sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
         0: 0100007F:1F98 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1001 1 0
         1: 0100007F:9999 0100007F:1F98 01 00000000:00000000 00:00000000 00000000  1000        0 1002 1 0
      == tcp6
         0: 00000000000000000000000000000000:1A2B 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1003 1 0
      == udp
         5: 0100007F:3039 0200007F:0035 07 00000000:00000000 00:00000000 00000000  1000        0 1004 2 0
      == udp6
         6: 0000000000000000FFFF00000100007F:1856 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000  1000        0 1005 2 0
         7: 00000000000000000000000000000000:0045 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000  1000        0 2000 2 0
      == fd
      lrwx------ 1 u u 64 Jan  1 00:00 4 -> socket:[1001]
      socket:[1002]
      socket:[1003]
      socket:[1004]
      socket:[1005]
      /dev/null
      """;

  @Test
  void shouldFindAListenerTooManyAndOneTooFew() {
    assertThat(ProcSockets.listeners(SOCKETS))
        .hasToString("[tcp *:6699, tcp 127.0.0.1:8088, udp 127.0.0.1:6230]");
    Listeners.Expected ipmi = new Listeners.Expected("IPMI of a", "udp", "127.0.0.1", 6230);
    Listeners.Expected boot = new Listeners.Expected("boot services", "tcp", "127.0.0.1", 0);
    Listeners.Expected redfish = new Listeners.Expected("Redfish", "tcp", "*", 6699);
    assertThat(listeners(ipmi, redfish, boot)).isInstanceOf(Verdict.Pass.class);
    assertThat(listeners(ipmi, boot).found()).isEqualTo("listens where it should not: tcp *:6699");
    Listeners.Expected other = new Listeners.Expected("IPMI of b", "udp", "127.0.0.1", 6231);
    assertThat(listeners(ipmi, redfish, other, boot).found())
        .isEqualTo("does not listen: IPMI of b (udp 127.0.0.1:6231)");
  }

  private static Verdict listeners(Listeners.Expected... expected) {
    return new Listeners(new Here(Optional.of(SOCKETS)), List.of(expected)).look();
  }

  @Test
  void shouldSeeItsOwnListeners() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String text = ProcSockets.read(Path.of("/proc/self")).orElseThrow();
      assertThat(ProcSockets.listeners(text))
          .contains(new ProcSockets.Listener("tcp", "127.0.0.1", server.getLocalPort()));
    }
  }
}
