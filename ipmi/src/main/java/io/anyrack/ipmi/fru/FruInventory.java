package io.anyrack.ipmi.fru;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.anyrack.rack.model.NodeSpec.Identity;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Writes what a node is as an inventory with a chassis, a board and a product area (FRU Information
 * Storage Definition §8, §10 to §12).
 */
public final class FruInventory {
  private static final int FORMAT = 0x01;
  private static final int UNIT = 8;
  private static final int ENGLISH = 25;
  private static final int END_OF_FIELDS = 0xc1;

  /** "Other" of the chassis types of SMBIOS (DSP0134 §7.4.1). */
  private static final int OTHER_CHASSIS = 0x01;

  /** 8-bit ASCII, in the type/length octet of a field; the length has six bits. */
  private static final int ASCII = 0xc0;

  private static final int LONGEST_FIELD = 0x3f;

  private FruInventory() {}

  /**
   * The inventory.
   *
   * @param name the node's name
   * @param identity what SMBIOS says of the machine; texts longer than 63 characters are cut
   * @param uuid the system UUID
   */
  public static byte[] of(String name, Identity identity, String uuid) {
    byte[] chassis = area(List.of(OTHER_CHASSIS), List.of(identity.product(), identity.serial()));
    byte[] board =
        area(
            // Language, then the date of manufacture: three octets, zero for not known.
            List.of(ENGLISH, 0, 0, 0),
            List.of(identity.manufacturer(), identity.product(), identity.serial(), "", ""));
    byte[] product =
        area(
            List.of(ENGLISH),
            List.of(
                identity.manufacturer(),
                identity.product(),
                "",
                "",
                identity.serial(),
                name,
                "",
                "UUID " + uuid));
    int chassisAt = UNIT;
    int boardAt = chassisAt + chassis.length;
    int productAt = boardAt + board.length;
    byte[] header = {
      FORMAT, 0, units(chassisAt), units(boardAt), units(productAt), 0, 0, 0,
    };
    header[UNIT - 1] = checksum(header);
    ByteArrayOutputStream inventory = new ByteArrayOutputStream();
    List.of(header, chassis, board, product).forEach(inventory::writeBytes);
    return inventory.toByteArray();
  }

  private static byte units(int octets) {
    return (byte) (octets / UNIT);
  }

  /** Format, length in units, what the area begins with, its fields, padding, checksum. */
  private static byte[] area(List<Integer> beginning, List<String> fields) {
    ByteArrayOutputStream area = new ByteArrayOutputStream();
    area.write(FORMAT);
    area.write(0);
    beginning.forEach(area::write);
    fields.forEach(field -> writeField(area, field));
    area.write(END_OF_FIELDS);
    while ((area.size() + 1) % UNIT != 0) {
      area.write(0);
    }
    area.write(0);
    byte[] octets = area.toByteArray();
    octets[1] = units(octets.length);
    octets[octets.length - 1] = checksum(octets);
    return octets;
  }

  /** A length of one octet would read as the end of the fields: such a text gets a space. */
  private static void writeField(ByteArrayOutputStream area, String text) {
    String padded = text.length() == 1 ? text + " " : text;
    byte[] octets = padded.getBytes(US_ASCII);
    int length = Math.min(octets.length, LONGEST_FIELD);
    area.write(length == 0 ? 0 : ASCII | length);
    area.write(octets, 0, length);
  }

  /** Makes the sum of all octets zero. */
  private static byte checksum(byte[] octets) {
    int sum = 0;
    for (byte octet : octets) {
      sum += octet;
    }
    return (byte) -sum;
  }
}
