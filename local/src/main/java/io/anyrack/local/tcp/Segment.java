package io.anyrack.local.tcp;

import io.anyrack.local.ethernet.Frame;
import io.anyrack.local.ip.InternetChecksum;
import io.anyrack.local.ip.Ipv4Packet;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A TCP segment (RFC 9293 §3.1) without its ports.
 *
 * @param sequence number of the first octet
 * @param acknowledgment the next octet the sender of the segment waits for
 * @param flags a sum of {@link #FIN}, {@link #SYN}, {@link #RST}, {@link #PSH} and {@link #ACK}
 * @param window the field as it is, not scaled
 * @param options what only a SYN carries
 * @param buffer holds the content; valid only until the method the segment was handed to returns
 * @param offset where the content starts
 * @param length the octets of the content
 */
record Segment(
    int sequence,
    int acknowledgment,
    int flags,
    int window,
    Options options,
    ByteBuffer buffer,
    int offset,
    int length) {
  static final int FIN = 1;
  static final int SYN = 2;
  static final int RST = 4;
  static final int PSH = 8;
  static final int ACK = 16;

  /** The octets of a header without options. */
  static final int HEADER = 20;

  static final int OPTION_END = 0;
  static final int OPTION_NOP = 1;
  static final int OPTION_MAXIMUM_SEGMENT_SIZE = 2;
  static final int OPTION_WINDOW_SCALE = 3;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /**
   * Options of a SYN.
   *
   * @param maximumSegmentSize the largest content the sender takes (RFC 9293 §3.7.1)
   * @param windowScale by how many bits its windows are shifted (RFC 7323 §2); empty: it cannot
   */
  record Options(int maximumSegmentSize, Optional<Integer> windowScale) {
    /** What holds if a SYN says nothing (RFC 9293 §3.7.1). */
    static final Options DEFAULT = new Options(536, Optional.empty());
  }

  /** A segment without content. */
  static Segment bare(int sequence, int acknowledgment, int flags, int window, Options options) {
    return new Segment(sequence, acknowledgment, flags, window, options, NOTHING, 0, 0);
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** How far the segment moves the sequence on: SYN and FIN count as one each. */
  int span() {
    return length + (has(SYN) ? 1 : 0) + (has(FIN) ? 1 : 0);
  }

  /** The answer to a segment that belongs to no connection (RFC 9293 §3.10.7.1). */
  Segment reset() {
    return has(ACK)
        ? bare(acknowledgment, 0, RST, 0, Options.DEFAULT)
        : bare(0, sequence + span(), RST | ACK, 0, Options.DEFAULT);
  }

  /** Reads a packet's payload; empty if it is not a whole segment with a right checksum. */
  static Optional<Segment> read(Ipv4Packet packet) {
    Frame frame = packet.frame();
    int at = packet.payload();
    if (packet.length() < HEADER) {
      return Optional.empty();
    }
    int header = (frame.u8(at + 12) >>> 4) * 4;
    if (header < HEADER
        || header > packet.length()
        || InternetChecksum.fold(packet.transportSum()) != 0) {
      return Optional.empty();
    }
    int flags = frame.u8(at + 13);
    return Optional.of(
        new Segment(
            frame.i32(at + 4),
            frame.i32(at + 8),
            flags,
            frame.u16(at + 14),
            (flags & SYN) == 0
                ? Options.DEFAULT
                : options(frame.copy(at + HEADER, header - HEADER)),
            frame.buffer(),
            frame.offset() + at + header,
            packet.length() - header));
  }

  private static Options options(byte[] octets) {
    int maximumSegmentSize = Options.DEFAULT.maximumSegmentSize;
    Optional<Integer> windowScale = Optional.empty();
    int at = 0;
    while (at < octets.length && octets[at] != OPTION_END) {
      if (octets[at] == OPTION_NOP) {
        at++;
        continue;
      }
      int length = at + 1 < octets.length ? octets[at + 1] & 0xff : 0;
      if (length < 2 || at + length > octets.length) {
        break;
      }
      if (octets[at] == OPTION_MAXIMUM_SEGMENT_SIZE && length == 4) {
        maximumSegmentSize = ((octets[at + 2] & 0xff) << 8) | (octets[at + 3] & 0xff);
      } else if (octets[at] == OPTION_WINDOW_SCALE && length == 3) {
        // RFC 7323 §2.3: more than 14 is taken as 14.
        windowScale = Optional.of(Math.min(14, octets[at + 2] & 0xff));
      }
      at += length;
    }
    return new Options(maximumSegmentSize, windowScale);
  }
}
