package io.anyrack.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A guest in 512 octets: says a word on the first serial port, then echoes what it reads there,
 * until {@code q} powers it off or {@code r} resets it.
 */
final class BootSector {
  private static final int SECTOR = 512;
  private static final int CD_SECTOR = 2048;

  private static final byte[] CODE =
      HexFormat.of()
          .parseHex(
              """
              fa          cli             ; SeaBIOS reads the serial port in its timer interrupt
              31c0        xor ax,ax
              8ed8        mov ds,ax
              be4b7c      mov si,word
              ac          say: lodsb
              84c0        test al,al
              7405        jz wait
              e82a00      call put
              ebf6        jmp say
              bafd03      wait: mov dx,0x3fd
              ec          in al,dx
              a801        test al,1       ; data ready
              74fb        jz $-3
              baf803      mov dx,0x3f8
              ec          in al,dx
              3c71        cmp al,'q'
              7409        je off
              3c72        cmp al,'r'
              740d        je reset
              e81100      call put
              ebe7        jmp wait
              ba0406      off: mov dx,0x604
              b80020      mov ax,0x2000   ; ACPI PM1a: S5, sleep enable
              ef          out dx,ax
              f4          hlt
              baf90c      reset: mov dx,0xcf9
              b006        mov al,6
              ee          out dx,al
              f4          hlt
              88c4        put: mov ah,al
              bafd03      mov dx,0x3fd
              ec          in al,dx
              a820        test al,0x20    ; transmitter empty
              74fb        jz $-3
              88e0        mov al,ah
              baf803      mov dx,0x3f8
              ee          out dx,al
              c3          ret
              """
                  .replaceAll("(?m)^([0-9a-f]+).*$", "$1")
                  .replace("\n", ""));

  private BootSector() {}

  /** The sector that says {@code word}. */
  static byte[] saying(String word) {
    byte[] text = word.getBytes(StandardCharsets.US_ASCII);
    byte[] sector = Arrays.copyOf(CODE, SECTOR);
    System.arraycopy(text, 0, sector, CODE.length, text.length);
    sector[510] = 0x55;
    sector[511] = (byte) 0xaa;
    return sector;
  }

  /** Makes a raw disk of 1 MiB with the sector. */
  static Path disk(Path file, String word) throws IOException {
    return Files.write(file, Arrays.copyOf(saying(word), 1 << 20));
  }

  /** Makes a CD that boots the sector (El Torito 1.0 §2, without emulation). */
  static Path cd(Path file, String word) throws IOException {
    var image = ByteBuffer.allocate(64 * CD_SECTOR).order(ByteOrder.LITTLE_ENDIAN);
    image.put(16 * CD_SECTOR, "\001CD001\001".getBytes(StandardCharsets.US_ASCII));
    image.put(
        17 * CD_SECTOR, "\000CD001\001EL TORITO SPECIFICATION".getBytes(StandardCharsets.US_ASCII));
    image.putInt(17 * CD_SECTOR + 0x47, 19);
    image.put(18 * CD_SECTOR, "\377CD001\001".getBytes(StandardCharsets.ISO_8859_1));
    image.put(19 * CD_SECTOR, (byte) 1);
    image.putShort(19 * CD_SECTOR + 28, (short) (0x10000 - 1 - 0xaa55)); // words sum to zero
    image.putShort(19 * CD_SECTOR + 30, (short) 0xaa55);
    image.put(19 * CD_SECTOR + 32, (byte) 0x88);
    image.putShort(19 * CD_SECTOR + 38, (short) 4); // sectors of 512
    image.putInt(19 * CD_SECTOR + 40, 20);
    image.put(20 * CD_SECTOR, saying(word));
    return Files.write(file, image.array());
  }
}
