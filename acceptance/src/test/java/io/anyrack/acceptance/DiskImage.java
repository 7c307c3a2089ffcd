package io.anyrack.acceptance;

import io.anyrack.openstack.image.FatVolume;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/**
 * A disk that says a word and a number when it starts, and holds 4 MiB that are like no other's.
 */
final class DiskImage {
  private static final int SIZE = 4 << 20;

  private final byte[] octets;

  private DiskImage(byte[] octets) {
    this.octets = octets;
  }

  /**
   * Makes one.
   *
   * @param firmware {@code bios} or {@code uefi}
   * @param seed of what fills it
   */
  static DiskImage saying(String word, String firmware, long seed) {
    byte[] filling = new byte[SIZE / 2];
    new Random(seed).nextBytes(filling);
    byte[] disk = new byte[SIZE];
    if (firmware.equals("uefi")) {
      byte[] volume =
          new FatVolume()
              .file("EFI/BOOT/BOOTX64.EFI", EfiProgram.saying(word))
              .file("FILLING", Arrays.copyOf(filling, filling.length / 2))
              .octets();
      System.arraycopy(volume, 0, disk, 0, volume.length);
    } else {
      byte[] sector = BootSector.saying(word);
      System.arraycopy(sector, 0, disk, 0, sector.length);
      System.arraycopy(filling, 0, disk, SIZE / 2, filling.length);
    }
    return new DiskImage(disk);
  }

  /** All of it. */
  byte[] octets() {
    return octets.clone();
  }

  /** SHA-256 of it, as {@code sha256sum} writes it. */
  String sum() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
