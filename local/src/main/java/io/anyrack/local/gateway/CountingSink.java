package io.anyrack.local.gateway;

import io.anyrack.local.ethernet.FrameSink;
import io.anyrack.local.ethernet.PortStatistics;
import java.nio.ByteBuffer;

/**
 * Counts what the gateway sends to a guest.
 *
 * @param guest takes the frames
 * @param statistics the gateway's
 */
record CountingSink(FrameSink guest, PortStatistics statistics) implements FrameSink {
  @Override
  public boolean offer(ByteBuffer head, int headLength, ByteBuffer body, int offset, int length) {
    boolean taken = guest.offer(head, headLength, body, offset, length);
    if (taken) {
      statistics.countIn();
    }
    return taken;
  }

  @Override
  public void flush() {
    guest.flush();
  }
}
