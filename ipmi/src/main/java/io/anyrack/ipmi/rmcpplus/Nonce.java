package io.anyrack.ipmi.rmcpplus;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.random.RandomGenerator;

/**
 * Sixteen octets: a random number of the key exchange, or a GUID, in the order they have on the
 * wire.
 *
 * @param first the first eight octets, least significant first
 * @param second the other eight
 */
public record Nonce(long first, long second) {
  /** A fresh random number. */
  public static Nonce random(RandomGenerator random) {
    return new Nonce(random.nextLong(), random.nextLong());
  }

  /** Sixteen octets as they are on the wire. */
  public static Nonce of(byte[] octets) {
    return read(ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN));
  }

  /** Reads sixteen octets of a little-endian buffer. */
  static Nonce read(ByteBuffer in) {
    return new Nonce(in.getLong(), in.getLong());
  }

  /** Writes the sixteen octets into a little-endian buffer. */
  public void write(ByteBuffer out) {
    out.putLong(first).putLong(second);
  }
}
