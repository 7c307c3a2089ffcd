package io.anyrack.ipmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.ipmi.bmc.IpmiException;
import io.anyrack.ipmi.console.RemoteSession;
import io.anyrack.ipmi.console.UdpWire;
import io.anyrack.ipmi.console.Wire;
import io.anyrack.ipmi.session.SessionLimits;
import io.anyrack.ipmi.sol.SolLimits;
import io.anyrack.rack.cloud.Console;
import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.model.Secret;
import io.anyrack.rack.node.Answer;
import io.anyrack.rack.node.Command;
import io.anyrack.rack.node.EventLog;
import io.anyrack.rack.node.Node;
import io.anyrack.rack.node.NodeStatus;
import io.anyrack.rack.node.Origin;
import io.anyrack.rack.node.SteadyTime;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sockets: one for each BMC, all in one thread. */
class IpmiServerTest {
  private static final byte[] PING = HexFormat.of().parseHex("0600ff06000011be80000000");

  private final AtomicReference<Duration> clockSetBy = new AtomicReference<>(Duration.ZERO);
  private final IpmiServer server =
      new IpmiServer(
          () -> Instant.now().plus(clockSetBy.get()),
          new SteadyTime(),
          new SecureRandom(),
          SessionLimits.DEFAULT,
          SolLimits.DEFAULT);

  @AfterEach
  void close() {
    server.close();
  }

  private static boolean answers(InetSocketAddress address) throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      socket.setSoTimeout(5_000);
      socket.connect(address);
      socket.send(new DatagramPacket(PING, PING.length));
      socket.receive(new DatagramPacket(new byte[64], 64));
      return true;
    } catch (SocketTimeoutException | PortUnreachableException e) {
      return false;
    }
  }

  @Test
  void manyBmcsAnswerEachOnItsOwnPort() throws IOException {
    List<ServedBmc> bmcs = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      bmcs.add(server.add(TestBmc.of(new FakeNode())));
    }

    assertThat(bmcs).extracting(ServedBmc::address).doesNotHaveDuplicates();
    for (ServedBmc bmc : bmcs) {
      assertThat(answers(bmc.address())).isTrue();
    }
  }

  @Test
  void aClosedBmcIsSilentAndItsPortIsFreeAtOnce() throws IOException {
    ServedBmc first = server.add(TestBmc.of(new FakeNode()));
    ServedBmc other = server.add(TestBmc.of(new FakeNode()));
    assertThat(answers(first.address())).isTrue();

    for (int i = 0; i < 20; i++) {
      first.close();
      first.close();
      assertThat(answers(first.address())).isFalse();
      first = server.add(TestBmc.at(new FakeNode(), first.address()));
      assertThat(answers(first.address())).isTrue();
    }
    assertThat(answers(other.address())).isTrue();
  }

  @Test
  void aPortInUseIsSaidClearly() {
    InetSocketAddress taken = server.add(TestBmc.of(new FakeNode())).address();

    assertThatThrownBy(() -> server.add(TestBmc.at(new FakeNode(), taken)))
        .isInstanceOf(IpmiException.class)
        .hasMessageContaining("node1")
        .hasMessageContaining("127.0.0.1:" + taken.getPort())
        .hasMessageContaining("free that UDP port");
  }

  @Test
  void closingTheServerClosesAllAndClosingABmcLaterIsHarmless() throws IOException {
    ServedBmc bmc = server.add(TestBmc.of(new FakeNode()));

    server.close();
    assertThat(answers(bmc.address())).isFalse();
    bmc.close();
  }

  /** A node of which it is known how often it was looked at, and that may fail to say how it is. */
  private static final class WatchedNode implements Node {
    private final FakeNode node = new FakeNode();
    private final AtomicInteger looks = new AtomicInteger();
    private volatile boolean broken;

    @Override
    public String name() {
      return node.name();
    }

    @Override
    public NodeStatus status() {
      looks.incrementAndGet();
      if (broken) {
        throw new IllegalStateException("a bug of ours");
      }
      return node.status();
    }

    @Override
    public Answer submit(Command command, Origin origin) {
      return node.submit(command, origin);
    }

    @Override
    public Answer changeBoot(UnaryOperator<BootOverride> change, Origin origin) {
      return node.changeBoot(change, origin);
    }

    @Override
    public EventLog events() {
      return node.events();
    }

    @Override
    public Console console() {
      return node.console();
    }

    void awaitLooks() {
      int before = looks.get();
      long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (looks.get() < before + 2) {
        assertThat(System.nanoTime()).as("time in which it is looked at").isLessThan(deadline);
        Thread.onSpinWait();
      }
    }
  }

  private static RemoteSession session(Wire wire) throws InterruptedException {
    return RemoteSession.open(
        wire, "admin", new Secret(TestBmc.PASSWORD), Duration.ofSeconds(5), new SecureRandom());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT24H", "PT-24H"})
  void aStepOfTheHostsClockEndsNoSession(Duration step) throws InterruptedException {
    WatchedNode node = new WatchedNode();
    ServedBmc bmc = server.add(TestBmc.of(node));
    try (Wire wire = new UdpWire(bmc.address());
        RemoteSession session = session(wire)) {
      clockSetBy.set(step);
      node.awaitLooks();

      assertThat(session.isPowered()).isFalse();
    }
  }

  @Test
  void aNodeThatFailsIsSaidOnceAndTakesNobodyWithIt() throws Exception {
    List<LogRecord> said = new CopyOnWriteArrayList<>();
    Logger logger = Logger.getLogger(ServedBmc.class.getName());
    Handler handler = new Records(said);
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    WatchedNode failing = new WatchedNode();
    ServedBmc bmc = server.add(TestBmc.of(failing));
    ServedBmc other = server.add(TestBmc.of(new FakeNode()));
    try (Wire wire = new UdpWire(bmc.address());
        RemoteSession session = session(wire)) {
      failing.broken = true;
      failing.awaitLooks();

      assertThat(answers(other.address())).isTrue();
      assertThat(said)
          .extracting(LogRecord::getMessage)
          .containsExactly("the BMC of node1 cannot look after itself");
      failing.broken = false;
      failing.awaitLooks();
      assertThat(session.isPowered()).isFalse();
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
    }
  }

  private static final class Records extends Handler {
    private final List<LogRecord> records;

    private Records(List<LogRecord> records) {
      this.records = records;
    }

    @Override
    public void publish(LogRecord entry) {
      records.add(entry);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
