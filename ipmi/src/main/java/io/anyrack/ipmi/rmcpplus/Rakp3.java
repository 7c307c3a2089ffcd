package io.anyrack.ipmi.rmcpplus;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/** RAKP Message 3 (IPMI 2.0 §13.22). Immutable. */
public final class Rakp3 {
  private static final int SHORTEST = 8;

  private final int tag;
  private final int status;
  private final int sessionId;
  private final byte[] authenticationCode;

  private Rakp3(int tag, int status, int sessionId, byte[] authenticationCode) {
    this.tag = tag;
    this.status = status;
    this.sessionId = sessionId;
    this.authenticationCode = authenticationCode;
  }

  /** Reads the payload; empty if it is truncated. */
  public static Optional<Rakp3> parse(ByteBuffer in) {
    if (in.remaining() < SHORTEST) {
      return Optional.empty();
    }
    int head = in.getInt();
    int sessionId = in.getInt();
    byte[] code = new byte[in.remaining()];
    in.get(code);
    return Optional.of(new Rakp3(head & 0xff, head >> 8 & 0xff, sessionId, code));
  }

  /** Comes back in the response. */
  public int tag() {
    return tag;
  }

  /** What the remote console thinks of RAKP Message 2; 0: it is right. */
  public int status() {
    return status;
  }

  /** The BMC's id for the session. */
  public int sessionId() {
    return sessionId;
  }

  /** Whether the key exchange authentication code is the expected one, in constant time. */
  public boolean proves(KeyExchange exchange) {
    return MessageDigest.isEqual(authenticationCode, exchange.consoleCode());
  }

  /** Whether the other is this message sent again. */
  public boolean sameAs(Rakp3 other) {
    return tag == other.tag
        && status == other.status
        && Arrays.equals(authenticationCode, other.authenticationCode);
  }
}
