package io.anyrack.local.tcp;

import java.nio.ByteBuffer;

/**
 * Octets between a guest and its backend: a ring that grows up to a limit. One producer and one
 * consumer; every method is called under the connection's lock, but the octets of a window may be
 * filled or read outside of it.
 */
final class StreamBuffer {
  private static final int FIRST = 8 << 10;

  private final int limit;
  private ByteBuffer ring = ByteBuffer.allocate(0);
  private int start;
  private int size;

  /**
   * An empty buffer.
   *
   * @param limit the most octets it holds, a power of two
   */
  StreamBuffer(int limit) {
    if (Integer.bitCount(limit) != 1) {
      throw new IllegalArgumentException("not a power of two: " + limit);
    }
    this.limit = limit;
  }

  int limit() {
    return limit;
  }

  int size() {
    return size;
  }

  /** How many octets may be added. */
  int room() {
    return limit - size;
  }

  /** The ring; content lies where {@link #index} and {@link #contiguous} say. */
  ByteBuffer ring() {
    return ring;
  }

  /** Where the octet {@code distance} behind the first one lies in the ring. */
  int index(int distance) {
    int at = start + distance;
    return at >= ring.capacity() ? at - ring.capacity() : at;
  }

  /** How many octets from {@code distance} on lie side by side. */
  int contiguous(int distance) {
    return Math.min(size - distance, ring.capacity() - index(distance));
  }

  /** For the producer: free octets side by side, none if the buffer is full. */
  ByteBuffer free() {
    if (size == ring.capacity() && size < limit) {
      grow();
    }
    int end = index(size);
    int length = Math.min(ring.capacity() - size, ring.capacity() - end);
    return ring.duplicate().limit(end + length).position(end);
  }

  private void grow() {
    ByteBuffer larger = ByteBuffer.allocate(Math.min(limit, Math.max(FIRST, 2 * size)));
    int first = contiguous(0);
    larger.put(0, ring, start, first);
    larger.put(first, ring, 0, size - first);
    ring = larger;
    start = 0;
  }

  /** For the producer: {@code count} octets of {@link #free} were filled. */
  void produced(int count) {
    size += count;
  }

  /** For the producer: adds as much of the window on {@code source} as there is room for. */
  int add(ByteBuffer source, int offset, int length) {
    int added = 0;
    while (added < length && room() > 0) {
      ByteBuffer free = free();
      int part = Math.min(free.remaining(), length - added);
      free.put(free.position(), source, offset + added, part);
      produced(part);
      added += part;
    }
    return added;
  }

  /** For the consumer: the first octets, as many as lie side by side. */
  ByteBuffer content() {
    int length = size == 0 ? 0 : contiguous(0);
    return ring.duplicate().limit(start + length).position(start);
  }

  /** For the consumer: the first {@code count} octets are done with. */
  void consumed(int count) {
    // Not back to 0 when empty: the producer may be filling what follows.
    start = index(count);
    size -= count;
  }

  /** Forgets the content and gives the memory back. */
  void release() {
    ring = ByteBuffer.allocate(0);
    start = 0;
    size = 0;
  }
}
