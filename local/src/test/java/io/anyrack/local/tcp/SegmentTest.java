package io.anyrack.local.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.anyrack.local.ethernet.Frame;
import io.anyrack.local.ip.InternetChecksum;
import io.anyrack.local.ip.Ipv4Packet;
import io.anyrack.local.tcp.Segment.Options;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SegmentTest {
  /**
   * A packet from 192.0.2.11 to 192.0.2.1 that carries {@code segment}, its checksum made right.
   */
  private static Optional<Segment> read(byte[] segment, boolean rightChecksum) {
    ByteBuffer frame = ByteBuffer.allocate(34 + segment.length);
    frame.put(HexFormat.of().parseHex("02000000000100163e0000010800"));
    frame.putShort((short) 0x4500).putShort((short) (20 + segment.length));
    frame.putInt(0).putInt(0x4006_0000).putInt(0xc000_020b).putInt(0xc000_0201).put(segment);
    frame.putShort(24, (short) InternetChecksum.fold(InternetChecksum.sum(frame, 14, 20)));
    if (rightChecksum && segment.length >= 18) {
      frame.putShort(50, (short) 0);
      long sum =
          InternetChecksum.pseudoHeader(0xc000_020b, 0xc000_0201, 6, segment.length)
              + InternetChecksum.sum(frame, 34, segment.length);
      frame.putShort(50, (short) InternetChecksum.fold(sum));
    }
    return Segment.read(Ipv4Packet.read(Frame.of(frame.array())).orElseThrow());
  }

  private static Optional<Segment> read(String hex) {
    return read(HexFormat.of().parseHex(hex.replace(" ", "")), true);
  }

  @Test
  void readsWhatASegmentSays() {
    Segment segment = read("1000 0050 01020304 05060708 5018 1234 0000 0000 474554").orElseThrow();
    assertThat(segment.sequence()).isEqualTo(0x01020304);
    assertThat(segment.acknowledgment()).isEqualTo(0x05060708);
    assertThat(segment.flags()).isEqualTo(Segment.ACK | Segment.PSH);
    assertThat(segment.window()).isEqualTo(0x1234);
    assertThat(segment.length()).isEqualTo(3);
    assertThat(segment.buffer().get(segment.offset())).isEqualTo((byte) 'G');
  }

  static Stream<Arguments> options() {
    return Stream.of(
        argumentSet("none", "5002", "", new Options(536, Optional.empty())),
        argumentSet("size", "6002", "020405b4", new Options(1460, Optional.empty())),
        argumentSet(
            "size, padding, scale", "7002", "020405b4 01030307", new Options(1460, Optional.of(7))),
        argumentSet("scale above 14", "6002", "030320 00", new Options(536, Optional.of(14))),
        argumentSet(
            "unknown ones",
            "8002",
            "0402 080a0000000000000000",
            new Options(536, Optional.empty())),
        argumentSet("length of zero", "6002", "02000000", new Options(536, Optional.empty())),
        argumentSet("longer than the rest", "6002", "02ff05b4", new Options(536, Optional.empty())),
        argumentSet(
            "nothing behind the end", "6002", "00030307", new Options(536, Optional.empty())));
  }

  @ParameterizedTest
  @MethodSource
  void options(String offsetAndFlags, String options, Options expected) {
    assertThat(read("1000 0050 00000001 00000000" + offsetAndFlags + "ffff 0000 0000" + options))
        .map(Segment::options)
        .hasValue(expected);
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        argumentSet("cut short", "1000 0050 00000001 00000000 5002 ffff 0000"),
        argumentSet("offset within the header", "1000 0050 00000001 00000000 4002 ffff 0000 0000"),
        argumentSet("offset behind the end", "1000 0050 00000001 00000000 6002 ffff 0000 0000"));
  }

  @ParameterizedTest
  @MethodSource
  void broken(String hex) {
    assertThat(read(hex)).isEmpty();
  }

  @Test
  void wantsARightChecksum() {
    byte[] octets = HexFormat.of().parseHex("1000005000000001000000005010ffff12340000");
    assertThat(read(octets, true)).isPresent();
    assertThat(read(octets, false)).isEmpty();
  }

  @Test
  void neverFailsWhateverComes() {
    Random random = new Random(3);
    int whole = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] octets = new byte[random.nextInt(80)];
      random.nextBytes(octets);
      whole += read(octets, true).map(segment -> 1).orElse(0);
    }
    assertThat(whole).isPositive();
  }
}
