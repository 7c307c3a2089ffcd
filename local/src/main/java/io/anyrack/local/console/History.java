package io.anyrack.local.console;

/** The last octets of a stream. Not thread-safe. */
final class History {
  private final byte[] ring;
  private long total;

  /** A history of at most {@code capacity} octets. */
  History(int capacity) {
    ring = new byte[capacity];
  }

  void append(byte[] octets) {
    int length = Math.min(octets.length, ring.length);
    int from = octets.length - length;
    long start = total + from;
    int at = (int) (start % ring.length);
    int first = Math.min(length, ring.length - at);
    System.arraycopy(octets, from, ring, at, first);
    System.arraycopy(octets, from + first, ring, 0, length - first);
    total += octets.length;
  }

  /** What is kept, oldest octet first. */
  byte[] octets() {
    int length = (int) Math.min(total, ring.length);
    byte[] result = new byte[length];
    int at = (int) ((total - length) % ring.length);
    int first = Math.min(length, ring.length - at);
    System.arraycopy(ring, at, result, 0, first);
    System.arraycopy(ring, 0, result, first, length - first);
    return result;
  }
}
