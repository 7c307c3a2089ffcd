package io.anyrack.local.ip;

import io.anyrack.local.ethernet.EtherType;
import io.anyrack.local.ethernet.Frame;
import io.anyrack.rack.address.MacAddress;
import java.nio.ByteBuffer;

/**
 * IPv6 router discovery (RFC 4861 §4.1, §4.2), as far as it takes to say that there is no IPv6
 * here: without an answer to its solicitation, iPXE waits 13 seconds for one.
 */
public final class RouterDiscovery {
  private static final int IPV6_HEADER = 40;
  private static final int ICMPV6 = 58;
  private static final int SOLICITATION = 133;
  private static final int ADVERTISEMENT = 134;
  private static final int SOLICITATION_LENGTH = 8;
  private static final int ADVERTISEMENT_LENGTH = 16;
  private static final int HOP_LIMIT = 255;
  private static final MacAddress ALL_NODES_MAC = new MacAddress(0x3333_0000_0001L);

  private RouterDiscovery() {}

  /** Whether {@code frame} carries a valid router solicitation (RFC 4861 §6.1.1). */
  public static boolean isSolicitation(Frame frame) {
    int at = Frame.HEADER;
    if (frame.etherType() != EtherType.IPV6
        || frame.length() < at + IPV6_HEADER + SOLICITATION_LENGTH
        || frame.u8(at) >>> 4 != 6
        || frame.u8(at + 6) != ICMPV6
        || frame.u8(at + 7) != HOP_LIMIT) {
      return false;
    }
    int length = frame.u16(at + 4);
    int message = at + IPV6_HEADER;
    return length >= SOLICITATION_LENGTH
        && frame.length() >= message + length
        && frame.u8(message) == SOLICITATION
        && frame.u8(message + 1) == 0
        && InternetChecksum.fold(sum(frame.buffer(), frame.offset() + at, length)) == 0;
  }

  /**
   * The frame that tells all nodes: this is no default router, and there are no prefixes and no
   * DHCPv6.
   */
  public static byte[] noIpv6Here(MacAddress router) {
    byte[] octets = new byte[Frame.HEADER + IPV6_HEADER + ADVERTISEMENT_LENGTH];
    ByteBuffer frame = ByteBuffer.wrap(octets);
    int at = Frame.HEADER;
    frame.put(ALL_NODES_MAC.octets()).put(router.octets()).putShort((short) EtherType.IPV6);
    frame.putInt(6 << 28).putShort((short) ADVERTISEMENT_LENGTH);
    frame.put((byte) ICMPV6).put((byte) HOP_LIMIT);
    frame.putLong(0xfe80_0000_0000_0000L).putLong(interfaceIdentifier(router));
    frame.putLong(0xff02_0000_0000_0000L).putLong(1);
    // Hop limit unspecified, M=0, O=0, and all times zero: RFC 4861 §4.2.
    frame.put((byte) ADVERTISEMENT);
    frame.putShort(
        at + IPV6_HEADER + 2, (short) InternetChecksum.fold(sum(frame, at, ADVERTISEMENT_LENGTH)));
    return octets;
  }

  /** The modified EUI-64 of RFC 4291 appendix A. */
  private static long interfaceIdentifier(MacAddress mac) {
    long high = mac.bits() >>> 24;
    long low = mac.bits() & 0xff_ffff;
    return (high << 40 | 0xff_fe00_0000L | low) ^ 0x0200_0000_0000_0000L;
  }

  /** The sum over pseudo header (RFC 8200 §8.1) and message of the IPv6 packet at {@code at}. */
  private static long sum(ByteBuffer buffer, int at, int length) {
    return InternetChecksum.sum(buffer, at + 8, 32)
        + length
        + ICMPV6
        + InternetChecksum.sum(buffer, at + IPV6_HEADER, length);
  }
}
