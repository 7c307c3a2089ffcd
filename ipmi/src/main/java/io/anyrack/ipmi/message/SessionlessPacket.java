package io.anyrack.ipmi.message;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The IPMI 1.5 session header (IPMI 2.0 §13.6) with no session in it: authentication type none,
 * session sequence 0, session id 0. It carries what is asked before a session; real IPMI 1.5
 * sessions are not offered.
 *
 * <pre>
 * 00  sequence(4)  session id(4)  length  message
 * </pre>
 */
public final class SessionlessPacket {
  private static final int HEADER = 10;

  private SessionlessPacket() {}

  /**
   * Leaves in {@code in} just the message, or returns empty: the packet is truncated, or belongs to
   * an IPMI 1.5 session. Octets after the message (legacy padding) are ignored.
   */
  public static Optional<ByteBuffer> message(ByteBuffer in) {
    if (in.remaining() < HEADER) {
      return Optional.empty();
    }
    int authenticationType = in.get();
    in.getInt(); // The sequence number has no meaning outside a session.
    int sessionId = in.getInt();
    int length = in.get() & 0xff;
    if (authenticationType != 0 || sessionId != 0 || in.remaining() < length) {
      return Optional.empty();
    }
    return Optional.of(in.limit(in.position() + length));
  }

  /** Writes the answer to a sessionless request. */
  public static void answer(LanMessage request, Response response, ByteBuffer out) {
    out.put(new byte[HEADER - 1]);
    int length = out.position();
    out.put((byte) 0);
    request.answer(response, out);
    out.put(length, (byte) (out.position() - length - 1));
  }
}
