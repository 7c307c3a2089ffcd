package io.anyrack.openstack.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Makes an image of ISOLINUX that starts from disks no ISO 9660 image: the cloud's services look
 * into what they are given as {@code raw} and refuse what they know as another format.
 *
 * <p>ISOLINUX finds its file system by the volume descriptor whose place its boot information table
 * says (mkisofs(8), "EL TORITO BOOT INFORMATION TABLE"): it is put at the end of the disk, and what
 * was in the usual place is cleared.
 */
final class IsolinuxDisk {
  private static final int SECTOR = 2048;
  private static final int MIB = 1 << 20;

  /** ECMA-119 §6.2.1: the descriptors begin behind the system area. */
  private static final int FIRST_DESCRIPTOR = 16;

  /** Where an isohybrid boot record has the place of ISOLINUX, in sectors of 512 octets. */
  private static final int RECORD_PLACE = 432;

  /** Where the table is in ISOLINUX: place of the descriptor, own place, own length, checksum. */
  private static final int TABLE = 8;

  private IsolinuxDisk() {}

  /**
   * The disk.
   *
   * @param iso an isohybrid image with a boot information table
   */
  static byte[] of(byte[] iso) {
    int end = Math.ceilDiv(iso.length, SECTOR);
    byte[] disk = Arrays.copyOf(iso, Math.ceilDiv((end + 1) * SECTOR, MIB) * MIB);
    ByteBuffer buffer = ByteBuffer.wrap(disk).order(ByteOrder.LITTLE_ENDIAN);
    int isolinux = buffer.getInt(RECORD_PLACE) * 512;
    if (buffer.getInt(isolinux + TABLE) != FIRST_DESCRIPTOR
        || buffer.getInt(isolinux + TABLE + 4) * SECTOR != isolinux) {
      throw new BootMediaException(
          "cannot make a boot disk: the ISOLINUX in ipxe.iso has no boot information table");
    }
    System.arraycopy(disk, FIRST_DESCRIPTOR * SECTOR, disk, end * SECTOR, SECTOR);
    buffer.putInt(isolinux + TABLE, end);
    for (int at = FIRST_DESCRIPTOR * SECTOR; isDescriptor(disk, at); at += SECTOR) {
      Arrays.fill(disk, at, at + SECTOR, (byte) 0);
    }
    return disk;
  }

  private static boolean isDescriptor(byte[] disk, int at) {
    return new String(disk, at + 1, 5, US_ASCII).equals("CD001");
  }
}
