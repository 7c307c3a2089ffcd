package io.anyrack.local.tcp;

/** The retransmission timeout (RFC 6298) in nanoseconds. Not thread-safe. */
final class RoundTrip {
  private static final long FIRST = 1_000_000_000L;

  /** As Linux: RFC 6298 §2.4 would have a second, which is long on a wire of microseconds. */
  private static final long SHORTEST = 200_000_000L;

  private static final long LONGEST = 60_000_000_000L;

  private long smoothed;
  private long variation;
  private long timeout = FIRST;
  private int doubled;

  /** Takes a measured time of a segment that was sent once (§3, Karn). */
  void sample(long nanos) {
    if (smoothed == 0) {
      smoothed = nanos;
      variation = nanos / 2;
    } else {
      variation += (Math.abs(smoothed - nanos) - variation) / 4;
      smoothed += (nanos - smoothed) / 8;
    }
    timeout = Math.clamp(smoothed + 4 * variation, SHORTEST, LONGEST);
    doubled = 0;
  }

  /** Doubles the timeout (§5.5). */
  void backOff() {
    doubled++;
  }

  /** The peer is there: the timeout is again what the samples say. */
  void restore() {
    doubled = 0;
  }

  /** How often the timeout was doubled. */
  int backOffs() {
    return doubled;
  }

  long timeout() {
    return Math.min(LONGEST, timeout << Math.min(doubled, 16));
  }
}
