package io.anyrack.cli.sync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.anyrack.rack.RackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A file that says how sync is doing, replaced as a whole from time to time, so that whoever reads
 * it never sees half of it. All users of the machine may read it.
 */
public final class MetricsFile implements AutoCloseable {
  /** How often it is replaced. */
  public static final Duration USUAL_INTERVAL = Duration.ofSeconds(5);

  private final Path file;
  private final Path next;
  private final Supplier<String> text;
  private final Duration interval;
  private final Consumer<String> warn;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /**
   * Writes it, and goes on with that until it is closed.
   *
   * @param text its content now
   * @param warn is told, once each time it begins, that it cannot be written
   * @throws RackException if it cannot be written now
   */
  public MetricsFile(Path file, Supplier<String> text, Duration interval, Consumer<String> warn) {
    this.file = file.toAbsolutePath();
    this.next = this.file.resolveSibling("." + this.file.getFileName() + ".next");
    this.text = text;
    this.interval = interval;
    this.warn = warn;
    try {
      write();
    } catch (IOException e) {
      throw new RackException("cannot write " + file + ": " + e, e);
    }
    this.thread = Thread.ofVirtual().name("metrics").start(this::goOn);
  }

  private void write() throws IOException {
    Files.write(next, text.get().getBytes(UTF_8));
    if (Files.getFileStore(next).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-r--r--"));
    }
    Files.move(next, file, ATOMIC_MOVE);
  }

  private void goOn() {
    boolean good = true;
    try {
      while (!closed.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
        good = again(good);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean again(boolean good) {
    try {
      write();
      return true;
    } catch (IOException e) {
      if (good) {
        warn.accept("warning: cannot write " + file + ": " + e);
      }
      return false;
    }
  }

  /** The file stays as it was last. */
  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
