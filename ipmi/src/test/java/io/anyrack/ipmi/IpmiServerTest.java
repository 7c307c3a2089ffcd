package io.anyrack.ipmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.ipmi.bmc.IpmiException;
import io.anyrack.ipmi.session.SessionLimits;
import io.anyrack.ipmi.sol.SolLimits;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sockets: one for each BMC, all in one thread. */
class IpmiServerTest {
  private static final byte[] PING = HexFormat.of().parseHex("0600ff06000011be80000000");

  private final IpmiServer server =
      new IpmiServer(
          Clock.systemUTC(), new SecureRandom(), SessionLimits.DEFAULT, SolLimits.DEFAULT);

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
}
