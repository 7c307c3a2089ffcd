package io.anyrack.local.bridge;

import io.anyrack.local.ethernet.DropReason;
import io.anyrack.local.ethernet.Frame;
import io.anyrack.local.ethernet.FrameSink;
import io.anyrack.local.ethernet.PortStatistics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Frames on their way to one guest, in a ring of octets already in the form the socket wants them:
 * the length in four octets, big-endian, then the frame. One writer empties it in large pieces.
 * Thread-safe.
 *
 * <p>A guest that does not read must not hold up the others, yet a slow one shall not lose what a
 * fast one sends: a sender waits for room as long as the writer makes progress. Once it has made
 * none for the stall time the queue counts as stalled, and frames are dropped at once until it
 * moves again.
 */
final class EgressQueue implements FrameSink {
  private static final int PREFIX = 4;

  /** Small enough to see progress on a slow socket, large enough to make the call worth while. */
  private static final int LARGEST_PIECE = 64 << 10;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Condition drained = lock.newCondition();
  private final PortStatistics statistics;
  private final Runnable roomAgain;
  private final long stallNanos;
  private final int capacity;
  private final ByteBuffer ring;
  private final ByteBuffer piece;

  // Octets ever put in and taken out.
  private long head;
  private long tail;

  // Where the last frame ends that the writer has begun.
  private long frameEnd;
  private boolean open;
  private boolean stalled;
  private boolean roomWanted;
  private long progressAt;

  /**
   * A queue that is not open yet.
   *
   * @param capacity in octets, a power of two
   * @param stall how long a sender waits for a writer that makes no progress
   * @param statistics where frames are counted
   * @param roomAgain is called by the writer when a refused {@link #offer} may be tried again
   */
  EgressQueue(int capacity, Duration stall, PortStatistics statistics, Runnable roomAgain) {
    if (Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException("not a power of two: " + capacity);
    }
    this.capacity = capacity;
    this.stallNanos = stall.toNanos();
    this.statistics = statistics;
    this.roomAgain = roomAgain;
    ring = ByteBuffer.allocateDirect(capacity);
    piece = ring.duplicate();
  }

  /** Takes frames from now on. */
  void open() {
    lock.lock();
    try {
      open = true;
      stalled = false;
      roomWanted = false;
    } finally {
      lock.unlock();
    }
  }

  /** Drops what is in the queue and takes nothing more; the writer ends. */
  void close() {
    lock.lock();
    try {
      open = false;
      head = tail;
      frameEnd = tail;
      filled.signalAll();
      drained.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isOpen() {
    lock.lock();
    try {
      return open;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a frame from another guest; waits for room while the writer makes progress. */
  void carry(Frame frame) {
    lock.lock();
    try {
      if (awaitRoom(frame.length())) {
        put(frame);
      } else {
        statistics.countDrop(open ? DropReason.QUEUE_FULL : DropReason.LINK_DOWN);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes a frame meant for everybody, which may fill at most half of the queue. */
  void flood(Frame frame) {
    lock.lock();
    try {
      if (!open) {
        return;
      }
      if (head - tail + PREFIX + frame.length() <= capacity / 2) {
        put(frame);
      } else {
        statistics.countDrop(DropReason.QUEUE_FULL);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean offer(
      ByteBuffer header, int headerLength, ByteBuffer body, int offset, int length) {
    lock.lock();
    try {
      if (!open || !hasRoom(headerLength + length)) {
        roomWanted = open;
        return false;
      }
      putLength(headerLength + length);
      putOctets(header, 0, headerLength);
      putOctets(body, offset, length);
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void flush() {
    lock.lock();
    try {
      if (head != tail) {
        filled.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for octets to write. Only for the writer.
   *
   * @return a window on the ring, nothing left in it once the queue is closed
   */
  ByteBuffer take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (head == tail && open) {
        filled.await();
      }
      int at = index(tail);
      int length = (int) Math.min(head - tail, Math.min(LARGEST_PIECE, capacity - at));
      return piece.limit(at + length).position(at);
    } finally {
      lock.unlock();
    }
  }

  /** Frees what the writer has written. */
  void written(int octets) {
    boolean tell;
    lock.lock();
    try {
      if (!open) {
        return;
      }
      countFrames(tail + octets);
      tail += octets;
      progressAt = System.nanoTime();
      stalled = false;
      boolean low = head - tail <= capacity / 2;
      if (low) {
        drained.signalAll();
      }
      tell = low && roomWanted;
      if (tell) {
        roomWanted = false;
      }
    } finally {
      lock.unlock();
    }
    if (tell) {
      roomAgain.run();
    }
  }

  /** Before the tail moves on: what is behind it may be overwritten. */
  private void countFrames(long written) {
    int frames = 0;
    while (frameEnd < written) {
      frameEnd += PREFIX + lengthAt(frameEnd);
      frames++;
    }
    statistics.countOut(frames);
  }

  private int lengthAt(long position) {
    int length = 0;
    for (int i = 0; i < PREFIX; i++) {
      length = (length << 8) | (ring.get(index(position + i)) & 0xff);
    }
    return length;
  }

  private boolean awaitRoom(int length) {
    while (open && !stalled && !hasRoom(length)) {
      filled.signal();
      long left = progressAt + stallNanos - System.nanoTime();
      if (left <= 0) {
        stalled = true;
        return false;
      }
      try {
        long _ = drained.awaitNanos(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return open && hasRoom(length);
  }

  private boolean hasRoom(int length) {
    return head - tail + PREFIX + length <= capacity;
  }

  private int index(long position) {
    return (int) position & (capacity - 1);
  }

  private void put(Frame frame) {
    putLength(frame.length());
    putOctets(frame.buffer(), frame.offset(), frame.length());
  }

  private void putLength(int length) {
    if (head == tail) {
      progressAt = System.nanoTime();
    }
    for (int shift = 24; shift >= 0; shift -= 8) {
      ring.put(index(head++), (byte) (length >>> shift));
    }
  }

  private void putOctets(ByteBuffer source, int offset, int length) {
    int at = index(head);
    int first = Math.min(length, capacity - at);
    ring.put(at, source, offset, first);
    ring.put(0, source, offset + first, length - first);
    head += length;
  }
}
