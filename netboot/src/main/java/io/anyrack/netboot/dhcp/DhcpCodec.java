package io.anyrack.netboot.dhcp;

import io.anyrack.netboot.wire.MalformedPacketException;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** Reads and writes DHCP messages (RFC 2131 §2, RFC 3396). */
public final class DhcpCodec {
  private static final int MAGIC_COOKIE = 0x63825363;
  private static final int ETHERNET = 1;
  private static final int SNAME = 44;
  private static final int SNAME_LENGTH = 64;
  private static final int FILE = 108;
  private static final int FILE_LENGTH = 128;
  private static final int COOKIE = 236;
  private static final int OPTIONS = 240;

  /** BOOTP's size (RFC 951): some relays and boot ROMs drop anything shorter. */
  private static final int SHORTEST = 300;

  /** The longest value a single option can carry. */
  private static final int LONGEST_OPTION = 255;

  private DhcpCodec() {}

  /**
   * Reads a message.
   *
   * @throws MalformedPacketException if {@code packet} is not a DHCP message on Ethernet
   */
  public static DhcpMessage read(byte[] packet) {
    if (packet.length < OPTIONS) {
      throw new MalformedPacketException("a DHCP message has 240 octets, not " + packet.length);
    }
    ByteBuffer in = ByteBuffer.wrap(packet);
    if (in.getInt(COOKIE) != MAGIC_COOKIE) {
      throw new MalformedPacketException("no DHCP magic cookie");
    }
    if (packet[1] != ETHERNET || packet[2] != MacAddress.LENGTH) {
      throw new MalformedPacketException("not an Ethernet client");
    }
    OptionReader options = new OptionReader(packet);
    options.read(OPTIONS, packet.length);
    // The order of the fields is RFC 3396 §5's.
    int overload = options.overload();
    if ((overload & 1) != 0) {
      options.read(FILE, FILE + FILE_LENGTH);
    }
    if ((overload & 2) != 0) {
      options.read(SNAME, SNAME + SNAME_LENGTH);
    }
    return new DhcpMessage(
        op(packet[0]),
        in.getInt(4),
        in.getShort(8) & 0xffff,
        in.getShort(10) < 0,
        Ipv4Address.read(packet, 12),
        Ipv4Address.read(packet, 16),
        Ipv4Address.read(packet, 20),
        Ipv4Address.read(packet, 24),
        MacAddress.read(packet, 28),
        (overload & 2) != 0 ? "" : text(packet, SNAME, SNAME_LENGTH),
        (overload & 1) != 0 ? "" : text(packet, FILE, FILE_LENGTH),
        options.options());
  }

  private static DhcpMessage.Op op(byte code) {
    return switch (code) {
      case 1 -> DhcpMessage.Op.BOOTREQUEST;
      case 2 -> DhcpMessage.Op.BOOTREPLY;
      default -> throw new MalformedPacketException("op " + code + " is neither 1 nor 2");
    };
  }

  private static String text(byte[] packet, int start, int length) {
    int end = start;
    while (end < start + length && packet[end] != 0) {
      end++;
    }
    return new String(packet, start, end - start, StandardCharsets.UTF_8);
  }

  /**
   * Writes {@code message}, padded to 300 octets. Options that would make it longer than {@code
   * limit} are left out, the last ones first.
   *
   * @param limit the longest message the client takes, in octets
   * @throws IllegalArgumentException if {@code sname} or {@code file} does not fit its field
   */
  public static byte[] write(DhcpMessage message, int limit) {
    ByteBuffer head = ByteBuffer.allocate(OPTIONS);
    head.put((byte) (message.op() == DhcpMessage.Op.BOOTREQUEST ? 1 : 2));
    head.put((byte) ETHERNET).put((byte) MacAddress.LENGTH).put((byte) 0);
    head.putInt(message.xid());
    head.putShort((short) message.secs()).putShort((short) (message.broadcast() ? 0x8000 : 0));
    head.putInt(message.ciaddr().bits()).putInt(message.yiaddr().bits());
    head.putInt(message.siaddr().bits()).putInt(message.giaddr().bits());
    head.put(message.chaddr().octets());
    head.put(SNAME, field(message.sname(), SNAME_LENGTH));
    head.put(FILE, field(message.file(), FILE_LENGTH));
    head.putInt(COOKIE, MAGIC_COOKIE);

    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(head.array());
    for (int code : message.options().codes()) {
      byte[] option = option(code, message.options().get(code).orElseThrow());
      if (out.size() + option.length + 1 > limit) {
        break;
      }
      out.writeBytes(option);
    }
    out.write(OptionCode.END);
    return Arrays.copyOf(out.toByteArray(), Math.max(out.size(), SHORTEST));
  }

  private static byte[] field(String text, int length) {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    if (octets.length > length) {
      throw new IllegalArgumentException("longer than " + length + " octets: " + text);
    }
    return Arrays.copyOf(octets, length);
  }

  /** One option, split into several of the same code where it is too long (RFC 3396 §6). */
  private static byte[] option(int code, byte[] value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int start = 0;
    do {
      int length = Math.min(LONGEST_OPTION, value.length - start);
      out.write(code);
      out.write(length);
      out.write(value, start, length);
      start += length;
    } while (start < value.length);
    return out.toByteArray();
  }

  /** Gathers options from the fields of one packet; parts of the same code are joined. */
  private static final class OptionReader {
    private final byte[] packet;
    private final SequencedMap<Integer, ByteArrayOutputStream> values = new LinkedHashMap<>();

    OptionReader(byte[] packet) {
      this.packet = packet;
    }

    void read(int start, int end) {
      int at = start;
      while (at < end && (packet[at] & 0xff) != OptionCode.END) {
        int code = packet[at++] & 0xff;
        if (code == OptionCode.PAD) {
          continue;
        }
        if (at == end || at + 1 + (packet[at] & 0xff) > end) {
          throw new MalformedPacketException("option " + code + " leaves its field");
        }
        int length = packet[at++] & 0xff;
        values.computeIfAbsent(code, _ -> new ByteArrayOutputStream()).write(packet, at, length);
        at += length;
      }
    }

    /** Bit 0: the field {@code file} holds options; bit 1: {@code sname} does (RFC 2132 §9.3). */
    int overload() {
      ByteArrayOutputStream overload = values.get(OptionCode.OVERLOAD);
      return overload != null && overload.size() == 1 ? overload.toByteArray()[0] & 3 : 0;
    }

    DhcpOptions options() {
      SequencedMap<Integer, byte[]> joined = new LinkedHashMap<>();
      values.forEach((code, value) -> joined.put(code, value.toByteArray()));
      return new DhcpOptions(joined);
    }
  }
}
