package io.anyrack.ipmi.rmcpplus;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * RAKP Message 1 (IPMI 2.0 §13.20).
 *
 * @param tag comes back in the response
 * @param sessionId the BMC's id for the session
 * @param consoleRandom the remote console's random number
 * @param role the octet with name-only lookup and requested privilege, as sent
 * @param nameLength as sent; may be more than the 16 that are allowed
 * @param name the user name, one character per octet; empty for the null user
 */
public record Rakp1(
    int tag, int sessionId, Nonce consoleRandom, int role, int nameLength, String name) {
  private static final int SHORTEST = 28;
  private static final int LONGEST_NAME = 16;

  /** Reads the payload; empty if it is truncated. */
  public static Optional<Rakp1> parse(ByteBuffer in) {
    if (in.remaining() < SHORTEST) {
      return Optional.empty();
    }
    int tag = in.getInt() & 0xff;
    int sessionId = in.getInt();
    Nonce random = Nonce.read(in);
    int role = in.getInt();
    int nameLength = role >>> 24;
    if (nameLength <= LONGEST_NAME && in.remaining() < nameLength) {
      return Optional.empty();
    }
    byte[] name = new byte[nameLength <= LONGEST_NAME ? nameLength : 0];
    in.get(name);
    return Optional.of(
        new Rakp1(
            tag,
            sessionId,
            random,
            role & 0xff,
            nameLength,
            new String(name, StandardCharsets.ISO_8859_1)));
  }

  /** The privilege level asked for. */
  public int privilege() {
    return role & 0x0f;
  }

  /** Whether the name is as long as a name may be. */
  public boolean hasValidNameLength() {
    return nameLength <= LONGEST_NAME;
  }
}
