package io.anyrack.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.local.ethernet.PortStatistics;
import io.anyrack.rack.address.Endpoint;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.net.Datagram;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class UdpTranslatorTest {
  private final BlockingQueue<Datagram> replies = new LinkedBlockingQueue<>();
  private final PortStatistics statistics = new PortStatistics();
  private final DatagramSocket world;

  UdpTranslatorTest() throws IOException {
    world = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Datagram from(int port) {
    return new Datagram(
        new Endpoint(Ipv4Address.parse("192.0.2.11"), port),
        new Endpoint(Ipv4Address.parse("127.0.0.1"), world.getLocalPort()),
        new byte[] {(byte) port});
  }

  private void echo() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[100], 100);
    world.receive(packet);
    world.send(packet);
  }

  @Test
  void bringsAnswersBackToTheGuestsPort() throws Exception {
    UdpTranslator udp = new UdpTranslator(statistics, 2, Duration.ofMinutes(1));
    for (int port : new int[] {1000, 1001, 1000}) {
      udp.send(from(port), replies::add);
      echo();
      Datagram reply = replies.poll(10, TimeUnit.SECONDS);
      assertThat(reply).isNotNull();
      assertThat(reply.destination()).isEqualTo(from(port).source());
      assertThat(reply.source()).isEqualTo(from(port).destination());
      assertThat(reply.payload()).containsExactly((byte) port);
    }
    udp.send(from(1002), replies::add);
    assertThat(statistics.drops()).isEqualTo(Map.of("flow-limit", 1L));
    udp.drop();
  }

  @Test
  void forgetsSilentExchanges() throws Exception {
    UdpTranslator udp = new UdpTranslator(statistics, 1, Duration.ofMillis(20));
    udp.send(from(1000), replies::add);
    echo();
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (udp.exchanges() > 0) {
      assertThat(System.nanoTime()).as("forgotten in time").isLessThan(deadline);
      Thread.onSpinWait();
    }
    udp.send(from(1001), replies::add);
    echo();
    assertThat(statistics.drops()).isEmpty();
  }
}
