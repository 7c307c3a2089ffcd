package io.anyrack.openstack.machine;

import static java.lang.System.Logger.Level.DEBUG;

import io.anyrack.openstack.machine.SerialLines.SerialLine;
import io.anyrack.rack.RackException;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The serial line of one machine, attached again after its server was off. One thread attaches it;
 * otherwise thread-safe.
 */
final class LineAttachment {
  private static final System.Logger LOG = System.getLogger(LineAttachment.class.getName());
  private static final String NOT_OFFERED = "this cloud lets a console only be read";
  private static final String TAKEN =
      "another client of the cloud has the serial line; it is asked for again and again";

  /** Octets that may come before the log was asked. */
  private static final int MOST_FIRST = 256 * 1024;

  /** So many looks without a sign of another client, and the line is ours again. */
  private static final int QUIET = 5;

  private final SerialLines lines;
  private final Supplier<Optional<String>> server;
  private final ConsoleFeed feed;
  private final Runnable catchUp;
  private final int mostInput;
  private final int mostRest;

  private final ReentrantLock lock = new ReentrantLock();
  private Optional<Current> current = Optional.empty();
  private Optional<String> fault = Optional.empty();
  private final ByteArrayOutputStream input = new ByteArrayOutputStream();

  /** For so many calls of {@link #attach} it is not tried, and how many it was the last time. */
  private int resting;

  private int rest;

  /** How often in a row the log had more than the line, and how often it had not. */
  private int missed;

  private int complete;

  /** A line that is attached, or about to be. */
  private static final class Current {
    /** What came before the log was taken; what is more than is kept of history is dropped. */
    final ByteArrayOutputStream first = new ByteArrayOutputStream();

    Optional<SerialLine> line = Optional.empty();
    boolean flows;
    boolean ended;
  }

  /**
   * No line yet.
   *
   * @param catchUp takes what the log has by now
   * @param mostInput octets that wait for a line
   * @param mostRest the longest rest after failures, in calls of {@link #attach}
   */
  LineAttachment(
      SerialLines lines,
      Supplier<Optional<String>> server,
      ConsoleFeed feed,
      Runnable catchUp,
      int mostInput,
      int mostRest) {
    this.lines = lines;
    this.server = server;
    this.feed = feed;
    this.catchUp = catchUp;
    this.mostInput = mostInput;
    this.mostRest = mostRest;
  }

  /** Whether output comes from here. */
  boolean isOpen() {
    lock.lock();
    try {
      return current.filter(now -> now.flows && !now.ended).isPresent();
    } finally {
      lock.unlock();
    }
  }

  /** Why there is no input; empty: there is, or may be as soon as the machine runs. */
  Optional<String> fault() {
    lock.lock();
    try {
      return fault;
    } finally {
      lock.unlock();
    }
  }

  /** Attaches to it, if there may be one now and it is not too early to ask again. */
  void attach() {
    Optional<String> id = server.get();
    if (id.isEmpty()) {
      forget();
      return;
    }
    if (isResting()) {
      return;
    }
    Current next = new Current();
    try {
      SerialLine line = lines.open(id.get(), octets -> output(next, octets), () -> ended(next));
      lock.lock();
      try {
        next.line = Optional.of(line);
        current = Optional.of(next);
      } finally {
        lock.unlock();
      }
      catchUp.run();
      flow(next, line);
    } catch (NoSerialLinesException e) {
      failed(NOT_OFFERED, e);
    } catch (RackException e) {
      // Nova may show a server as running a moment before its line is there, or after it is gone.
      failed("the serial line cannot be had: " + e.getMessage(), e);
    }
  }

  private boolean isResting() {
    lock.lock();
    try {
      return resting > 0 && resting-- > 0;
    } finally {
      lock.unlock();
    }
  }

  private void failed(String why, RackException e) {
    LOG.log(DEBUG, "no serial line: " + e.getMessage());
    lock.lock();
    try {
      takeRest();
      if (why.equals(NOT_OFFERED)) {
        resting = mostRest;
      }
      fault = Optional.of(why);
      input.reset();
    } finally {
      lock.unlock();
    }
  }

  private void takeRest() {
    rest = Math.min(mostRest, Math.max(1, 2 * rest));
    resting = rest;
  }

  private void flow(Current now, SerialLine line) {
    lock.lock();
    try {
      if (now.first.size() > 0) {
        feed.lineBegins(now.first.toByteArray());
      }
      now.first.reset();
      now.flows = true;
      missed = 0;
      complete = 0;
      if (!isTaken()) {
        fault = Optional.empty();
      }
      if (input.size() > 0) {
        line.send(input.toByteArray());
        input.reset();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isTaken() {
    return fault.equals(Optional.of(TAKEN));
  }

  private void output(Current from, byte[] octets) {
    lock.lock();
    try {
      rest = 0;
      fault = Optional.empty(); // it is ours
      if (from.flows) {
        feed.line(octets);
      } else if (from.first.size() + octets.length <= MOST_FIRST) {
        from.first.writeBytes(octets);
      }
    } finally {
      lock.unlock();
    }
  }

  private void ended(Current which) {
    lock.lock();
    try {
      which.ended = true;
      takeRest();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Compares with the log. One that has what an attached line does not bring, twice, is the log of
   * a line that somebody else has: QEMU lets the next client wait, without a word.
   */
  void compare(String lastLines) {
    boolean misses = feed.lineMisses(lastLines);
    lock.lock();
    try {
      missed = misses ? missed + 1 : 0;
      complete = misses ? 0 : complete + 1;
      if (isTaken() && complete >= QUIET) {
        fault = Optional.empty(); // nobody else is heard of any more
      }
      if (missed < 2) {
        return;
      }
      takeRest();
      fault = Optional.of(TAKEN);
    } finally {
      lock.unlock();
    }
    release();
    feed.log(lastLines);
  }

  /** Sends input, or keeps a little of it for a line that is being asked for. */
  void send(byte[] octets) {
    lock.lock();
    try {
      Optional<SerialLine> line =
          current.filter(now -> now.flows && !now.ended).flatMap(now -> now.line);
      if (line.isPresent()) {
        line.get().send(octets);
      } else if (fault.isEmpty() && input.size() + octets.length <= mostInput) {
        input.writeBytes(octets);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Input for a machine that is off is dropped, and what was wrong may be right when it is on. */
  private void forget() {
    release();
    lock.lock();
    try {
      input.reset();
      if (!fault.equals(Optional.of(NOT_OFFERED))) {
        fault = Optional.empty();
        resting = 0;
        rest = 0;
      }
    } finally {
      lock.unlock();
    }
  }

  private void release() {
    Optional<SerialLine> line;
    lock.lock();
    try {
      line = current.flatMap(now -> now.line);
      current.ifPresent(now -> now.ended = true);
      current = Optional.empty();
    } finally {
      lock.unlock();
    }
    line.ifPresent(SerialLine::close);
  }

  /** Gives it back. */
  void close() {
    release();
  }
}
