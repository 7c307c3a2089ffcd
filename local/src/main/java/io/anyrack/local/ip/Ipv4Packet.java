package io.anyrack.local.ip;

import io.anyrack.local.ethernet.Frame;
import io.anyrack.rack.address.Ipv4Address;
import java.util.Optional;

/**
 * An IPv4 packet (RFC 791 §3.1) in a frame: the header's fields, and where the payload is.
 *
 * @param frame carries the packet
 * @param source from whom
 * @param destination to whom
 * @param protocol what the payload is
 * @param fragment whether this is a part of a packet only
 * @param payload where the payload starts in the frame
 * @param length the octets of the payload
 */
public record Ipv4Packet(
    Frame frame,
    Ipv4Address source,
    Ipv4Address destination,
    int protocol,
    boolean fragment,
    int payload,
    int length) {
  /** The octets of a header without options. */
  public static final int HEADER = 20;

  /** Payload is ICMP. */
  public static final int ICMP = 1;

  /** Payload is TCP. */
  public static final int TCP = 6;

  /** Payload is UDP. */
  public static final int UDP = 17;

  private static final int MORE_FRAGMENTS_OR_OFFSET = 0x3fff;

  /** Reads the payload of a frame; empty if it is not a whole IPv4 packet with a right header. */
  public static Optional<Ipv4Packet> read(Frame frame) {
    int at = Frame.HEADER;
    int room = frame.length() - at;
    if (room < HEADER || frame.u8(at) >>> 4 != 4) {
      return Optional.empty();
    }
    int header = (frame.u8(at) & 0xf) * 4;
    int total = frame.u16(at + 2);
    if (header < HEADER || total < header || total > room || !isIntact(frame, header)) {
      return Optional.empty();
    }
    return Optional.of(
        new Ipv4Packet(
            frame,
            new Ipv4Address(frame.i32(at + 12)),
            new Ipv4Address(frame.i32(at + 16)),
            frame.u8(at + 9),
            (frame.u16(at + 6) & MORE_FRAGMENTS_OR_OFFSET) != 0,
            at + header,
            total - header));
  }

  private static boolean isIntact(Frame frame, int header) {
    return InternetChecksum.fold(
            InternetChecksum.sum(frame.buffer(), frame.offset() + Frame.HEADER, header))
        == 0;
  }

  /** The unfolded sum of the payload. */
  public long payloadSum() {
    return InternetChecksum.sum(frame.buffer(), frame.offset() + payload, length);
  }

  /** The unfolded sum of the payload and its pseudo header. */
  public long transportSum() {
    return InternetChecksum.pseudoHeader(source.bits(), destination.bits(), protocol, length)
        + payloadSum();
  }
}
