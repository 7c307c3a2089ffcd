package io.anyrack.cli.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class CpioArchiveTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Fields: inode, mode, owner, group, links, time, size, four of devices, length of the name. */
  @Test
  void shouldWriteAFileWithHeaderAndPadding() throws IOException {
    try (CpioArchive archive = new CpioArchive(bytes)) {
      archive.file("etc/rc", 0755, "hello".getBytes(ISO_8859_1));
    }
    assertThat(bytes.toString(ISO_8859_1))
        .startsWith(
            "070701"
                + "00000001"
                + "000081ED"
                + "00000000"
                + "00000000"
                + "00000001"
                + "00000000"
                + "00000005"
                + "00000000"
                + "00000000"
                + "00000000"
                + "00000000"
                + "00000007"
                + "00000000"
                + "etc/rc\0\0\0\0"
                + "hello\0\0\0"
                + "070701")
        .endsWith("TRAILER!!!\0\0\0\0");
  }

  @Test
  void shouldWriteEachKindOfEntryWithItsMode() throws IOException {
    try (CpioArchive archive = new CpioArchive(bytes)) {
      archive.directory("dev");
      archive.characterDevice("dev/console", 5, 1);
      archive.link("bin/sh", "busybox");
    }
    assertThat(bytes.toString(ISO_8859_1))
        .contains("070701" + "00000001" + "000041ED")
        .contains("070701" + "00000002" + "00002180")
        .contains("00000005" + "00000001" + "0000000C" + "00000000" + "dev/console\0")
        .contains("070701" + "00000003" + "0000A1FF")
        .contains("bin/sh\0\0\0\0busybox\0");
  }

  @Test
  void shouldEndEachEntryAtAMultipleOfFourBytes() throws IOException {
    for (int length = 0; length < 9; length++) {
      bytes.reset();
      try (CpioArchive archive = new CpioArchive(bytes)) {
        archive.file("f".repeat(length + 1), 0644, new byte[length]);
      }
      assertThat(bytes.size() % 4).as("content of %s bytes", length).isZero();
    }
  }
}
