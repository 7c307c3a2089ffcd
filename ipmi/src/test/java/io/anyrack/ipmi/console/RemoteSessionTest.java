package io.anyrack.ipmi.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.ipmi.FakeNode;
import io.anyrack.ipmi.IpmiServer;
import io.anyrack.ipmi.ServedBmc;
import io.anyrack.ipmi.TestBmc;
import io.anyrack.ipmi.session.SessionLimits;
import io.anyrack.ipmi.sol.SolLimits;
import io.anyrack.rack.model.Secret;
import io.anyrack.rack.node.Command;
import io.anyrack.rack.node.Origin;
import io.anyrack.rack.node.SteadyTime;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A remote console against our own BMC, over real sockets. */
class RemoteSessionTest {
  private final FakeNode node = new FakeNode();
  private final IpmiServer server =
      new IpmiServer(
          Clock.systemUTC(),
          new SteadyTime(),
          new SecureRandom(),
          SessionLimits.DEFAULT,
          SolLimits.DEFAULT);
  private final ServedBmc bmc = server.add(TestBmc.of(node));

  @AfterEach
  void close() {
    server.close();
  }

  private static RemoteSession open(Wire wire, String user, String password, Duration patience)
      throws InterruptedException {
    return RemoteSession.open(wire, user, new Secret(password), patience, new SecureRandom());
  }

  @Test
  void shouldSayWhetherTheNodeHasPower() throws InterruptedException {
    try (Wire wire = new UdpWire(bmc.address());
        RemoteSession session = open(wire, "admin", TestBmc.PASSWORD, Duration.ofSeconds(5))) {
      assertThat(session.isPowered()).isFalse();
      node.submit(new Command.On(), new Origin("test", ""));
      assertThat(session.isPowered()).isTrue();
    }
  }

  @Test
  void shouldServeSomebodyWhoMayOnlyLook() throws InterruptedException {
    try (Wire wire = new UdpWire(bmc.address());
        RemoteSession session = open(wire, "viewer", "look only", Duration.ofSeconds(5))) {
      assertThat(session.isPowered()).isFalse();
    }
  }

  @Test
  void shouldNotTakeAnotherPassword() {
    try (Wire wire = new UdpWire(bmc.address())) {
      assertThatThrownBy(() -> open(wire, "admin", "guessed", Duration.ofSeconds(5)))
          .isInstanceOf(NoSessionException.class)
          .hasMessageContaining("does not know the password of admin");
      assertThatThrownBy(() -> open(wire, "nobody", "guessed", Duration.ofSeconds(5)))
          .isInstanceOf(NoSessionException.class)
          .hasMessageContaining("nobody");
    }
  }

  @Test
  void shouldSayThatNobodyAnswers() {
    InetSocketAddress address = bmc.address();
    bmc.close();
    try (Wire wire = new UdpWire(address)) {
      assertThatThrownBy(() -> open(wire, "admin", TestBmc.PASSWORD, Duration.ofMillis(50)))
          .isInstanceOf(NoSessionException.class)
          .hasMessageContaining("answer");
    }
  }

  @Test
  void shouldSendAgainWhatWasLost() throws InterruptedException {
    AtomicInteger sent = new AtomicInteger();
    UdpWire real = new UdpWire(bmc.address());
    Wire lossy =
        new Wire() {
          @Override
          public void send(byte[] packet) throws java.io.IOException {
            if (sent.incrementAndGet() % 2 == 0) {
              real.send(packet);
            }
          }

          @Override
          public Optional<byte[]> receive(Duration limit) throws java.io.IOException {
            return real.receive(limit);
          }

          @Override
          public void close() {
            real.close();
          }
        };
    try (lossy;
        RemoteSession session = open(lossy, "admin", TestBmc.PASSWORD, Duration.ofMillis(500))) {
      assertThat(session.isPowered()).isFalse();
    }
    assertThat(sent.get()).isGreaterThanOrEqualTo(8);
  }
}
