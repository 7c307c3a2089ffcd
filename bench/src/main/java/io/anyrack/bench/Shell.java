package io.anyrack.bench;

import io.anyrack.rack.cloud.Console;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The shell that a guest runs on its serial line. */
final class Shell implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final StringBuilder output = new StringBuilder();
  private final Console.Writer writer;
  private final Console.Attachment attachment;

  Shell(Console console) {
    writer = console.claim("bench").orElseThrow();
    attachment = console.read(true, this::append);
  }

  private void append(byte[] octets) {
    lock.lock();
    try {
      output.append(new String(octets, StandardCharsets.ISO_8859_1));
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until {@code mark} was written, and forgets what stands before its end. */
  void await(String mark, Duration limit) throws InterruptedException {
    lock.lock();
    try {
      long left = limit.toNanos();
      while (output.indexOf(mark) < 0) {
        if (left <= 0) {
          throw new IllegalStateException("no " + mark + " in " + output);
        }
        left = more.awaitNanos(left);
      }
      output.delete(0, output.indexOf(mark) + mark.length());
    } finally {
      lock.unlock();
    }
  }

  /** Runs a command that must succeed; returns the seconds it took. */
  double run(String command, Duration limit) throws InterruptedException {
    long begin = System.nanoTime();
    // The mark must not be in the command's echo.
    writer.write(
        (command + " && echo DO''NE || echo FAI''LED\n").getBytes(StandardCharsets.US_ASCII));
    await("DONE", limit);
    return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begin) / 1e6;
  }

  @Override
  public void close() {
    attachment.close();
    writer.close();
  }
}
