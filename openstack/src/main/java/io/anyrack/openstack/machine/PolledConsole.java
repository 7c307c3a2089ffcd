package io.anyrack.openstack.machine;

import static java.lang.System.Logger.Level.DEBUG;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyrack.rack.RackException;
import io.anyrack.rack.cloud.Console;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A console as Nova's log of it: it can be read, and only that. Nova is asked when somebody wants
 * the history, and again and again while there are readers. Thread-safe.
 */
final class PolledConsole implements Console {
  private static final System.Logger LOG = System.getLogger(PolledConsole.class.getName());
  private static final String READ_ONLY = "this cloud lets a console only be read";

  private final Supplier<String> lastLines;
  private final Pause pause;
  private final Limits limits;

  /** Held while Nova is asked, so that answers are taken in the order in which they were given. */
  private final ReentrantLock asking = new ReentrantLock();

  /** Guards what follows. */
  private final ReentrantLock lock = new ReentrantLock();

  private final ConsoleText text = new ConsoleText();
  private final List<Reader> readers = new ArrayList<>();
  private byte[] history = new byte[0];
  private boolean polling;

  /**
   * How much is asked and kept.
   *
   * @param period between two questions while there are readers
   * @param history how many octets are kept
   */
  record Limits(Duration period, int history) {
    static final Limits DEFAULT = new Limits(Duration.ofSeconds(2), 256 * 1024);
  }

  /**
   * A console.
   *
   * @param lastLines asks Nova
   */
  PolledConsole(Supplier<String> lastLines, Pause pause, Limits limits) {
    this.lastLines = lastLines;
    this.pause = pause;
    this.limits = limits;
  }

  @Override
  public byte[] history() {
    ask();
    lock.lock();
    try {
      return history.clone();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Attachment read(boolean replay, Reader reader) {
    if (!replay) {
      ask(); // what is there already is not for this reader
    }
    lock.lock();
    try {
      if (replay && history.length > 0) {
        reader.output(history.clone());
      }
      readers.add(reader);
      if (!polling) {
        polling = true;
        Thread.ofVirtual().name("console").start(this::poll);
      }
    } finally {
      lock.unlock();
    }
    return () -> {
      lock.lock();
      try {
        readers.remove(reader);
      } finally {
        lock.unlock();
      }
    };
  }

  @Override
  public Optional<Writer> claim(String who) {
    return Optional.empty();
  }

  @Override
  public Optional<String> writer() {
    return Optional.empty();
  }

  @Override
  public Optional<String> readOnly() {
    return Optional.of(READ_ONLY);
  }

  /** Lets go of all readers. */
  void close() {
    lock.lock();
    try {
      readers.clear();
    } finally {
      lock.unlock();
    }
  }

  private void poll() {
    try {
      do {
        ask();
        pause.pause(limits.period());
      } while (wanted());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean wanted() {
    lock.lock();
    try {
      polling = !readers.isEmpty();
      return polling;
    } finally {
      lock.unlock();
    }
  }

  private void ask() {
    asking.lock();
    try {
      String answer = lastLines.get();
      lock.lock();
      try {
        text.more(answer).ifPresent(more -> take(more.getBytes(UTF_8)));
      } finally {
        lock.unlock();
      }
    } catch (RackException e) {
      // The cloud may be away for a while, the server be off or gone: what was read stays.
      LOG.log(DEBUG, "no console output: " + e.getMessage());
    } finally {
      asking.unlock();
    }
  }

  private void take(byte[] more) {
    var all = new ByteArrayOutputStream();
    all.writeBytes(history);
    all.writeBytes(more);
    byte[] octets = all.toByteArray();
    history =
        Arrays.copyOfRange(octets, Math.max(0, octets.length - limits.history()), octets.length);
    readers.forEach(reader -> reader.output(more.clone()));
  }
}
