package io.anyrack.openstack.machine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyrack.rack.cloud.Console;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One stream of a console's output, kept and handed to readers, from two sources: the log, which
 * tells everything a bit later, and the line, which tells what it sees at once. Thread-safe.
 */
final class ConsoleFeed {
  private final int kept;
  private final ReentrantLock lock = new ReentrantLock();
  private final ConsoleText text = new ConsoleText();
  private final List<Console.Reader> readers = new ArrayList<>();
  private byte[] history = new byte[0];

  /** What came over the line since it was last asked. */
  private boolean heard;

  /**
   * An empty feed.
   *
   * @param kept how many octets of history
   */
  ConsoleFeed(int kept) {
    this.kept = kept;
  }

  byte[] history() {
    lock.lock();
    try {
      return history.clone();
    } finally {
      lock.unlock();
    }
  }

  void add(boolean replay, Console.Reader reader) {
    lock.lock();
    try {
      if (replay && history.length > 0) {
        reader.output(history.clone());
      }
      readers.add(reader);
    } finally {
      lock.unlock();
    }
  }

  void remove(Console.Reader reader) {
    lock.lock();
    try {
      readers.remove(reader);
    } finally {
      lock.unlock();
    }
  }

  boolean isRead() {
    lock.lock();
    try {
      return !readers.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  void removeAll() {
    lock.lock();
    try {
      readers.clear();
    } finally {
      lock.unlock();
    }
  }

  /** The log's last lines: what is new of them is taken. */
  void log(String lastLines) {
    lock.lock();
    try {
      text.more(lastLines).ifPresent(more -> take(more.getBytes(UTF_8)));
    } finally {
      lock.unlock();
    }
  }

  /** Whether the log has what the line, which told nothing since this was last asked, has not. */
  boolean lineMisses(String lastLines) {
    lock.lock();
    try {
      boolean silent = !heard;
      heard = false;
      return silent && text.fresh(lastLines).isPresent();
    } finally {
      lock.unlock();
    }
  }

  /** The first octets of a line; the log was taken after it had been opened. */
  void lineBegins(byte[] octets) {
    lock.lock();
    try {
      byte[] rest = Arrays.copyOfRange(octets, text.known(octets), octets.length);
      if (rest.length > 0) {
        line(rest);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Further octets of the line. */
  void line(byte[] octets) {
    lock.lock();
    try {
      heard = true;
      text.hear(octets);
      take(octets);
    } finally {
      lock.unlock();
    }
  }

  /** For those who read now. */
  void notice(String words) {
    lock.lock();
    try {
      byte[] octets = ("\r\n[" + words + "]\r\n").getBytes(UTF_8);
      readers.forEach(reader -> reader.output(octets.clone()));
    } finally {
      lock.unlock();
    }
  }

  private void take(byte[] more) {
    var all = new ByteArrayOutputStream();
    all.writeBytes(history);
    all.writeBytes(more);
    byte[] octets = all.toByteArray();
    history = Arrays.copyOfRange(octets, Math.max(0, octets.length - kept), octets.length);
    readers.forEach(reader -> reader.output(more.clone()));
  }
}
