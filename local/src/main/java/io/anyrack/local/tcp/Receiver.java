package io.anyrack.local.tcp;

/**
 * The receiving half of a connection (RFC 9293 §3.3.1, §3.4): takes what comes in order and says
 * how much more may come. Segments out of order are not kept: on a switch they come in order, or
 * the one before was lost. Not thread-safe.
 */
final class Receiver {
  private final StreamBuffer buffer;
  private final int segment;
  private final int scale;

  // RCV.NXT, and the right edge of what was advertised (RCV.NXT + RCV.WND).
  private int next;
  private int edge;
  private boolean finished;

  /**
   * A receiver that has taken the SYN.
   *
   * @param next the sequence number of the first octet
   * @param segment the largest content the guest will send
   * @param scale by how many bits windows are shifted
   */
  Receiver(StreamBuffer buffer, int next, int segment, int scale) {
    this.buffer = buffer;
    this.next = next;
    this.segment = segment;
    this.scale = scale;
    edge = next;
  }

  int next() {
    return next;
  }

  /** The guest has sent everything. */
  boolean isFinished() {
    return finished;
  }

  /** The window field of a SYN, which is not scaled. */
  int synWindow() {
    return Math.min(0xffff, window());
  }

  /** The window field. */
  int windowField() {
    return Math.min(0xffff, window() >>> scale);
  }

  /** What may come; the right edge never moves back, and not in small steps (§3.8.6.2.2). */
  private int window() {
    if (gain() >= Math.min(buffer.limit() / 2, segment)) {
      edge += gain();
    }
    return edge - next;
  }

  private int gain() {
    return next + Math.min(buffer.room(), 0xffff << scale) - edge;
  }

  /** Whether enough room has come up since the guest was told last to tell it again. */
  boolean isUpdateDue() {
    return gain() >= buffer.limit() / 2 || (edge - next < segment && gain() >= segment);
  }

  /** RFC 9293 §3.10.7.4, first. */
  boolean isAcceptable(Segment received) {
    int first = received.sequence() - next;
    int last = first + Math.max(0, received.span() - 1);
    int window = edge - next;
    if (received.span() == 0) {
      return first == 0 || (first > 0 && first < window);
    }
    return first < window && last >= 0;
  }

  /**
   * Takes content and FIN of an acceptable segment.
   *
   * @return false if something before it is missing
   */
  boolean accept(Segment received) {
    int known = next - received.sequence();
    if (known < 0) {
      return received.span() == 0;
    }
    int fresh = received.length() - known;
    if (fresh > 0 && !finished) {
      int wanted = Math.min(fresh, edge - next);
      int added = buffer.add(received.buffer(), received.offset() + known, wanted);
      next += added;
      fresh -= added;
    }
    if (received.has(Segment.FIN) && fresh == 0 && !finished) {
      next++;
      edge++;
      finished = true;
    }
    return true;
  }
}
