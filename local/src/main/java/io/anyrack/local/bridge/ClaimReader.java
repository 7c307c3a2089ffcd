package io.anyrack.local.bridge;

import io.anyrack.local.ethernet.EtherType;
import io.anyrack.local.ethernet.Frame;
import io.anyrack.local.ip.ArpPacket;
import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import java.util.Optional;

/**
 * Which address a frame says is its sender's: ARP (RFC 826), and neighbour advertisements and
 * solicitations (RFC 4861 §4.3, §4.4). Probes of addresses that nobody has yet say nothing.
 */
final class ClaimReader {
  private static final int IPV6_HEADER = 40;
  private static final int ICMPV6 = 58;
  private static final int SOLICITATION = 135;
  private static final int ADVERTISEMENT = 136;
  private static final int LINK_LOCAL = 0xfe80;
  private static final int LINK_LOCAL_MASK = 0xffc0;

  private ClaimReader() {}

  /** The address, if {@code frame} comes from {@code mac} itself. */
  static Optional<IpAddress> read(Frame frame, MacAddress mac) {
    if (frame.length() < Frame.HEADER || frame.source() != mac.bits()) {
      return Optional.empty();
    }
    return switch (frame.etherType()) {
      case EtherType.ARP ->
          ArpPacket.read(frame)
              .filter(arp -> arp.senderMac().equals(mac))
              .map(ArpPacket::sender)
              .filter(sender -> !sender.equals(Ipv4Address.ANY))
              .map(IpAddress::of);
      case EtherType.IPV6 -> neighbour(frame);
      default -> Optional.empty();
    };
  }

  private static Optional<IpAddress> neighbour(Frame frame) {
    int icmp = Frame.HEADER + IPV6_HEADER;
    if (frame.length() < icmp + 24 || frame.u8(Frame.HEADER + 6) != ICMPV6) {
      return Optional.empty();
    }
    return switch (frame.u8(icmp)) {
      case ADVERTISEMENT -> global(frame, icmp + 8);
      case SOLICITATION -> global(frame, Frame.HEADER + 8);
      default -> Optional.empty();
    };
  }

  private static Optional<IpAddress> global(Frame frame, int at) {
    IpAddress address = address(frame, at);
    boolean local = (frame.u16(at) & LINK_LOCAL_MASK) == LINK_LOCAL;
    return local || (address.high() | address.low()) == 0 ? Optional.empty() : Optional.of(address);
  }

  static IpAddress address(Frame frame, int at) {
    return new IpAddress(6, bits(frame, at), bits(frame, at + 8));
  }

  private static long bits(Frame frame, int at) {
    return (long) frame.i32(at) << 32 | Integer.toUnsignedLong(frame.i32(at + 4));
  }
}
