package io.anyrack.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.anyrack.openstack.image.FatVolume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What {@link BootSector} is for a BIOS, for UEFI: a program that firmware starts from a disk. */
final class EfiProgram {
  private static final int PAGE = 0x1000;
  private static final int SECTOR = 0x200;
  private static final int OPTIONAL_HEADER = 240;

  private static final byte[] CODE =
      MachineCode.of(
          """
          fa              cli
          fc              cld
          488d3558000000  lea rsi,[word]
          ac        next: lodsb
          84c0            test al,al
          7407            jz number
          e83b000000      call put
          ebf4            jmp next
          0f31    number: rdtsc
          48c1e220        shl rdx,32
          4809c2          or rdx,rax
          4889d3          mov rbx,rdx
          b910000000      mov ecx,16
          48c1c304 digit: rol rbx,4
          88d8            mov al,bl
          240f            and al,15
          0430            add al,'0'
          3c3a            cmp al,'9'+1
          7202            jb said
          0407            add al,7
          e813000000 said: call put
          e2e9            loop digit
          b00d            mov al,13
          e80a000000      call put
          b00a            mov al,10
          e803000000      call put
          f4        hang: hlt
          ebfd            jmp hang
          88c4       put: mov ah,al
          66bafd03        mov dx,0x3fd
          ec        busy: in al,dx
          a820            test al,0x20      ; transmitter empty
          74fb            jz busy
          66baf803        mov dx,0x3f8
          88e0            mov al,ah
          ee              out dx,al
          c3              ret
          """);

  private EfiProgram() {}

  /** The program as a file (PE32+: Microsoft PE format §3; UEFI 2.10 §2.1.1). */
  static byte[] saying(String word) {
    ByteBuffer file = ByteBuffer.allocate(2 * SECTOR).order(ByteOrder.LITTLE_ENDIAN);
    file.put("MZ".getBytes(US_ASCII)).putInt(0x3c, 0x40).position(0x40);
    file.put(new byte[] {'P', 'E', 0, 0}).putShort((short) 0x8664).putShort((short) 1);
    file.position(file.position() + 12);
    file.putShort((short) OPTIONAL_HEADER).putShort((short) 0x22);
    int header = file.position();
    file.putShort((short) 0x20b).putShort((short) 0).putInt(SECTOR).putInt(0).putInt(0);
    file.putInt(PAGE).putInt(PAGE).putLong(0).putInt(PAGE).putInt(SECTOR);
    file.position(file.position() + 16);
    file.putInt(2 * PAGE).putInt(SECTOR).putInt(0).putShort((short) 10).putShort((short) 0);
    file.position(file.position() + 36);
    file.putInt(16).position(header + OPTIONAL_HEADER);
    file.put(".text\0\0\0".getBytes(US_ASCII)).putInt(PAGE).putInt(PAGE);
    file.putInt(SECTOR).putInt(SECTOR).position(file.position() + 12);
    file.putInt(0x60000020);
    file.position(SECTOR).put(CODE).put((word + " ").getBytes(US_ASCII));
    return file.array();
  }

  /**
   * Makes a CD image from which UEFI starts the program (El Torito 1.0 §2.2; UEFI 2.10 §13.3.2).
   */
  static Path cd(Path file, String word) throws IOException {
    Path content = Files.createTempDirectory(file.getParent(), "cd");
    Files.write(
        content.resolve("efi.img"),
        new FatVolume().file("EFI/BOOT/BOOTX64.EFI", saying(word)).octets());
    new Shell(content, Map.of())
        .run(
            List.of(
                "xorriso",
                "-as",
                "mkisofs",
                "-quiet",
                "-o",
                file.toString(),
                "-e",
                "efi.img",
                "-no-emul-boot",
                content.toString()))
        .expectDone();
    return file;
  }
}
