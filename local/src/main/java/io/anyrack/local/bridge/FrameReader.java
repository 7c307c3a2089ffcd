package io.anyrack.local.bridge;

import io.anyrack.local.ethernet.Frame;
import java.nio.ByteBuffer;

/**
 * Cuts the stream of QEMU's {@code -netdev stream} into frames: the length in four octets,
 * big-endian, then the frame. Not thread-safe.
 */
final class FrameReader {
  private static final int PREFIX = 4;

  /** QEMU's NET_BUFSIZE: a longer frame means that the stream is out of step. */
  private static final int LONGEST_ON_STREAM = 4096 + 65536;

  private final int largest;
  private final Receiver receiver;
  private long skip;

  /** Takes what was cut. */
  interface Receiver {
    /** A whole frame; valid until this returns. */
    void receive(Frame frame);

    /** A frame above the limit went by. */
    void oversize();
  }

  /** Thrown where no frame can start. */
  static final class BrokenStreamException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokenStreamException(int length) {
      super("a frame of " + length + " octets cannot be; the stream is out of step");
    }
  }

  /**
   * A reader at the start of a stream.
   *
   * @param largest the largest frame that is handed on, in octets; smaller than the buffer by at
   *     least 4
   */
  FrameReader(int largest, Receiver receiver) {
    this.largest = largest;
    this.receiver = receiver;
  }

  /**
   * Hands on all whole frames between position and limit, and leaves the position at the start of
   * the first one that is not whole.
   *
   * @throws BrokenStreamException if a length is out of range
   */
  void read(ByteBuffer buffer) {
    while (true) {
      if (skip > 0) {
        int skipped = (int) Math.min(skip, buffer.remaining());
        buffer.position(buffer.position() + skipped);
        skip -= skipped;
      }
      if (buffer.remaining() < PREFIX) {
        return;
      }
      int start = buffer.position();
      int length = buffer.getInt(start);
      if (length < 0 || length > LONGEST_ON_STREAM) {
        throw new BrokenStreamException(length);
      }
      if (length > largest) {
        receiver.oversize();
        skip = (long) PREFIX + length;
      } else if (buffer.remaining() < PREFIX + length) {
        return;
      } else {
        buffer.position(start + PREFIX + length);
        receiver.receive(new Frame(buffer, start + PREFIX, length));
      }
    }
  }
}
