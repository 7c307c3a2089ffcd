package io.anyrack.local.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.rack.cloud.PortCounters;
import io.anyrack.rack.model.Network;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class FabricTest {
  @TempDir private Path directory;
  private final Fabric fabric = new Fabric(new TestServices(), FabricLimits.defaults());

  @AfterEach
  void close() {
    fabric.close();
  }

  private Guest guest(int number) throws IOException {
    return Guest.connected(fabric, "node" + number, directory.resolve("n" + number));
  }

  private PortCounters port(String node) {
    return fabric.ports().stream()
        .filter(port -> port.node().equals(node))
        .findFirst()
        .orElseThrow();
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("condition in time").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  /** A UDP packet of 28 octets between two nodes, without a checksum. */
  private static String packet(int from, int to) {
    return "00163e00000%d 00163e00000%d 0800 4500001c000040004011b6%02x c000020%s c000020%s"
            .formatted(to, from, 0xbc - from - to, hex(from), hex(to))
        + "03e8 07d0 0008 0000";
  }

  private static String hex(int number) {
    return Integer.toHexString(10 + number);
  }

  private static String plain(String hex) {
    return hex.replace(" ", "");
  }

  @Test
  void carriesFramesBetweenGuests() throws Exception {
    fabric.configure(TestRack.of(3).rack());
    try (Guest one = guest(1);
        Guest two = guest(2);
        Guest three = guest(3)) {
      one.send(packet(1, 2));
      assertThat(two.receiveHex()).isEqualTo(plain(packet(1, 2)));
      one.send(packet(1, 3));
      assertThat(three.receiveHex()).as("only its own").isEqualTo(plain(packet(1, 3)));
      String arp =
          "ffffffffffff 00163e000001 0806 0001080006040001 00163e000001 c000020b"
              + " 000000000000 c000020c";
      one.send(arp);
      assertThat(two.receiveHex()).isEqualTo(plain(arp));
      assertThat(three.receiveHex()).isEqualTo(plain(arp));
      assertThat(port("node1").framesIn()).isEqualTo(3);
      await(() -> port("node2").framesOut() == 2);
    }
  }

  @Test
  void dropsAndCountsWhatTheGuardForbids() throws Exception {
    fabric.configure(TestRack.of(2).rack());
    try (Guest one = guest(1);
        Guest two = guest(2)) {
      one.send(packet(2, 2));
      one.send(packet(1, 2).replace("c000020b", "c0000263"));
      one.send(new byte[1515]);
      one.send(new byte[60_000]);
      one.send(packet(1, 2));
      assertThat(two.receiveHex()).isEqualTo(plain(packet(1, 2)));
      assertThat(port("node1").drops())
          .isEqualTo(Map.of("mac-spoof", 1L, "ip-spoof", 1L, "mtu", 2L));
    }
  }

  @Test
  void changesAPortWithoutDisconnectingItsGuest() throws Exception {
    fabric.configure(TestRack.of(2).rack());
    try (Guest one = guest(1);
        Guest two = guest(2)) {
      String spoofed = packet(1, 2).replace("c000020b", "c0000263");
      one.send(spoofed);
      await(() -> !port("node1").drops().isEmpty());
      fabric.configure(TestRack.of(2).with(Network.Guard.OFF).rack());
      one.send(spoofed);
      assertThat(two.receiveHex()).isEqualTo(plain(spoofed));
      assertThat(port("node1").drops()).as("counters stay").isEqualTo(Map.of("ip-spoof", 1L));
      fabric.configure(TestRack.of(3).withMtu(1000).rack());
      one.send(new byte[1015]);
      await(() -> port("node1").drops().containsKey("mtu"));
    }
  }

  @Test
  void removesAndAddsPorts() throws Exception {
    fabric.configure(TestRack.of(2).rack());
    try (Guest one = guest(1);
        Guest two = guest(2)) {
      fabric.configure(TestRack.of(1).rack());
      assertThat(two.receive()).as("disconnected").isEmpty();
      assertThat(fabric.ports()).extracting(PortCounters::node).containsExactly("node1", "gateway");
      assertThat(port("node1").connected()).isTrue();
      one.send(packet(1, 2));
      await(() -> port("node1").framesIn() == 1);
    }
  }

  @Test
  void learnsTheMacsBehindAnUnguardedPort() throws Exception {
    fabric.configure(TestRack.of(3).with(Network.Guard.OFF).rack());
    String toNested = packet(1, 2).replace("00163e000002", "020000000099");
    try (Guest one = guest(1);
        Guest two = guest(2);
        Guest three = guest(3)) {
      one.send(toNested);
      assertThat(two.receiveHex()).as("flooded").isEqualTo(plain(toNested));
      assertThat(three.receiveHex()).as("flooded").isEqualTo(plain(toNested));
      two.send(packet(2, 1).replace("00163e000002", "020000000099"));
      one.receive();
      one.send(toNested);
      assertThat(two.receiveHex()).isEqualTo(plain(toNested));
      one.send(packet(1, 3));
      assertThat(three.receiveHex()).as("nothing flooded before").isEqualTo(plain(packet(1, 3)));
    }
  }

  @Test
  void connectsAgainWhenTheGuestComesBack() throws Exception {
    fabric.configure(TestRack.of(2).rack());
    try (Guest two = guest(2)) {
      for (int round = 0; round < 3; round++) {
        try (Guest one = guest(1)) {
          one.send(packet(1, 2));
          assertThat(two.receiveHex()).isEqualTo(plain(packet(1, 2)));
        }
        await(() -> !port("node1").connected());
      }
      fabric.disconnect("node1", 0);
      two.send(packet(2, 1));
      await(() -> port("node1").drops().containsKey("link-down"));
    }
  }

  @Test
  void doesNotHoldUpOthersForAStoppedGuest() throws Exception {
    fabric.configure(TestRack.of(3).rack());
    try (Guest one = guest(1);
        Guest _ = Guest.stopped(fabric, "node2", directory.resolve("n2"));
        Guest three = guest(3)) {
      byte[] large =
          ByteBuffer.allocate(1514).put(HexFormat.of().parseHex(plain(packet(1, 2)))).array();
      large[16] = 0x05;
      large[17] = (byte) 0xdc;
      for (int i = 0; i < 2000; i++) {
        one.send(large);
      }
      one.send(packet(1, 3));
      assertThat(three.receiveHex()).isEqualTo(plain(packet(1, 3)));
      assertThat(port("node2").drops()).containsKey("queue-full");
      assertThat(port("node3").drops()).isEmpty();
    }
  }

  @Test
  void losesNothingTowardsASlowGuest() throws Exception {
    FabricLimits limits = FabricLimits.defaults();
    FabricLimits patient =
        new FabricLimits(
            1 << 16,
            Duration.ofSeconds(20),
            limits.reconnectFirst(),
            limits.reconnectLongest(),
            limits.gateway());
    try (Fabric slow = new Fabric(new TestServices(), patient);
        Guest one = connectedTo(slow, "node1");
        Guest two = connectedTo(slow, "node2")) {
      byte[] frame =
          ByteBuffer.allocate(1514).put(HexFormat.of().parseHex(plain(packet(1, 2)))).array();
      frame[16] = 0x05;
      frame[17] = (byte) 0xdc;
      for (int i = 0; i < 20_000; i++) {
        ByteBuffer.wrap(frame).putInt(1510, i);
        one.send(frame);
      }
      for (int i = 0; i < 20_000; i++) {
        assertThat(ByteBuffer.wrap(two.receive()).getInt(1510)).isEqualTo(i);
      }
      assertThat(slow.ports()).allSatisfy(port -> assertThat(port.drops()).isEmpty());
    }
  }

  @Test
  void twoRacksShareNothing() throws Exception {
    Fabric other = new Fabric(new TestServices(), FabricLimits.defaults());
    try (other;
        Guest here = connectedTo(fabric, "node1");
        Guest there = connectedTo(other, "node1")) {
      here.send(packet(1, 2));
      await(() -> port("node1").framesIn() == 1);
      assertThat(other.ports()).allSatisfy(port -> assertThat(port.framesIn()).isZero());
      there.send(packet(1, 2));
      await(() -> other.ports().stream().anyMatch(port -> port.framesIn() == 1));
      assertThat(port("node1").framesIn()).isEqualTo(1);
    }
  }

  private Guest connectedTo(Fabric owner, String node) throws IOException {
    owner.configure(TestRack.of(2).rack());
    Path socket = Files.createTempDirectory(directory, "run").resolve(node);
    return Guest.connected(owner, node, socket);
  }
}
