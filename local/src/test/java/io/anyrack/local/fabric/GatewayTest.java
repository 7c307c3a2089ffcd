package io.anyrack.local.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.rack.cloud.PortCounters;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the gateway, 192.0.2.1, answers node1, 192.0.2.11; checksums are those of the packets. */
@Timeout(30)
class GatewayTest {
  private static final String GUEST = "00163e000001";

  @TempDir private Path directory;
  private final Fabric fabric = new Fabric(new TestServices(), FabricLimits.defaults());
  private Guest guest;
  private String gateway;

  @BeforeEach
  void connect() throws IOException, InterruptedException {
    fabric.configure(TestRack.of(2).rack());
    guest = Guest.connected(fabric, "node1", directory.resolve("n1"));
    guest.send(arpFor("c0000201"));
    gateway = guest.receiveHex().substring(12, 24);
  }

  @AfterEach
  void close() throws IOException {
    guest.close();
    fabric.close();
  }

  private static String arpFor(String address) {
    return "ffffffffffff"
        + GUEST
        + "0806 0001080006040001"
        + GUEST
        + "c000020b 000000000000"
        + address;
  }

  /** An IPv4 packet to the gateway's MAC, its header's checksum made right. */
  private void sendIp(String protocol, String flags, String destination, String payload)
      throws IOException {
    String content = payload.replace(" ", "");
    String header =
        "4500%04x0000%s40%s0000c000020b%s"
            .formatted(20 + content.length() / 2, flags, protocol, destination);
    int sum = 0;
    for (int at = 0; at < 40; at += 4) {
      sum += Integer.parseInt(header.substring(at, at + 4), 16);
    }
    sum = (sum & 0xffff) + (sum >>> 16);
    String checksum = "%04x".formatted(~sum & 0xffff);
    String right = header.substring(0, 20) + checksum + header.substring(24);
    guest.send(gateway + GUEST + "0800" + right + content);
  }

  private PortCounters port(String node) {
    return fabric.ports().stream()
        .filter(port -> port.node().equals(node))
        .findFirst()
        .orElseThrow();
  }

  private void awaitDrop(String reason) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!port("gateway").drops().containsKey(reason)) {
      assertThat(System.nanoTime()).as(reason).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void hasAMacOfItsOwnThatStays() throws Exception {
    assertThat(gateway).startsWith("02");
    try (Fabric again = new Fabric(new TestServices(), FabricLimits.defaults())) {
      again.configure(TestRack.of(1).rack());
      try (Guest other = Guest.connected(again, "node1", directory.resolve("again"))) {
        other.send(arpFor("c0000201"));
        assertThat(other.receiveHex()).startsWith(GUEST + gateway);
      }
    }
  }

  @Test
  void answersArpForItsAddresses() throws Exception {
    guest.send(arpFor("a9fea9fe"));
    assertThat(guest.receiveHex())
        .isEqualTo(
            GUEST
                + gateway
                + "0806"
                + "0001080006040002"
                + gateway
                + "a9fea9fe"
                + GUEST
                + "c000020b");
    guest.send(arpFor("c000020c"));
    guest.send(arpFor("c0000201"));
    assertThat(guest.receiveHex()).as("not for others").contains(gateway + "c0000201");
  }

  @Test
  void answersEcho() throws Exception {
    sendIp(
        "01",
        "4000",
        "c0000201",
        "0800 a5c7 1234 0001 6162 6364 7c74 0000".replace("a5c7", "0000"));
    sendIp("01", "4000", "c0000201", "0800 e5ca 1234 0001");
    assertThat(guest.receiveHex())
        .as("the first has a wrong checksum")
        .isEqualTo(
            GUEST
                + gateway
                + "0800"
                + "4500001c000040004001b6d4"
                + "c0000201c000020b"
                + "0000edca12340001");
  }

  @Test
  void saysThatThereIsNoIpv6() throws Exception {
    guest.send(
        "333300000002"
            + GUEST
            + "86dd 60000000 0008 3aff fe80000000000000 02163efffe000001"
            + "ff02000000000000 0000000000000002 8500 bcea 00000000".replace("bcea", "7b99"));
    guest.send(
        "333300000002"
            + GUEST
            + "86dd 60000000 0008 3aff fe80000000000000 02163efffe000001"
            + "ff02000000000000 0000000000000002 8500 3e20 00000000");
    guest.send(arpFor("c0000201"));
    String answer = guest.receiveHex();
    assertThat(answer)
        .startsWith("333300000001" + gateway + "86dd60000000" + "00103aff" + "fe80000000000000")
        .matches(".*ff0200000000000000000000000000018600[0-9a-f]{4}000000000000000000000000");
  }

  @Test
  void handsDatagramsToServices() throws Exception {
    sendIp("11", "4000", "c0000201", "1000 0007 000c 0000 70696e67");
    assertThat(guest.receiveHex())
        .startsWith(GUEST + gateway + "0800" + "45000020")
        .contains("c0000201c000020b" + "00071000000c")
        .endsWith("70696e67");
  }

  @Test
  void broadcastsAnswersToTheWholeSegment() throws Exception {
    try (Guest other = Guest.connected(fabric, "node2", directory.resolve("n2"))) {
      sendIp("11", "4000", "a9fea9fe", "1000 0007 000c 0000 62696e67");
      assertThat(guest.receiveHex()).startsWith("ffffffffffff" + gateway).endsWith("62696e67");
      assertThat(other.receiveHex()).startsWith("ffffffffffff" + gateway).endsWith("62696e67");
    }
  }

  @Test
  void saysWhatIsUnreachable() throws Exception {
    sendIp("11", "4000", "c0000201", "1000 0009 0008 0000");
    assertThat(guest.receiveHex())
        .contains("c0000201c000020b" + "0303")
        .endsWith("1000000900080000");
    sendIp("11", "4000", "cb007101", "1000 0009 0008 0000");
    assertThat(guest.receiveHex()).contains("c0000201c000020b" + "0300");
    sendIp("11", "4000", "c0000263", "1000 0009 0008 0000");
    assertThat(guest.receiveHex()).contains("c0000201c000020b" + "0301");
    sendIp("84", "4000", "c0000201", "0000 0000");
    assertThat(guest.receiveHex()).contains("c0000201c000020b" + "0302");
    assertThat(port("gateway").drops()).containsEntry("unreachable", 4L);
  }

  @Test
  void countsWhatItDoesNotTake() throws Exception {
    sendIp("11", "2000", "c0000201", "1000 0007 0008 0000");
    awaitDrop("fragment");
    sendIp("11", "4000", "c0000201", "1000 0007 0009 0000");
    sendIp("06", "4000", "c0000201", "1000 0007 0009 0000");
    awaitDrop("malformed");
    assertThat(port("node1").connected()).isTrue();
  }

  @Test
  void resetsWhatBelongsToNoConnection() throws Exception {
    sendIp("06", "4000", "c0000201", "1000 0050 00000001 00000002 5010 ffff 3e3c 0000");
    awaitDrop("malformed");
    sendIp("06", "4000", "c0000201", "1000 0050 00000001 00000002 5010 ffff 1b75 0000");
    assertThat(guest.receiveHex()).contains("0050100000000002" + "00000000" + "5004");
  }

  @Test
  void survivesAnything() throws Exception {
    Random random = new Random(99);
    String[] protocols = {"01", "06", "11", "3a", "00"};
    String[] destinations = {"c0000201", "a9fea9fe", "ffffffff", "7f000001", "c00002ff"};
    for (int i = 0; i < 5_000; i++) {
      byte[] payload = new byte[random.nextInt(80)];
      random.nextBytes(payload);
      sendIp(
          protocols[random.nextInt(protocols.length)],
          random.nextInt(8) == 0 ? "2000" : "4000",
          destinations[random.nextInt(destinations.length)],
          HexFormat.of().formatHex(payload));
    }
    guest.send(arpFor("a9fea9fe"));
    String answer = guest.receiveHex();
    while (!answer.startsWith(GUEST + gateway + "0806")) {
      answer = guest.receiveHex();
    }
    assertThat(answer).contains("a9fea9fe");
  }
}
