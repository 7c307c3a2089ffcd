package io.anyrack.ipmi.rmcp;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * ASF Presence Ping, the question whether a BMC is there (ASF 2.0 §3.2.4.3; IPMI 2.0 §13.2.3).
 *
 * @param tag comes back in the pong
 */
public record PresencePing(int tag) {
  /** ASF's enterprise number 4542: its fields are big-endian, IPMI's buffers little-endian. */
  private static final int ENTERPRISE_ON_WIRE = Integer.reverseBytes(4542);

  private static final byte PING = (byte) 0x80;
  private static final byte PONG = 0x40;
  private static final int PONG_DATA = 16;
  private static final byte IPMI_AND_ASF_1_0 = (byte) 0x81;

  /** Reads what follows the RMCP header in a little-endian buffer; empty if it is no ping. */
  public static Optional<PresencePing> parse(ByteBuffer in) {
    if (in.remaining() < 8 || in.getInt() != ENTERPRISE_ON_WIRE || in.get() != PING) {
      return Optional.empty();
    }
    return Optional.of(new PresencePing(in.get() & 0xff));
  }

  /** Writes the whole Presence Pong into a little-endian buffer: IPMI is supported. */
  public void pong(ByteBuffer out) {
    Rmcp.writeAsf(out);
    out.putInt(ENTERPRISE_ON_WIRE);
    out.put(PONG).put((byte) tag).put((byte) 0).put((byte) PONG_DATA);
    out.putInt(ENTERPRISE_ON_WIRE).putInt(0);
    out.put(IPMI_AND_ASF_1_0).put(new byte[7]);
  }
}
