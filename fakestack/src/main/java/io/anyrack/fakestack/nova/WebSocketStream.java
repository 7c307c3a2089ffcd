package io.anyrack.fakestack.nova;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The server's side of a web socket (RFC 6455) of octets. Whoever reads answers pings; one thread
 * reads, any may write.
 */
final class WebSocketStream {
  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int LONGEST_HEAD = 16 * 1024;
  private static final int LONGEST_MESSAGE = 1 << 20;

  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;

  private final DataInputStream in;
  private final DataOutputStream out;
  private final String target;

  private WebSocketStream(DataInputStream in, DataOutputStream out, String target) {
    this.in = in;
    this.out = out;
    this.target = target;
  }

  /**
   * Reads the request and agrees to it.
   *
   * @throws IOException if it is none for a web socket
   */
  static WebSocketStream accept(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    List<String> lines = head(in).lines().toList();
    Map<String, String> headers = new HashMap<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    String key = headers.getOrDefault("sec-websocket-key", "");
    if (key.isEmpty()) {
      out.write(
          "HTTP/1.1 405 Method Not Allowed\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1));
      throw new IOException("no request for a web socket");
    }
    boolean binary = headers.getOrDefault("sec-websocket-protocol", "").contains("binary");
    out.write(
        ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: "
                + accept(key)
                + (binary ? "\r\nSec-WebSocket-Protocol: binary" : "")
                + "\r\n\r\n")
            .getBytes(ISO_8859_1));
    return new WebSocketStream(in, out, lines.getFirst().replaceFirst("^\\S+ (\\S*).*$", "$1"));
  }

  private static String head(DataInputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int octet = in.read();
      if (octet < 0 || head.length() > LONGEST_HEAD) {
        throw new EOFException("no request");
      }
      head.append((char) octet);
    }
    return head.toString();
  }

  private static String accept(String key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(ISO_8859_1));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What was asked for: path and query. */
  String target() {
    return target;
  }

  /** The next octets; empty: the client closes. */
  Optional<byte[]> read() throws IOException {
    while (true) {
      int opcode = in.readUnsignedByte() & 0x0F;
      int length = in.readUnsignedByte() & 0x7F;
      long size = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
      if (size < 0 || size > LONGEST_MESSAGE) {
        throw new IOException("a message of " + size + " octets");
      }
      byte[] mask = in.readNBytes(4); // a client's frames are masked, §5.3
      byte[] payload = in.readNBytes((int) size);
      for (int i = 0; i < payload.length; i++) {
        payload[i] ^= mask[i % 4];
      }
      switch (opcode) {
        case CLOSE -> {
          return Optional.empty();
        }
        case PING -> frame(PONG, payload);
        case PONG -> {}
        default -> {
          return Optional.of(payload);
        }
      }
    }
  }

  void write(byte[] octets) throws IOException {
    frame(BINARY, octets);
  }

  /** Says that it ends, with a status code of §7.4. */
  void close(int status) throws IOException {
    frame(CLOSE, new byte[] {(byte) (status >> 8), (byte) status});
  }

  private synchronized void frame(int opcode, byte[] payload) throws IOException {
    out.writeByte(0x80 | opcode);
    if (payload.length < 126) {
      out.writeByte(payload.length);
    } else if (payload.length < 0x10000) {
      out.writeByte(126);
      out.writeShort(payload.length);
    } else {
      out.writeByte(127);
      out.writeLong(payload.length);
    }
    out.write(payload);
    out.flush();
  }
}
