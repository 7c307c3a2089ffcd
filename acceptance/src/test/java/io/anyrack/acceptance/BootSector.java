package io.anyrack.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** A guest that says a word on its serial line and then hangs, deaf to everything. */
final class BootSector {
  private static final byte[] CODE =
      HexFormat.of()
          .parseHex(
              """
              fa       cli            ; no interrupt ever ends the last hlt
              31c0     xor ax,ax
              8ed8     mov ds,ax
              be227c   mov si,word
              ac       next: lodsb
              84c0     test al,al
              7412     jz hang
              88c4     mov ah,al
              bafd03   mov dx,0x3fd
              ec       busy: in al,dx
              a820     test al,0x20   ; transmitter empty
              74fb     jz busy
              88e0     mov al,ah
              baf803   mov dx,0x3f8
              ee       out dx,al
              ebe9     jmp next
              f4       hang: hlt
              ebfd     jmp hang
              """
                  .replaceAll("(?m)^([0-9a-f]+).*$", "$1")
                  .replace("\n", ""));

  private BootSector() {}

  private static byte[] saying(String word) {
    byte[] text = (word + "\r\n").getBytes(US_ASCII);
    byte[] sector = Arrays.copyOf(CODE, 512);
    System.arraycopy(text, 0, sector, CODE.length, text.length);
    sector[510] = 0x55;
    sector[511] = (byte) 0xaa;
    return sector;
  }

  /** Makes a raw disk image of 1 MiB. */
  static Path disk(Path file, String word) throws IOException {
    return Files.write(file, Arrays.copyOf(saying(word), 1 << 20));
  }

  /** Makes a CD image that boots without emulation (El Torito 1.0 §2). */
  static Path cd(Path file, String word) throws IOException {
    Path content = Files.createTempDirectory(file.getParent(), "cd");
    Files.write(content.resolve("boot"), Arrays.copyOf(saying(word), 2048));
    new Shell(content, Map.of())
        .run(
            List.of(
                "xorriso",
                "-as",
                "mkisofs",
                "-quiet",
                "-o",
                file.toString(),
                "-b",
                "boot",
                "-c",
                "catalog",
                "-no-emul-boot",
                "-boot-load-size",
                "4",
                content.toString()))
        .expectDone();
    return file;
  }
}
