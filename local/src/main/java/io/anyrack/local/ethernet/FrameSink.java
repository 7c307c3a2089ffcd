package io.anyrack.local.ethernet;

import java.nio.ByteBuffer;

/** Takes frames towards one guest. Thread-safe; never waits. */
public interface FrameSink {
  /**
   * Takes a copy of the frame made of the first {@code headLength} octets of {@code head} and
   * {@code length} octets of {@code body} from {@code offset}. It may stay where it is until {@link
   * #flush}.
   *
   * @return false if there is no room now; the owner of the sink tells when there is
   */
  boolean offer(ByteBuffer head, int headLength, ByteBuffer body, int offset, int length);

  /** Sends what was taken. */
  void flush();
}
