package io.anyrack.local.ip;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.local.ethernet.Frame;
import io.anyrack.rack.address.Endpoint;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.net.Datagram;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PacketTest {
  private static final MacAddress GUEST = MacAddress.parse("00:16:3e:00:00:01");
  private static final MacAddress GATEWAY = MacAddress.parse("02:00:00:00:00:01");

  private static Frame frame(String hex) {
    return Frame.of(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  @Test
  void sumsAsRfc1071Says() {
    // RFC 1071 §3.
    ByteBuffer octets = ByteBuffer.wrap(HexFormat.of().parseHex("0001f203f4f5f6f7"));
    assertThat(InternetChecksum.fold(InternetChecksum.sum(octets, 0, 8)))
        .isEqualTo(0xffff - 0xddf2);
  }

  @Test
  void sumsAnyLengthAsWordByWord() {
    Random random = new Random(1);
    byte[] octets = new byte[100];
    random.nextBytes(octets);
    for (int length = 0; length < 90; length++) {
      long sum = 0;
      for (int i = 0; i < length; i++) {
        sum += (long) (octets[5 + i] & 0xff) << (i % 2 == 0 ? 8 : 0);
      }
      assertThat(InternetChecksum.fold(InternetChecksum.sum(ByteBuffer.wrap(octets), 5, length)))
          .isEqualTo(InternetChecksum.fold(sum));
    }
  }

  @Test
  void answersArp() {
    Frame request =
        frame(
            "ffffffffffff 00163e000001 0806 0001 0800 06 04 0001 00163e000001 c000020b"
                + " 000000000000 c0000201");
    byte[] reply = ArpPacket.read(request).orElseThrow().reply(GATEWAY).toFrame();
    assertThat(HexFormat.of().formatHex(reply))
        .isEqualTo(
            "00163e000001"
                + "020000000001"
                + "0806"
                + "0001080006040002"
                + "020000000001c0000201"
                + "00163e000001c000020b");
  }

  @Test
  void readsItsOwnDatagrams() {
    Datagram datagram =
        new Datagram(
            new Endpoint(Ipv4Address.parse("192.0.2.1"), 67),
            new Endpoint(Ipv4Address.BROADCAST, 68),
            new byte[] {1, 2, 3});
    byte[] octets = UdpPacket.frame(datagram, GUEST, GATEWAY);
    assertThat(HexFormat.of().formatHex(octets))
        .isEqualTo(
            "00163e000001"
                + "020000000001"
                + "0800"
                + "4500001f00004000401178cd"
                + "c0000201ffffffff"
                + "00430044000b394e"
                + "010203");
    Datagram read = Ipv4Packet.read(Frame.of(octets)).flatMap(UdpPacket::read).orElseThrow();
    assertThat(read.source()).isEqualTo(datagram.source());
    assertThat(read.destination()).isEqualTo(datagram.destination());
    assertThat(read.payload()).containsExactly(1, 2, 3);
  }

  @Test
  void refusesWhatDoesNotAddUp() {
    byte[] good =
        UdpPacket.frame(
            new Datagram(
                new Endpoint(Ipv4Address.parse("192.0.2.1"), 1),
                new Endpoint(Ipv4Address.parse("192.0.2.11"), 2),
                new byte[40]),
            GUEST,
            GATEWAY);
    Random random = new Random(11);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bad = Arrays.copyOf(good, Frame.HEADER + random.nextInt(good.length - 13));
      if (bad.length > Frame.HEADER) {
        bad[Frame.HEADER + random.nextInt(bad.length - Frame.HEADER)] ^=
            (byte) (1 << random.nextInt(8));
      }
      if (Ipv4Packet.read(Frame.of(bad)).flatMap(UdpPacket::read).isEmpty()) {
        refused++;
      }
      RouterDiscovery.isSolicitation(Frame.of(bad));
      ArpPacket.read(Frame.of(bad));
    }
    assertThat(refused).isEqualTo(20_000);
  }

  @Test
  void advertisesThatThereIsNoIpv6() {
    byte[] octets = RouterDiscovery.noIpv6Here(GUEST);
    assertThat(HexFormat.of().formatHex(octets))
        .startsWith(
            "333300000001"
                + "00163e000001"
                + "86dd"
                + "6000000000103aff"
                + "fe8000000000000002163efffe000001"
                + "ff020000000000000000000000000001"
                + "8600")
        .endsWith("000000000000000000000000");
    ByteBuffer packet = ByteBuffer.wrap(octets);
    long sum =
        InternetChecksum.sum(packet, 22, 32) + 16 + 58 + InternetChecksum.sum(packet, 54, 16);
    assertThat(InternetChecksum.fold(sum)).isZero();
  }
}
