package io.anyrack.local.ip;

import java.nio.ByteBuffer;

/** The one's complement sum of the Internet protocols (RFC 1071). */
public final class InternetChecksum {
  private InternetChecksum() {}

  /**
   * The unfolded sum of {@code length} octets of a big-endian buffer from {@code offset}. Sums of
   * parts may be added if every part but the last has an even length.
   */
  public static long sum(ByteBuffer buffer, int offset, int length) {
    // RFC 1071 §2 (C): words of any width may be added and folded in the end.
    long sum = 0;
    int at = offset;
    int end = offset + length;
    for (; at + 16 <= end; at += 16) {
      long first = buffer.getLong(at);
      long second = buffer.getLong(at + 8);
      sum += (first >>> 32) + (first & 0xffff_ffffL) + (second >>> 32) + (second & 0xffff_ffffL);
    }
    for (; at + 2 <= end; at += 2) {
      sum += buffer.getShort(at) & 0xffff;
    }
    if (at < end) {
      sum += (buffer.get(at) & 0xff) << 8;
    }
    return sum;
  }

  /** The checksum field for {@code sum}; 0 if {@code sum} already holds a right checksum. */
  public static int fold(long sum) {
    long folded = sum;
    while (folded >>> 16 != 0) {
      folded = (folded & 0xffff) + (folded >>> 16);
    }
    return (int) ~folded & 0xffff;
  }

  /** The sum of the pseudo header of UDP and TCP over IPv4 (RFC 9293 §3.1). */
  public static long pseudoHeader(int source, int destination, int protocol, int length) {
    return (source & 0xffff_ffffL) + (destination & 0xffff_ffffL) + protocol + length;
  }
}
