package io.anyrack.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A guest that says a word and a number on its serial line and then hangs, deaf to everything. The
 * number, 16 hexadecimal digits, is the processor's count of time: another one at each start.
 */
final class BootSector {
  private static final byte[] CODE =
      MachineCode.of(
          """
          fa              cli               ; no interrupt ever ends the last hlt
          31c0            xor ax,ax
          8ed8            mov ds,ax
          be587c          mov si,word
          ac        next: lodsb
          84c0            test al,al
          7405            jz number
          e83500          call put
          ebf6            jmp next
          0f31    number: rdtsc
          6692            xchg eax,edx
          e81300          call digits       ; the high half first
          6689d0          mov eax,edx
          e80d00          call digits
          b00d            mov al,13
          e82100          call put
          b00a            mov al,10
          e81c00          call put
          f4        hang: hlt
          ebfd            jmp hang
          6689c3  digits: mov ebx,eax
          b90800          mov cx,8
          66c1c304 digit: rol ebx,4
          88d8            mov al,bl
          240f            and al,15
          3c0a            cmp al,10
          1c69            sbb al,0x69       ; with das: to ASCII
          2f              das
          e80300          call put
          e2ee            loop digit
          c3              ret
          52         put: push dx
          88c4            mov ah,al
          bafd03          mov dx,0x3fd
          ec        busy: in al,dx
          a820            test al,0x20      ; transmitter empty
          74fb            jz busy
          baf803          mov dx,0x3f8
          88e0            mov al,ah
          ee              out dx,al
          5a              pop dx
          c3              ret
          """);

  private BootSector() {}

  /** The sector. */
  static byte[] saying(String word) {
    byte[] text = (word + " ").getBytes(US_ASCII);
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
