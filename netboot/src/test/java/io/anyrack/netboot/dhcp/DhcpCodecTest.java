package io.anyrack.netboot.dhcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.netboot.wire.MalformedPacketException;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DhcpCodecTest {
  /** A DISCOVER as iPXE's ROM sends it, shortened to the options that matter here. */
  private static final byte[] DISCOVER =
      hex(
          """
          01 01 06 00  de ad be ef  00 04 80 00
          00 00 00 00  00 00 00 00  00 00 00 00  00 00 00 00
          00 16 3e 00 00 0a  00 00 00 00 00 00 00 00 00 00
          """
              + "00".repeat(64 + 128)
              + """
              63 82 53 63
              35 01 01
              39 02 05 c0
              5d 02 00 00
              37 03 01 03 af
              4d 04 69 50 58 45
              ff
              """);

  @Test
  void readsADiscoverOfIpxe() {
    DhcpMessage message = DhcpCodec.read(DISCOVER);

    assertThat(message.op()).isEqualTo(DhcpMessage.Op.BOOTREQUEST);
    assertThat(message.type()).contains(MessageType.DISCOVER);
    assertThat(message.xid()).isEqualTo(0xdeadbeef);
    assertThat(message.secs()).isEqualTo(4);
    assertThat(message.broadcast()).isTrue();
    assertThat(message.chaddr()).isEqualTo(MacAddress.parse("00:16:3e:00:00:0a"));
    assertThat(message.options().codes()).containsExactly(53, 57, 93, 55, 77);
    assertThat(message.options().text(77)).contains("iPXE");
  }

  @Test
  void writesWhatItReads() {
    DhcpMessage message = DhcpCodec.read(DISCOVER);

    assertThat(DhcpCodec.read(DhcpCodec.write(message, 1500))).isEqualTo(message);
  }

  @Test
  void padsToTheSizeOfBootp() {
    assertThat(DhcpCodec.write(DhcpCodec.read(DISCOVER), 548)).hasSize(300);
  }

  @Test
  void joinsPartsOfAnOptionAcrossOverloadedFields() {
    byte[] packet = Arrays.copyOf(DISCOVER, 300);
    put(packet, 240, "34 01 03  43 02 61 62 ff"); // overload: file and sname; part 1
    put(packet, 108, "43 02 63 64 ff"); // file comes before sname (RFC 3396 §5)
    put(packet, 44, "43 01 65 ff");

    DhcpMessage message = DhcpCodec.read(packet);

    assertThat(message.options().text(67)).contains("abcde");
    assertThat(message.file()).isEmpty();
    assertThat(message.sname()).isEmpty();
  }

  @Test
  void splitsALongOptionAndJoinsItAgain() {
    DhcpMessage request = DhcpCodec.read(DISCOVER);
    byte[] value = new byte[600];
    Arrays.fill(value, (byte) 'x');
    DhcpMessage message =
        new DhcpMessage(
            DhcpMessage.Op.BOOTREPLY,
            1,
            0,
            false,
            Ipv4Address.ANY,
            Ipv4Address.ANY,
            Ipv4Address.ANY,
            Ipv4Address.ANY,
            request.chaddr(),
            "",
            "",
            DhcpOptions.NONE.with(43, value));

    byte[] packet = DhcpCodec.write(message, 1500);

    assertThat(packet).hasSize(240 + 600 + 3 * 2 + 1);
    assertThat(DhcpCodec.read(packet).options().get(43)).hasValue(value);
  }

  @Test
  void leavesOutTheLastOptionsThatDoNotFit() {
    DhcpMessage request = DhcpCodec.read(DISCOVER);
    DhcpMessage message =
        new DhcpMessage(
            DhcpMessage.Op.BOOTREPLY,
            1,
            0,
            false,
            Ipv4Address.ANY,
            Ipv4Address.ANY,
            Ipv4Address.ANY,
            Ipv4Address.ANY,
            request.chaddr(),
            "",
            "",
            DhcpOptions.NONE.with(1, new byte[200]).with(2, new byte[200]));

    byte[] packet = DhcpCodec.write(message, 548);

    assertThat(packet.length).isLessThanOrEqualTo(548);
    assertThat(DhcpCodec.read(packet).options().codes()).containsExactly(1);
  }

  @Test
  void refusesAnOptionThatLeavesThePacket() {
    byte[] packet = Arrays.copyOf(DISCOVER, 243);
    packet[241] = 9;

    assertThatThrownBy(() -> DhcpCodec.read(packet))
        .isInstanceOf(MalformedPacketException.class)
        .hasMessageContaining("option 53");
  }

  @Test
  void refusesWhatIsNotDhcp() {
    assertThatThrownBy(() -> DhcpCodec.read(new byte[239]))
        .isInstanceOf(MalformedPacketException.class);
    assertThatThrownBy(() -> DhcpCodec.read(new byte[300]))
        .isInstanceOf(MalformedPacketException.class)
        .hasMessageContaining("cookie");
  }

  @Test
  void survivesMutations() {
    Random random = new Random(20260101);
    int understood = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] packet = Arrays.copyOf(DISCOVER, 236 + random.nextInt(120));
      for (int flips = random.nextInt(6); flips > 0; flips--) {
        packet[random.nextInt(packet.length)] = (byte) random.nextInt();
      }
      try {
        DhcpMessage message = DhcpCodec.read(packet);
        ClientClass.of(message.options());
        ClientClass.name(message.options());
        understood++;
      } catch (MalformedPacketException e) {
        assertThat(e).hasMessageMatching(".+");
      }
    }
    assertThat(understood).isGreaterThan(1000);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
  }

  private static void put(byte[] packet, int at, String text) {
    byte[] octets = hex(text);
    System.arraycopy(octets, 0, packet, at, octets.length);
  }
}
