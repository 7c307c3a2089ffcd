package io.anyrack.ipmi.rmcpplus;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The session header of an RMCP+ packet (IPMI 2.0 §13.6).
 *
 * <pre>
 * 06  encrypted/authenticated/type  session id(4)  sequence(4)  length(2)  payload  trailer
 * </pre>
 *
 * @param encrypted whether the payload is encrypted
 * @param authenticated whether an integrity check value ends the packet
 * @param payloadType see {@link PayloadType}
 * @param sessionId the receiver's session id; 0: outside a session
 * @param sequence the session sequence number; 0: outside a session
 * @param payloadLength octets of payload as sent
 */
public record PacketHeader(
    boolean encrypted,
    boolean authenticated,
    int payloadType,
    int sessionId,
    int sequence,
    int payloadLength) {
  /** The authentication type that tells an RMCP+ packet (IPMI 2.0 table 13-8). */
  public static final int FORMAT_RMCP_PLUS = 0x06;

  /** The length of the header, the authentication type included. */
  public static final int LENGTH = 12;

  private static final int ENCRYPTED = 0x80;
  private static final int AUTHENTICATED = 0x40;
  private static final int TYPE = 0x3f;

  /**
   * Reads the header; the payload and what follows remain in {@code in}. Empty if the packet is
   * truncated or of another format.
   */
  public static Optional<PacketHeader> parse(ByteBuffer in) {
    if (in.remaining() < LENGTH || in.get() != FORMAT_RMCP_PLUS) {
      return Optional.empty();
    }
    int type = in.get() & 0xff;
    int sessionId = in.getInt();
    int sequence = in.getInt();
    int length = in.getShort() & 0xffff;
    if (in.remaining() < length) {
      return Optional.empty();
    }
    return Optional.of(
        new PacketHeader(
            (type & ENCRYPTED) != 0,
            (type & AUTHENTICATED) != 0,
            type & TYPE,
            sessionId,
            sequence,
            length));
  }

  /** Writes the header of a packet outside any session. */
  public static void writePlain(int payloadType, int payloadLength, ByteBuffer out) {
    write(payloadType, 0, 0, payloadLength, out);
  }

  /** Writes the header of a packet in a session, encrypted and authenticated. */
  static void writeProtected(
      int payloadType, int sessionId, int sequence, int payloadLength, ByteBuffer out) {
    write(payloadType | ENCRYPTED | AUTHENTICATED, sessionId, sequence, payloadLength, out);
  }

  private static void write(
      int type, int sessionId, int sequence, int payloadLength, ByteBuffer out) {
    out.put((byte) FORMAT_RMCP_PLUS).put((byte) type).putInt(sessionId).putInt(sequence);
    out.putShort((short) payloadLength);
  }
}
