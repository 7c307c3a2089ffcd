package io.anyrack.rack.address;

import java.util.HexFormat;
import java.util.Locale;

/**
 * A 48-bit Ethernet address (IEEE 802 §8.2).
 *
 * @param bits the address in the low 48 bits, first octet most significant
 */
public record MacAddress(long bits) implements Comparable<MacAddress> {
  /** The length of the address on the wire, in octets. */
  public static final int LENGTH = 6;

  /** {@code ff:ff:ff:ff:ff:ff}. */
  public static final MacAddress BROADCAST = new MacAddress(0xffff_ffff_ffffL);

  /** Checks that no bit above the 48th is set. */
  public MacAddress {
    if (bits >>> 48 != 0) {
      throw new IllegalArgumentException("more than 48 bits: " + Long.toHexString(bits));
    }
  }

  /**
   * Reads {@code 00:16:3e:0a:0b:0c}; hyphens and upper case are understood too.
   *
   * @throws IllegalArgumentException if {@code text} is anything else
   */
  public static MacAddress parse(String text) {
    String plain = text.replace('-', ':').toLowerCase(Locale.ROOT);
    if (!plain.matches("[0-9a-f]{2}(:[0-9a-f]{2}){5}")) {
      throw new IllegalArgumentException("not a MAC address: " + text);
    }
    return new MacAddress(HexFormat.fromHexDigitsToLong(plain.replace(":", "")));
  }

  /** Reads six octets of {@code bytes} from {@code offset}. */
  public static MacAddress read(byte[] bytes, int offset) {
    long bits = 0;
    for (int i = 0; i < LENGTH; i++) {
      bits = bits << 8 | (bytes[offset + i] & 0xff);
    }
    return new MacAddress(bits);
  }

  /** Writes the six octets into {@code bytes} from {@code offset}. */
  public void write(byte[] bytes, int offset) {
    for (int i = 0; i < LENGTH; i++) {
      bytes[offset + i] = (byte) (bits >>> (40 - 8 * i));
    }
  }

  /** The six octets. */
  public byte[] octets() {
    byte[] octets = new byte[LENGTH];
    write(octets, 0);
    return octets;
  }

  /** Whether the group bit is set: broadcast or multicast. */
  public boolean isGroup() {
    return (bits & 0x0100_0000_0000L) != 0;
  }

  /** Whether the address is locally administered. */
  public boolean isLocal() {
    return (bits & 0x0200_0000_0000L) != 0;
  }

  @Override
  public int compareTo(MacAddress other) {
    return Long.compare(bits, other.bits);
  }

  @Override
  public String toString() {
    return HexFormat.ofDelimiter(":").formatHex(octets());
  }
}
