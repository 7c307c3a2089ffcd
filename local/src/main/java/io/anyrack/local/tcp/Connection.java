package io.anyrack.local.tcp;

import io.anyrack.local.tcp.Segment.Options;
import java.util.Optional;

/**
 * One TCP connection a guest has opened (RFC 9293 §3.3.2), as a machine without threads and clock:
 * segments, octets and times go in, segments come out. Not thread-safe.
 *
 * <pre>
 *  SYN ──► OPENING ──accept──► SYN_RECEIVED ──ACK──► ESTABLISHED ──FIN──► CLOSE_WAIT
 *             │                                        │ finish             │ finish
 *           abort                                  FIN_WAIT_1 ──FIN──► CLOSING  LAST_ACK
 *             ▼                                        │ ACK               │ ACK    │ ACK
 *          CLOSED ◄──────────── TIME_WAIT ◄──FIN── FIN_WAIT_2          TIME_WAIT  CLOSED
 * </pre>
 *
 * <p>OPENING is not in the RFC: the guest's SYN is answered only once the backend is there, so that
 * a guest sees a refused connection where there is one.
 */
final class Connection {
  private static final int SMALLEST_SEGMENT = 64;

  private final ConnectionLimits limits;
  private final SegmentSink sink;
  private final StreamBuffer toGuest;
  private final StreamBuffer fromGuest;
  private final Sender sender;
  private final Receiver receiver;
  private final int initialReceived;
  private final Options answer;
  private State state = State.OPENING;
  private boolean acknowledge;
  private boolean aborted;
  private boolean finishEarly;
  private long heardAt;

  /** The states of RFC 9293 §3.3.2 that a passive opener sees. */
  enum State {
    OPENING,
    SYN_RECEIVED,
    ESTABLISHED,
    FIN_WAIT_1,
    FIN_WAIT_2,
    CLOSE_WAIT,
    CLOSING,
    LAST_ACK,
    TIME_WAIT,
    CLOSED
  }

  /**
   * A connection whose SYN has come.
   *
   * @param syn the guest's SYN
   * @param initial our initial sequence number, hard to guess (RFC 6528)
   * @param largest the most octets a segment may carry: the MTU less 40
   * @param now the time in nanoseconds, from 0 at any moment
   */
  Connection(
      Segment syn, int initial, int largest, ConnectionLimits limits, SegmentSink sink, long now) {
    this.limits = limits;
    this.sink = sink;
    toGuest = new StreamBuffer(limits.toGuest());
    fromGuest = new StreamBuffer(limits.fromGuest());
    initialReceived = syn.sequence();
    int wanted = scaleFor(limits.fromGuest());
    Optional<Integer> guestScale = syn.options().windowScale();
    answer = new Options(largest, guestScale.map(ignored -> wanted));
    int segment = Math.clamp(syn.options().maximumSegmentSize(), SMALLEST_SEGMENT, largest);
    sender =
        new Sender(
            this::emit, toGuest, initial, segment, guestScale.orElse(0), limits.retransmissions());
    receiver =
        new Receiver(fromGuest, syn.sequence() + 1, largest, guestScale.isPresent() ? wanted : 0);
    heardAt = now;
  }

  private static int scaleFor(int octets) {
    int scale = 0;
    while (octets >>> scale > 0xffff) {
      scale++;
    }
    return scale;
  }

  State state() {
    return state;
  }

  /** Ended by RST or for want of an answer, not by FIN: what is in the buffers is void. */
  boolean isAborted() {
    return aborted;
  }

  /** The guest has sent everything; what the backend has not taken yet is in the buffer. */
  boolean isGuestFinished() {
    return receiver.isFinished();
  }

  /** What the backend has sent and the guest has not acknowledged. */
  StreamBuffer toGuest() {
    return toGuest;
  }

  /** What the guest has sent and the backend has not taken. */
  StreamBuffer fromGuest() {
    return fromGuest;
  }

  /** Whether a SYN with this sequence number may start a new connection (RFC 9293 §3.10.7.4). */
  boolean givesWayTo(Segment syn) {
    return state == State.CLOSED
        || (state == State.TIME_WAIT && syn.sequence() - receiver.next() >= 0);
  }

  /** When {@link #tick} wants to be called; {@link Sender#NEVER} once closed. */
  long deadline() {
    return switch (state) {
      case CLOSED -> Sender.NEVER;
      case TIME_WAIT -> heardAt + limits.timeWait().toNanos();
      case FIN_WAIT_2 -> heardAt + limits.halfClosed().toNanos();
      default -> Math.min(sender.timerAt(), heardAt + limits.idle().toNanos());
    };
  }

  /** The backend is there. */
  void accept(long now) {
    if (state == State.OPENING) {
      state = State.SYN_RECEIVED;
      sender.synchronizing(now);
      sendSyn();
    }
  }

  /** Takes a segment; what it wants answered may wait until {@link #flush}. */
  void receive(Segment received, long now) {
    switch (state) {
      case CLOSED -> {}
      case OPENING -> receiveOpening(received);
      default -> receiveSynchronized(received, now);
    }
  }

  private void receiveOpening(Segment received) {
    if (received.has(Segment.RST) && received.sequence() == receiver.next()) {
      close(true);
    }
  }

  private void receiveSynchronized(Segment received, long now) {
    if (received.has(Segment.RST)) {
      // RFC 5961 §3.2: only the exact number resets, others in the window are challenged.
      if (received.sequence() == receiver.next()) {
        close(state != State.TIME_WAIT);
      } else if (receiver.isAcceptable(received)) {
        sendAcknowledgment();
      }
      return;
    }
    if (received.has(Segment.SYN)) {
      if (state == State.SYN_RECEIVED && received.sequence() == initialReceived) {
        sendSyn();
      } else {
        // RFC 5961 §4.2.
        sendAcknowledgment();
      }
      return;
    }
    if (!received.has(Segment.ACK)) {
      return;
    }
    heardAt = now;
    boolean acceptable = receiver.isAcceptable(received);
    if (!acceptable) {
      acknowledge = true;
    }
    // A window of zero still lets acknowledgments through (RFC 9293 §3.10.7.4).
    if ((acceptable || received.sequence() == receiver.next())
        && takeAcknowledgment(received, now)
        && acceptable) {
      takeContent(received);
    }
    if (state != State.CLOSED) {
      sender.transmit(now);
    }
  }

  private boolean takeAcknowledgment(Segment received, long now) {
    if (state == State.SYN_RECEIVED) {
      if (!sender.acknowledgesSyn(received.acknowledgment())) {
        boolean _ = sink.send(received.reset());
        return false;
      }
      state = State.ESTABLISHED;
      sender.established(received, now);
      if (finishEarly) {
        finish(now);
      }
      return true;
    }
    if (!sender.acknowledge(received, now)) {
      acknowledge = true;
      return false;
    }
    if (sender.isFinished()) {
      toGuest.release();
      switch (state) {
        case FIN_WAIT_1 -> state = State.FIN_WAIT_2;
        case CLOSING -> state = State.TIME_WAIT;
        case LAST_ACK -> close(false);
        default -> {}
      }
    }
    return state != State.CLOSED;
  }

  private void takeContent(Segment received) {
    if (received.span() == 0) {
      return;
    }
    acknowledge = true;
    boolean wasFinished = receiver.isFinished();
    if (!receiver.accept(received)) {
      // At once and for each, so that the guest can count them (RFC 5681 §4.2).
      sendAcknowledgment();
    }
    if (receiver.isFinished() && !wasFinished) {
      state =
          switch (state) {
            case ESTABLISHED -> State.CLOSE_WAIT;
            case FIN_WAIT_1 -> State.CLOSING;
            case FIN_WAIT_2 -> State.TIME_WAIT;
            default -> state;
          };
    }
  }

  /** No more segments for now: what was received is acknowledged, once for all. */
  void flush() {
    if (acknowledge && state != State.CLOSED && state != State.OPENING) {
      sendAcknowledgment();
    }
  }

  /** The backend has put {@code octets} into {@link #toGuest}. */
  void produced(int octets, long now) {
    if (!aborted) {
      toGuest.produced(octets);
      resume(now);
    }
  }

  /** The backend has taken {@code octets} from {@link #fromGuest}. */
  void consumed(int octets) {
    if (aborted) {
      return;
    }
    fromGuest.consumed(octets);
    if (state != State.CLOSED && !receiver.isFinished() && receiver.isUpdateDue()) {
      sendAcknowledgment();
    }
  }

  /** The backend has sent everything. */
  void finish(long now) {
    switch (state) {
      case ESTABLISHED -> state = State.FIN_WAIT_1;
      case CLOSE_WAIT -> state = State.LAST_ACK;
      case SYN_RECEIVED -> {
        finishEarly = true;
        return;
      }
      default -> {
        return;
      }
    }
    sender.finish(now);
  }

  /** The backend is gone, or was never there: the guest gets a RST. */
  void abort() {
    if (state == State.OPENING) {
      boolean _ =
          sink.send(
              Segment.bare(0, receiver.next(), Segment.RST | Segment.ACK, 0, Options.DEFAULT));
    } else if (state != State.CLOSED && state != State.TIME_WAIT) {
      boolean _ = emit(sender.next(), Segment.RST | Segment.ACK, 0, 0);
    }
    close(true);
  }

  /** The guest is gone: the connection ends without a word. */
  void drop() {
    close(true);
  }

  /** There is room for segments again. */
  void resume(long now) {
    if (state != State.CLOSED && state != State.OPENING && state != State.SYN_RECEIVED) {
      sender.transmit(now);
    }
  }

  /** The time of {@link #deadline} may have come. */
  void tick(long now) {
    if (now < deadline()) {
      return;
    }
    switch (state) {
      case CLOSED -> {}
      case TIME_WAIT -> close(false);
      case OPENING, FIN_WAIT_2 -> abort();
      default -> expire(now);
    }
  }

  private void expire(long now) {
    boolean idle = now - heardAt >= limits.idle().toNanos();
    boolean answers =
        !idle && (state == State.SYN_RECEIVED ? sender.expireSyn(now) : sender.expire(now));
    if (!answers) {
      abort();
    } else if (state == State.SYN_RECEIVED) {
      sendSyn();
    }
  }

  private void close(boolean abnormal) {
    state = State.CLOSED;
    aborted |= abnormal;
  }

  private void sendSyn() {
    // A refusal is a loss, which the timer finds.
    boolean _ =
        sink.send(
            Segment.bare(
                sender.next() - 1,
                receiver.next(),
                Segment.SYN | Segment.ACK,
                receiver.synWindow(),
                answer));
  }

  private void sendAcknowledgment() {
    boolean _ = emit(sender.next(), Segment.ACK, 0, 0);
  }

  private boolean emit(int sequence, int flags, int distance, int length) {
    boolean sent =
        sink.send(
            new Segment(
                sequence,
                receiver.next(),
                flags,
                receiver.windowField(),
                Options.DEFAULT,
                toGuest.ring(),
                length == 0 ? 0 : toGuest.index(distance),
                length));
    if (sent) {
      acknowledge = false;
    }
    return sent;
  }
}
