package io.anyrack.local.tcp;

/** How much may be under way (RFC 5681), in octets. Not thread-safe. */
final class CongestionWindow {
  private static final int LARGEST = 1 << 30;

  private final int segment;
  private int window;
  private int threshold = LARGEST;

  CongestionWindow(int segment) {
    this.segment = segment;
    // RFC 6928.
    window = 10 * segment;
  }

  int size() {
    return window;
  }

  void acknowledged(int octets) {
    if (window < threshold) {
      window = Math.min(LARGEST, window + octets);
    } else {
      window = Math.min(LARGEST, window + Math.max(1, (int) ((long) segment * octets / window)));
    }
  }

  /** A segment was lost, later ones arrived. */
  void lost(int inFlight) {
    threshold = Math.max(inFlight / 2, 2 * segment);
    window = threshold;
  }

  /** Nothing arrived for the retransmission timeout. */
  void timedOut(int inFlight) {
    threshold = Math.max(inFlight / 2, 2 * segment);
    window = segment;
  }
}
