package io.anyrack.ipmi.command;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What came and went on a BMC's LAN channel (IPMI 2.0 §23.4). What the host's IP drops before it
 * gets here is not counted, and there is no proxy. Used under the lock of its BMC.
 */
public final class LanStatistics {
  private static final int MOST = 0xffff;
  private static final int COUNTERS = 9;

  private int received;
  private int valid;
  private int sent;

  /** A datagram came. */
  public void received() {
    received = next(received);
  }

  /** It was RMCP. */
  public void valid() {
    valid = next(valid);
  }

  /** A datagram went. */
  public void sent() {
    sent = next(sent);
  }

  void clear() {
    received = 0;
    valid = 0;
    sent = 0;
  }

  /** A counter that has reached its end stays there. */
  private static int next(int counter) {
    return Math.min(counter + 1, MOST);
  }

  byte[] octets() {
    short none = 0;
    return ByteBuffer.allocate(COUNTERS * Short.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) received)
        .putShort(none) // Wrong headers.
        .putShort(none) // Wrong addresses.
        .putShort(none) // Fragments.
        .putShort((short) sent)
        .putShort((short) received)
        .putShort((short) valid)
        .array();
  }
}
