package io.anyrack.openstack.machine;

import static java.lang.System.Logger.Level.DEBUG;

import io.anyrack.openstack.http.Pause;
import io.anyrack.rack.RackException;
import io.anyrack.rack.cloud.Console;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A console of Nova's: its serial line where the cloud hands that out, and its log. The log is
 * asked when somebody wants the history, and again and again while there are readers; the line is
 * held as long, too, and given back for others then. Where there is no line, or another client of
 * the cloud has it, the console can only be read. Thread-safe.
 */
final class NovaConsole implements Console {
  private static final System.Logger LOG = System.getLogger(NovaConsole.class.getName());

  private final Supplier<String> lastLines;
  private final Pause pause;
  private final Limits limits;
  private final ConsoleFeed feed;
  private final LineAttachment line;

  /** Held while Nova is asked, so that answers are taken in the order in which they were given. */
  private final ReentrantLock asking = new ReentrantLock();

  /** Guards what follows. */
  private final ReentrantLock lock = new ReentrantLock();

  private Optional<String> holder = Optional.empty();
  private boolean watching;

  /**
   * How much is asked and kept.
   *
   * @param period between two questions while there are readers
   * @param history how many octets are kept
   * @param input how many octets of input wait for a line
   * @param rest the most periods until a line is asked for again
   */
  record Limits(Duration period, int history, int input, int rest) {
    static final Limits DEFAULT = new Limits(Duration.ofSeconds(2), 256 * 1024, 4096, 30);
  }

  /**
   * A console.
   *
   * @param lastLines asks Nova
   * @param lines hands out its line
   * @param server the id of a server that may have a line now; costs nothing
   */
  NovaConsole(
      Supplier<String> lastLines,
      SerialLines lines,
      Supplier<Optional<String>> server,
      Pause pause,
      Limits limits) {
    this.lastLines = lastLines;
    this.pause = pause;
    this.limits = limits;
    this.feed = new ConsoleFeed(limits.history());
    this.line =
        new LineAttachment(lines, server, feed, this::takeLog, limits.input(), limits.rest());
  }

  @Override
  public byte[] history() {
    takeLog();
    return feed.history();
  }

  @Override
  public Attachment read(boolean replay, Reader reader) {
    if (!replay) {
      takeLog(); // what is there already is not for this reader
    }
    feed.add(replay, reader);
    watch();
    return () -> feed.remove(reader);
  }

  /** Who writes without reading waits for somebody who reads. */
  @Override
  public Optional<Writer> claim(String who) {
    lock.lock();
    try {
      if (holder.isPresent() || line.fault().isPresent()) {
        return Optional.empty();
      }
      holder = Optional.of(who);
      return Optional.of(new Input());
    } finally {
      lock.unlock();
    }
  }

  private final class Input implements Writer {
    private boolean closed;

    @Override
    public void write(byte[] octets) {
      if (!closed) {
        line.send(octets);
      }
    }

    /** Nothing: the way to the line carries octets only. */
    @Override
    public void sendBreak() {}

    @Override
    public void close() {
      lock.lock();
      try {
        if (!closed) {
          closed = true;
          holder = Optional.empty();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  @Override
  public Optional<String> writer() {
    lock.lock();
    try {
      return holder;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<String> readOnly() {
    return line.fault();
  }

  /** Lets go of all readers, and of the line. */
  void close() {
    feed.removeAll();
    lock.lock();
    try {
      holder = Optional.empty();
    } finally {
      lock.unlock();
    }
    line.close();
  }

  private void watch() {
    lock.lock();
    try {
      if (watching) {
        return;
      }
      watching = true;
      Thread.ofVirtual().name("console").start(this::keepWatching);
    } finally {
      lock.unlock();
    }
  }

  private void keepWatching() {
    try {
      do {
        look();
        pause.pause(limits.period());
      } while (isWanted());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      line.close();
    }
  }

  private boolean isWanted() {
    lock.lock();
    try {
      watching = feed.isRead();
      return watching;
    } finally {
      lock.unlock();
    }
  }

  /** While the line is there it tells; the log then only shows whether it tells everything. */
  private void look() {
    Optional<String> before = line.fault();
    if (line.isOpen()) {
      answer().ifPresent(line::compare);
    } else {
      takeLog();
      line.attach();
    }
    line.fault().filter(_ -> before.isEmpty()).ifPresent(this::tellWriter);
  }

  private void tellWriter(String fault) {
    if (writer().isPresent()) {
      feed.notice("read-only: " + fault);
    }
  }

  private void takeLog() {
    asking.lock();
    try {
      if (!line.isOpen()) {
        answer().ifPresent(feed::log);
      }
    } finally {
      asking.unlock();
    }
  }

  private Optional<String> answer() {
    try {
      return Optional.of(lastLines.get());
    } catch (RackException e) {
      // The cloud may be away for a while, the server be off or gone: what was read stays.
      LOG.log(DEBUG, "no console output: " + e.getMessage());
      return Optional.empty();
    }
  }
}
