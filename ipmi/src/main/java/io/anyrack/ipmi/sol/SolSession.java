package io.anyrack.ipmi.sol;

import io.anyrack.rack.cloud.Console;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * An active serial-over-LAN payload (IPMI 2.0 §15): the machine's console on one side, packets on
 * the other. One packet is under way at a time; meanwhile output gathers in a bounded backlog.
 *
 * <p>The console has one writer. If somebody else is, this session reads: it says so once, and
 * answers input with a NACK until the line is free, when it takes it.
 *
 * <p>Used under the lock of its BMC, but for the console's threads, which only reach the backlog:
 * were they to wait for that lock, they could hold one that the BMC waits for.
 */
public final class SolSession implements AutoCloseable {
  private static final int LAST_SEQUENCE = 15;

  private final Console console;
  private final String who;
  private final boolean mayWrite;
  private final SolLimits limits;
  private final Backlog backlog;
  private final Console.Attachment attachment;
  private Optional<Console.Writer> writer;
  private Optional<SolPacket> underWay = Optional.empty();
  private long sentAt;
  private int lastSent;
  private int lastReceived;
  private int lastAccepted;
  private boolean closed;

  /**
   * Attaches to the console; its history is the first output.
   *
   * @param who shown to others who want to write
   * @param mayWrite whether it takes the line where that is free; otherwise it only reads
   * @param wake called whenever there is new output to poll for; must not block
   */
  public SolSession(
      Console console, String who, boolean mayWrite, SolLimits limits, Runnable wake) {
    this.mayWrite = mayWrite;
    this.console = console;
    this.who = who;
    this.limits = limits;
    this.backlog = new Backlog(limits.backlog());
    this.writer = claim();
    this.attachment =
        console.read(
            true,
            octets -> {
              backlog.add(octets);
              wake.run();
            });
    if (writer.isEmpty()) {
      String reason =
          console
              .readOnly()
              .orElseGet(
                  () ->
                      mayWrite
                          ? console.writer().orElse("somebody else") + " is writing"
                          : "the first instance writes");
      String notice = "\r\n[read-only: " + reason + "]\r\n";
      backlog.add(notice.getBytes(StandardCharsets.UTF_8));
    }
  }

  private Optional<Console.Writer> claim() {
    return mayWrite ? console.claim(who) : Optional.empty();
  }

  /**
   * Takes a packet from the remote console.
   *
   * @return the acknowledgement to send
   */
  public Optional<SolPacket> receive(SolPacket packet) {
    if (closed) {
      return Optional.empty();
    }
    acknowledge(packet);
    if (packet.has(SolPacket.FLUSH_OUTBOUND)) {
      backlog.clear();
    }
    if (packet.sequence() == 0) {
      return Optional.empty();
    }
    if (packet.sequence() == lastReceived) {
      return Optional.of(SolPacket.acknowledgement(lastReceived, lastAccepted, 0));
    }
    if (packet.length() == 0 && !packet.has(SolPacket.BREAK)) {
      return Optional.of(accept(packet));
    }
    if (writer.isEmpty()) {
      writer = claim();
    }
    if (writer.isEmpty()) {
      return Optional.of(
          SolPacket.acknowledgement(
              packet.sequence(), 0, SolPacket.NACK | SolPacket.TRANSFER_UNAVAILABLE));
    }
    if (packet.has(SolPacket.BREAK)) {
      writer.get().sendBreak();
    }
    if (packet.length() > 0) {
      writer.get().write(packet.characters());
    }
    return Optional.of(accept(packet));
  }

  private SolPacket accept(SolPacket packet) {
    lastReceived = packet.sequence();
    lastAccepted = packet.length();
    return SolPacket.acknowledgement(lastReceived, lastAccepted, 0);
  }

  /** A packet taken only in part is sent again from there, as a new one (§15.11). */
  private void acknowledge(SolPacket packet) {
    if (packet.acknowledged() == 0
        || underWay.isEmpty()
        || underWay.get().sequence() != packet.acknowledged()) {
      return;
    }
    byte[] sent = underWay.get().characters();
    int accepted = Math.min(packet.accepted(), sent.length);
    if (accepted == sent.length) {
      underWay = Optional.empty();
    } else if (accepted > 0) {
      underWay = Optional.of(next(Arrays.copyOfRange(sent, accepted, sent.length)));
      sentAt = Long.MIN_VALUE;
    }
  }

  private SolPacket next(byte[] characters) {
    lastSent = lastSent == LAST_SEQUENCE ? 1 : lastSent + 1;
    int flags = backlog.takeOverrun() ? SolPacket.OVERRUN : 0;
    return SolPacket.data(lastSent, flags, characters);
  }

  /**
   * The packet to send now, if any: new output, or one that was not acknowledged in time.
   *
   * @param now in milliseconds
   */
  public Optional<SolPacket> poll(long now) {
    if (closed) {
      return Optional.empty();
    }
    if (underWay.isEmpty()) {
      if (backlog.isEmpty()) {
        return Optional.empty();
      }
      underWay = Optional.of(next(backlog.take(limits.characters())));
    } else if (sentAt != Long.MIN_VALUE && now - sentAt < limits.retryInterval().toMillis()) {
      return Optional.empty();
    }
    sentAt = now;
    return underWay;
  }

  /** Detaches from the console and gives the right to write back. */
  @Override
  public void close() {
    closed = true;
    attachment.close();
    writer.ifPresent(Console.Writer::close);
  }
}
