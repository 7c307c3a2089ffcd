package io.anyrack.netboot.dns;

import io.anyrack.netboot.wire.MalformedPacketException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads DNS queries and writes responses (RFC 1035 §4, RFC 6891). */
final class DnsCodec {
  private static final int HEADER = 12;
  private static final int LONGEST_NAME = 255;

  /** What every client takes over UDP (RFC 1035 §2.3.4). */
  private static final int PLAIN_LIMIT = 512;

  /** A response of this size passes every usual path unfragmented (DNS flag day 2020). */
  private static final int EDNS_LIMIT = 1232;

  private static final int OPT = 41;

  /** A pointer to the name of the question, which always begins at octet 12 (RFC 1035 §4.1.4). */
  private static final int NAME_OF_QUESTION = 0xc00c;

  private DnsCodec() {}

  /**
   * Reads a query.
   *
   * @throws MalformedPacketException if {@code packet} is not a query with exactly one question
   */
  static DnsQuery read(byte[] packet) {
    if (packet.length < HEADER) {
      throw new MalformedPacketException("a DNS message has 12 octets, not " + packet.length);
    }
    ByteBuffer in = ByteBuffer.wrap(packet);
    int flags = in.getShort(2) & 0xffff;
    if ((flags & 0x8000) != 0 || in.getShort(4) != 1) {
      throw new MalformedPacketException("not a query with one question");
    }
    in.position(HEADER);
    String name = name(in);
    need(in, 4);
    int type = in.getShort() & 0xffff;
    int recordClass = in.getShort() & 0xffff;
    byte[] question = Arrays.copyOfRange(packet, HEADER, in.position());
    int records = (in.getShort(6) & 0xffff) + (in.getShort(8) & 0xffff);
    int additional = in.getShort(10) & 0xffff;
    // A query carries nothing but EDNS's record (RFC 6891 §6.1.1), which comes right here.
    int edns = records == 0 && additional > 0 ? ednsSize(in) : 0;
    return new DnsQuery(
        in.getShort(0) & 0xffff,
        flags >>> 11 & 0xf,
        (flags & 0x0100) != 0,
        name,
        type,
        recordClass,
        question,
        edns == 0 ? PLAIN_LIMIT : Math.clamp(edns, PLAIN_LIMIT, EDNS_LIMIT),
        edns != 0);
  }

  private static int ednsSize(ByteBuffer in) {
    if (in.remaining() < 5 || in.get() != 0 || in.getShort() != OPT) {
      return 0;
    }
    return Math.max(PLAIN_LIMIT, in.getShort() & 0xffff);
  }

  private static void need(ByteBuffer in, int octets) {
    if (in.remaining() < octets) {
      throw new MalformedPacketException("the message ends in its question");
    }
  }

  /**
   * Reads the name of the question. Nothing comes before it that a pointer could mean (RFC 1035
   * §4.1.4), so that a pointer here is an error, and no loop is possible.
   */
  private static String name(ByteBuffer in) {
    StringBuilder name = new StringBuilder();
    int start = in.position();
    while (true) {
      need(in, 1);
      int length = in.get() & 0xff;
      if (length == 0) {
        return name.toString();
      } else if (length > 63) {
        throw new MalformedPacketException("a pointer, or a label of over 63 octets");
      }
      need(in, length);
      byte[] label = new byte[length];
      in.get(label);
      if (in.position() - start > LONGEST_NAME - 1) {
        throw new MalformedPacketException("a name of over 255 octets");
      }
      String text = new String(label, StandardCharsets.ISO_8859_1);
      if (text.indexOf('.') >= 0) {
        throw new MalformedPacketException("a label with a dot");
      }
      name.append(name.isEmpty() ? "" : ".").append(text);
    }
  }

  /** Writes the response to {@code query}; answers beyond the client's limit are left out. */
  static byte[] write(DnsQuery query, DnsResponse response) {
    byte[] edns = query.edns() ? edns() : new byte[0];
    ByteArrayOutputStream answers = new ByteArrayOutputStream();
    int count = 0;
    for (DnsRecord record : response.records()) {
      byte[] octets = record(record);
      int length = HEADER + query.question().length + answers.size() + octets.length + edns.length;
      if (length > query.limit()) {
        break;
      }
      answers.writeBytes(octets);
      count++;
    }
    int flags =
        0x8000 // a response
            | query.opcode() << 11
            | (response.authoritative() ? 0x0400 : 0)
            | (query.recursionDesired() ? 0x0100 : 0)
            | 0x0080 // recursion is available
            | response.code().number();
    ByteBuffer head =
        ByteBuffer.allocate(HEADER)
            .putShort((short) query.id())
            .putShort((short) flags)
            .putShort((short) 1)
            .putShort((short) count)
            .putShort((short) 0)
            .putShort((short) (query.edns() ? 1 : 0));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(head.array());
    out.writeBytes(query.question());
    out.writeBytes(answers.toByteArray());
    out.writeBytes(edns);
    return out.toByteArray();
  }

  private static byte[] edns() {
    return ByteBuffer.allocate(11)
        .put((byte) 0)
        .putShort((short) OPT)
        .putShort((short) EDNS_LIMIT)
        .array();
  }

  private static byte[] record(DnsRecord record) {
    return switch (record) {
      case DnsRecord.A a -> record(DnsQuery.A, a.ttl(), a.address().octets());
      case DnsRecord.Aaaa aaaa -> record(DnsQuery.AAAA, aaaa.ttl(), aaaa.address().getAddress());
      case DnsRecord.Ptr ptr -> record(DnsQuery.PTR, ptr.ttl(), name(ptr.name()));
    };
  }

  private static byte[] record(int type, int ttl, byte[] data) {
    return ByteBuffer.allocate(12 + data.length)
        .putShort((short) NAME_OF_QUESTION)
        .putShort((short) type)
        .putShort((short) DnsQuery.INTERNET)
        .putInt(ttl)
        .putShort((short) data.length)
        .put(data)
        .array();
  }

  private static byte[] name(String name) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String label : name.split("\\.", -1)) {
      out.write(label.length());
      out.writeBytes(label.getBytes(StandardCharsets.ISO_8859_1));
    }
    out.write(0);
    return out.toByteArray();
  }
}
