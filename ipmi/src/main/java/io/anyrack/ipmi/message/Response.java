package io.anyrack.ipmi.message;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * The answer to a {@link Request}, without what carries it.
 *
 * <p>Immutable.
 */
public final class Response {
  private static final byte[] NOTHING = {};

  private final int completionCode;
  private final byte[] data;

  private Response(int completionCode, byte[] data) {
    this.completionCode = completionCode;
    this.data = data;
  }

  /** Completed normally, with these octets of data (the low eight bits of each value). */
  public static Response of(int... octets) {
    byte[] data = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      data[i] = (byte) octets[i];
    }
    return new Response(CompletionCode.OK, data);
  }

  /** Completed normally, with this data; the array must not change any more. */
  public static Response of(byte[] data) {
    return new Response(CompletionCode.OK, data);
  }

  /** Ended with a completion code and nothing else. */
  public static Response code(int completionCode) {
    return new Response(completionCode, NOTHING);
  }

  /** How the command ended. */
  public int completionCode() {
    return completionCode;
  }

  /** The number of data octets after the completion code. */
  public int length() {
    return data.length;
  }

  /** Writes completion code and data. */
  public void write(ByteBuffer out) {
    out.put((byte) completionCode).put(data);
  }

  @Override
  public String toString() {
    return "%02x %s".formatted(completionCode, HexFormat.of().formatHex(data));
  }
}
