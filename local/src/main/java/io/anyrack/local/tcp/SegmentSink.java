package io.anyrack.local.tcp;

/** Takes segments towards the guest. */
interface SegmentSink {
  /**
   * Sends a copy of {@code segment}.
   *
   * @return false if there is no room now; {@link Connection#resume} tells when there is
   */
  boolean send(Segment segment);
}
