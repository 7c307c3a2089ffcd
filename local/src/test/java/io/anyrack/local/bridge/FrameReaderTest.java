package io.anyrack.local.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.local.ethernet.Frame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
  private final List<String> seen = new ArrayList<>();
  private final FrameReader reader =
      new FrameReader(
          8,
          new FrameReader.Receiver() {
            @Override
            public void receive(Frame frame) {
              seen.add(HexFormat.of().formatHex(frame.copy(0, frame.length())));
            }

            @Override
            public void oversize() {
              seen.add("oversize");
            }
          });

  /** Feeds the octets in pieces of {@code step} through a small buffer, as a socket would. */
  private void feed(String hex, int step) {
    byte[] octets = HexFormat.of().parseHex(hex.replace(" ", ""));
    ByteBuffer buffer = ByteBuffer.allocate(32);
    for (int at = 0; at < octets.length; at += step) {
      buffer.put(octets, at, Math.min(step, octets.length - at)).flip();
      reader.read(buffer);
      buffer.compact();
    }
  }

  @Test
  void cutsFramesWhereverTheStreamIsCut() {
    for (int step = 1; step <= 20; step++) {
      seen.clear();
      feed("00000003 aabbcc 00000000 00000008 0102030405060708", step);
      assertThat(seen).as("step %d", step).containsExactly("aabbcc", "", "0102030405060708");
    }
  }

  @Test
  void passesOverFramesThatAreTooLarge() {
    for (int step = 1; step <= 20; step++) {
      seen.clear();
      feed("00000020 " + "ee".repeat(32) + " 00000001 aa", step);
      assertThat(seen).as("step %d", step).containsExactly("oversize", "aa");
    }
  }

  @Test
  void refusesALengthThatCannotBe() {
    assertThatThrownBy(() -> feed("00011001", 4))
        .isInstanceOf(FrameReader.BrokenStreamException.class);
    assertThatThrownBy(() -> feed("ffffffff", 4))
        .isInstanceOf(FrameReader.BrokenStreamException.class);
  }

  @Test
  void endsOnAnyStream() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      byte[] octets = new byte[random.nextInt(64)];
      random.nextBytes(octets);
      for (int at = 0; at < octets.length; at += 4) {
        octets[at] = 0;
      }
      try {
        feed(HexFormat.of().formatHex(octets), 1 + random.nextInt(16));
      } catch (FrameReader.BrokenStreamException e) {
        assertThat(e).hasMessageContaining("out of step");
      }
    }
    assertThat(seen).isNotEmpty();
  }
}
