package io.anyrack.ipmi.sol;

/**
 * Octets on their way from the machine to the console: a ring that loses its oldest when full.
 *
 * <p>Thread-safe, and calls nobody: a console may add to it under a lock of its own.
 */
final class Backlog {
  private final byte[] ring;
  private int start;
  private int size;
  private boolean overrun;

  Backlog(int capacity) {
    ring = new byte[capacity];
  }

  synchronized boolean isEmpty() {
    return size == 0;
  }

  /** Adds octets. */
  synchronized void add(byte[] octets) {
    int from = Math.max(0, octets.length - ring.length);
    int count = octets.length - from;
    int lost = Math.max(0, size + count - ring.length);
    drop(lost);
    int end = (start + size) % ring.length;
    int first = Math.min(count, ring.length - end);
    System.arraycopy(octets, from, ring, end, first);
    System.arraycopy(octets, from + first, ring, 0, count - first);
    size += count;
    overrun |= lost > 0 || from > 0;
  }

  /** Takes up to {@code most} of the oldest octets. */
  synchronized byte[] take(int most) {
    byte[] taken = new byte[Math.min(most, size)];
    int first = Math.min(taken.length, ring.length - start);
    System.arraycopy(ring, start, taken, 0, first);
    System.arraycopy(ring, 0, taken, first, taken.length - first);
    drop(taken.length);
    return taken;
  }

  /** Whether octets were lost since this was last asked. */
  synchronized boolean takeOverrun() {
    boolean lost = overrun;
    overrun = false;
    return lost;
  }

  synchronized void clear() {
    drop(size);
  }

  private void drop(int count) {
    start = (start + count) % ring.length;
    size -= count;
  }
}
