package io.anyrack.local.tcp;

/**
 * The sending half of a connection (RFC 9293 §3.3.1, §3.8): what is under way to the guest, and
 * when it is sent again. Selective repeat of the first lost segment after three duplicate
 * acknowledgments (RFC 6582), go-back-N after a timeout. Not thread-safe.
 */
final class Sender {
  static final long NEVER = Long.MAX_VALUE;

  private static final int DUPLICATES = 3;

  private final Emitter emitter;
  private final StreamBuffer buffer;
  private final int segment;
  private final int scale;
  private final int patience;
  private final RoundTrip roundTrip = new RoundTrip();
  private final CongestionWindow congestion;

  // SND.UNA, SND.NXT, the highest SND.NXT so far, SND.WND, SND.WL1, SND.WL2 of RFC 9293 §3.3.1.
  private int unacknowledged;
  private int next;
  private int highest;
  private int window;
  private int windowSequence;
  private int windowAcknowledgment;

  private boolean finish;
  private boolean finished;

  private boolean timing;
  private int timedSequence;
  private long timedAt;
  private long timerAt = NEVER;
  private int unanswered;

  private int duplicates;
  private boolean recovering;
  private int recover;

  /** Sends segments with the connection's acknowledgment and window. */
  interface Emitter {
    /**
     * Sends {@code length} octets of the buffer from {@code distance}.
     *
     * @return false if there is no room now
     */
    boolean emit(int sequence, int flags, int distance, int length);
  }

  /**
   * A sender that has sent nothing.
   *
   * @param initial the initial sequence number
   * @param segment the largest content of a segment
   * @param scale by how many bits the guest's windows are shifted
   * @param patience how often in a row the same is sent again
   */
  Sender(Emitter emitter, StreamBuffer buffer, int initial, int segment, int scale, int patience) {
    this.emitter = emitter;
    this.buffer = buffer;
    this.segment = segment;
    this.scale = scale;
    this.patience = patience;
    congestion = new CongestionWindow(segment);
    unacknowledged = initial;
    next = initial;
    highest = initial;
  }

  int next() {
    return next;
  }

  long timerAt() {
    return timerAt;
  }

  /** The SYN has been sent. */
  void synchronizing(long now) {
    time(unacknowledged, now);
    next = unacknowledged + 1;
    highest = next;
    timerAt = now + roundTrip.timeout();
  }

  /** Whether {@code acknowledgment} is that of the SYN. */
  boolean acknowledgesSyn(int acknowledgment) {
    return acknowledgment == unacknowledged + 1;
  }

  /** The guest has acknowledged the SYN with {@code segment}. */
  void established(Segment acknowledging, long now) {
    unacknowledged++;
    sample(now);
    timerAt = NEVER;
    setWindow(acknowledging);
  }

  /** The guest has the FIN. */
  boolean isFinished() {
    return finished;
  }

  /** Nothing follows what is in the buffer: a FIN is sent after it. */
  void finish(long now) {
    finish = true;
    transmit(now);
  }

  /**
   * Takes a segment's acknowledgment and window.
   *
   * @return false if it acknowledges what was never sent
   */
  boolean acknowledge(Segment received, long now) {
    int acknowledgment = received.acknowledgment();
    int octets = acknowledgment - unacknowledged;
    if (acknowledgment - highest > 0) {
      return false;
    }
    unanswered = 0;
    if (octets > 0) {
      advance(acknowledgment, octets, now);
    } else if (octets == 0 && isDuplicate(received)) {
      duplicate(now);
    }
    if (octets >= 0) {
      updateWindow(received, now);
    }
    return true;
  }

  private void advance(int acknowledgment, int octets, long now) {
    int content = Math.min(octets, buffer.size());
    buffer.consumed(content);
    finished |= octets > content;
    unacknowledged = acknowledgment;
    if (next - acknowledgment < 0) {
      next = acknowledgment;
    }
    if (timing && acknowledgment - timedSequence > 0) {
      sample(now);
    } else {
      roundTrip.restore();
    }
    duplicates = 0;
    timerAt = acknowledgment == highest ? NEVER : now + roundTrip.timeout();
    if (recovering && acknowledgment - recover < 0) {
      // RFC 6582 §3.2: a partial acknowledgment shows the next loss.
      resendFirst(now);
    } else {
      recovering = false;
      congestion.acknowledged(octets);
    }
  }

  /** RFC 5681 §2. */
  private boolean isDuplicate(Segment received) {
    return highest != unacknowledged
        && received.span() == 0
        && received.window() << scale == window;
  }

  private void duplicate(long now) {
    duplicates++;
    if (duplicates == DUPLICATES && !recovering) {
      recovering = true;
      recover = highest;
      congestion.lost(highest - unacknowledged);
      resendFirst(now);
    }
  }

  private void updateWindow(Segment received, long now) {
    int newer = received.sequence() - windowSequence;
    if (newer > 0 || (newer == 0 && received.acknowledgment() - windowAcknowledgment >= 0)) {
      boolean opens = window == 0 && received.window() != 0;
      setWindow(received);
      if (opens) {
        roundTrip.restore();
        timerAt = unacknowledged == highest ? NEVER : now + roundTrip.timeout();
      }
    }
  }

  private void setWindow(Segment received) {
    window = received.window() << scale;
    windowSequence = received.sequence();
    windowAcknowledgment = received.acknowledgment();
  }

  /** Sends what window and room allow. */
  void transmit(long now) {
    boolean sent = true;
    while (sent && !finished) {
      int unsent = end() - next;
      if (unsent > 0) {
        sent = transmitContent(unsent, now);
      } else if (finish && unsent == 0) {
        sent = emitter.emit(next, Segment.FIN | Segment.ACK, 0, 0);
        moveOn(sent ? 1 : 0, now);
      } else {
        sent = false;
      }
    }
    boolean waiting = window == 0 && end() - next > 0;
    if (timerAt == NEVER && (highest != unacknowledged || waiting)) {
      timerAt = now + roundTrip.timeout();
    }
  }

  private boolean transmitContent(int unsent, long now) {
    int inFlight = next - unacknowledged;
    int usable = Math.min(window, congestion.size()) - inFlight;
    int fitting = Math.min(segment, buffer.contiguous(inFlight));
    int length = Math.min(fitting, usable);
    // RFC 9293 §3.8.6.2.1: no small segment just because the window has only that much left.
    if (length <= 0 || (length < fitting && inFlight > 0)) {
      return false;
    }
    int push = length == unsent ? Segment.PSH : 0;
    if (!emitter.emit(next, Segment.ACK | push, inFlight, length)) {
      return false;
    }
    moveOn(length, now);
    return true;
  }

  private void moveOn(int octets, long now) {
    if (octets > 0 && next == highest && !timing) {
      time(next, now);
    }
    next += octets;
    if (next - highest > 0) {
      highest = next;
    }
  }

  /**
   * The time of {@link #timerAt} has come.
   *
   * @return false if the guest does not answer any more
   */
  boolean expire(long now) {
    if (unanswered == patience) {
      return false;
    }
    unanswered++;
    timing = false;
    timerAt = NEVER;
    roundTrip.backOff();
    recovering = false;
    duplicates = 0;
    next = unacknowledged;
    if (window == 0 && buffer.size() > 0) {
      probe();
      timerAt = now + roundTrip.timeout();
    } else {
      congestion.timedOut(highest - unacknowledged);
      transmit(now);
    }
    return true;
  }

  /** The SYN has been sent again. */
  boolean expireSyn(long now) {
    unanswered++;
    timing = false;
    roundTrip.backOff();
    timerAt = now + roundTrip.timeout();
    return unanswered <= patience;
  }

  /** RFC 9293 §3.8.6.1: an octet into the closed window makes the guest say how it is. */
  private void probe() {
    if (emitter.emit(unacknowledged, Segment.ACK, 0, 1) && highest == unacknowledged) {
      highest++;
    }
  }

  private void resendFirst(long now) {
    timing = false;
    timerAt = now + roundTrip.timeout();
    int length = Math.min(segment, buffer.contiguous(0));
    int flags = length > 0 ? Segment.ACK : Segment.FIN | Segment.ACK;
    // A refusal is a further loss, which the timer finds.
    boolean _ = emitter.emit(unacknowledged, flags, 0, length);
  }

  private void time(int sequence, long now) {
    timing = true;
    timedSequence = sequence;
    timedAt = now;
  }

  private void sample(long now) {
    if (timing) {
      roundTrip.sample(now - timedAt);
      timing = false;
    }
  }

  private int end() {
    return unacknowledged + buffer.size();
  }
}
