package io.anyrack.local.ethernet;

import io.anyrack.rack.address.MacAddress;
import java.nio.ByteBuffer;

/**
 * An Ethernet frame (IEEE 802.3 §3) without preamble and check sequence, as a window on a buffer
 * somebody else owns: valid only until the method it was handed to returns.
 *
 * @param buffer holds the octets, big-endian; its position and limit do not matter
 * @param offset where the frame starts
 * @param length how many octets it has
 */
public record Frame(ByteBuffer buffer, int offset, int length) {
  /** The octets before the payload: destination, source, type. */
  public static final int HEADER = 14;

  /** A frame on an array of its own. */
  public static Frame of(byte[] octets) {
    return new Frame(ByteBuffer.wrap(octets), 0, octets.length);
  }

  /** The octet at {@code at}, 0 to 255. */
  public int u8(int at) {
    return buffer.get(offset + at) & 0xff;
  }

  /** The two octets at {@code at}, 0 to 65535. */
  public int u16(int at) {
    return buffer.getShort(offset + at) & 0xffff;
  }

  /** The four octets at {@code at}. */
  public int i32(int at) {
    return buffer.getInt(offset + at);
  }

  /** The MAC at {@code at} in the low 48 bits. */
  public long mac(int at) {
    return ((long) u16(at) << 32) | (i32(at + 2) & 0xffff_ffffL);
  }

  /** The destination MAC in the low 48 bits. */
  public long destination() {
    return mac(0);
  }

  /** The source MAC in the low 48 bits. */
  public long source() {
    return mac(MacAddress.LENGTH);
  }

  /** The type field. */
  public int etherType() {
    return u16(2 * MacAddress.LENGTH);
  }

  /** Whether the destination is a group: broadcast or multicast. */
  public boolean isGroup() {
    return (u8(0) & 1) != 0;
  }

  /** Whether the source is a group, which IEEE 802.3 §3.2.3 forbids. */
  public boolean isFromGroup() {
    return (u8(MacAddress.LENGTH) & 1) != 0;
  }

  /** A copy of {@code count} octets from {@code at}. */
  public byte[] copy(int at, int count) {
    byte[] octets = new byte[count];
    buffer.get(offset + at, octets);
    return octets;
  }
}
