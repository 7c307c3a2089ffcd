package io.anyrack.rack.digest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

/** FIPS 180-4's own example, in all forms: names of racks that are up depend on them. */
class Sha256Test {
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void shouldBeTheStandards() {
    assertThat(Sha256.of("abc").hex()).isEqualTo(ABC);
    assertThat(Sha256.of("abc").hex(4)).isEqualTo("ba7816bf");
    assertThat(Sha256.of("abc").letters(6)).isEqualTo("ungWv4");
    assertThat(Sha256.of("abc").octets()).hasSize(32).startsWith(0xba, 0x78);
    assertThat(Sha256.of("ü").hex(4)).as("UTF-8").isEqualTo("607474ca");
  }

  @Test
  void shouldTakeOctetsInParts() throws IOException {
    assertThat(Sha256.of("a").add("b").add("c".getBytes(US_ASCII)).hex()).isEqualTo(ABC);
    Sha256 digest = new Sha256();
    try (OutputStream out = digest.sink()) {
      out.write("ab".getBytes(US_ASCII));
      out.write('c');
    }
    assertThat(digest.hex()).isEqualTo(ABC);
  }
}
