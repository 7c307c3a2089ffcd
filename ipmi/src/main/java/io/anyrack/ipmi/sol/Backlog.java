package io.anyrack.ipmi.sol;

/** Octets on their way from the machine to the console: a ring that loses its oldest when full. */
final class Backlog {
  private final byte[] ring;
  private int start;
  private int size;

  Backlog(int capacity) {
    ring = new byte[capacity];
  }

  int size() {
    return size;
  }

  /** Adds octets; returns whether older ones were lost for them. */
  boolean add(byte[] octets) {
    int from = Math.max(0, octets.length - ring.length);
    int count = octets.length - from;
    int lost = Math.max(0, size + count - ring.length);
    drop(lost);
    int end = (start + size) % ring.length;
    int first = Math.min(count, ring.length - end);
    System.arraycopy(octets, from, ring, end, first);
    System.arraycopy(octets, from + first, ring, 0, count - first);
    size += count;
    return lost > 0 || from > 0;
  }

  /** Takes up to {@code most} of the oldest octets. */
  byte[] take(int most) {
    byte[] taken = new byte[Math.min(most, size)];
    int first = Math.min(taken.length, ring.length - start);
    System.arraycopy(ring, start, taken, 0, first);
    System.arraycopy(ring, 0, taken, first, taken.length - first);
    drop(taken.length);
    return taken;
  }

  void clear() {
    drop(size);
  }

  private void drop(int count) {
    start = (start + count) % ring.length;
    size -= count;
  }
}
