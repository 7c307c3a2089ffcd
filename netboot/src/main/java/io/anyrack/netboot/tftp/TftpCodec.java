package io.anyrack.netboot.tftp;

import io.anyrack.netboot.wire.MalformedPacketException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/** Reads and writes TFTP packets (RFC 1350 §5, RFC 2347). */
final class TftpCodec {
  private static final int READ_REQUEST = 1;
  private static final int WRITE_REQUEST = 2;
  private static final int DATA = 3;
  private static final int ACK = 4;
  private static final int ERROR = 5;
  private static final int OPTION_ACK = 6;

  /** The longest request (RFC 2347). */
  private static final int LONGEST_REQUEST = 512;

  private TftpCodec() {}

  /**
   * Reads a packet.
   *
   * @throws MalformedPacketException if {@code packet} is none of TFTP
   */
  static TftpPacket read(byte[] packet) {
    if (packet.length < 4) {
      throw new MalformedPacketException("a TFTP packet has 4 octets, not " + packet.length);
    }
    int number = u16(packet, 2);
    return switch (u16(packet, 0)) {
      case READ_REQUEST -> readRequest(texts(packet));
      case WRITE_REQUEST -> new TftpPacket.WriteRequest(texts(packet).getFirst());
      case DATA -> new TftpPacket.Data(number, Arrays.copyOfRange(packet, 4, packet.length));
      case ACK -> new TftpPacket.Ack(number);
      case ERROR -> new TftpPacket.Failure(TftpPacket.ErrorCode.of(number), errorMessage(packet));
      case OPTION_ACK -> new TftpPacket.OptionAck(options(texts(packet)));
      default -> throw new MalformedPacketException("opcode " + u16(packet, 0));
    };
  }

  private static int u16(byte[] packet, int at) {
    return (packet[at] & 0xff) << 8 | (packet[at + 1] & 0xff);
  }

  private static TftpPacket readRequest(List<String> texts) {
    if (texts.size() < 2) {
      throw new MalformedPacketException("a request has a name and a mode");
    }
    return new TftpPacket.ReadRequest(
        texts.get(0),
        texts.get(1).toLowerCase(Locale.ROOT),
        options(texts.subList(2, texts.size())));
  }

  private static SequencedMap<String, String> options(List<String> texts) {
    SequencedMap<String, String> options = new LinkedHashMap<>();
    for (int i = 0; i + 1 < texts.size(); i += 2) {
      options.put(texts.get(i).toLowerCase(Locale.ROOT), texts.get(i + 1));
    }
    return options;
  }

  /** The texts after the opcode, each ended by a NUL. */
  private static List<String> texts(byte[] packet) {
    if (packet.length > LONGEST_REQUEST) {
      throw new MalformedPacketException("a request of over 512 octets");
    }
    List<String> texts = new ArrayList<>();
    int start = 2;
    for (int i = start; i < packet.length; i++) {
      if (packet[i] == 0) {
        texts.add(new String(packet, start, i - start, StandardCharsets.UTF_8));
        start = i + 1;
      }
    }
    if (texts.isEmpty()) {
      throw new MalformedPacketException("a text without its end");
    }
    return texts;
  }

  private static String errorMessage(byte[] packet) {
    String text = new String(packet, 4, packet.length - 4, StandardCharsets.UTF_8);
    int end = text.indexOf(0);
    return end < 0 ? text : text.substring(0, end);
  }

  /** Writes {@code packet}. */
  static byte[] write(TftpPacket packet) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    switch (packet) {
      case TftpPacket.ReadRequest request -> {
        u16(out, READ_REQUEST);
        text(out, request.file());
        text(out, request.mode());
        options(out, request.options());
      }
      case TftpPacket.WriteRequest request -> {
        u16(out, WRITE_REQUEST);
        text(out, request.file());
        text(out, "octet");
      }
      case TftpPacket.Data data -> {
        u16(out, DATA);
        u16(out, data.block());
        out.writeBytes(data.content());
      }
      case TftpPacket.Ack ack -> {
        u16(out, ACK);
        u16(out, ack.block());
      }
      case TftpPacket.Failure failure -> {
        u16(out, ERROR);
        u16(out, failure.code().number());
        text(out, failure.message());
      }
      case TftpPacket.OptionAck ack -> {
        u16(out, OPTION_ACK);
        options(out, ack.options());
      }
    }
    return out.toByteArray();
  }

  private static void u16(ByteArrayOutputStream out, int value) {
    out.write(value >>> 8);
    out.write(value);
  }

  private static void text(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    out.write(0);
  }

  private static void options(ByteArrayOutputStream out, SequencedMap<String, String> options) {
    options.forEach(
        (name, value) -> {
          text(out, name);
          text(out, value);
        });
  }
}
