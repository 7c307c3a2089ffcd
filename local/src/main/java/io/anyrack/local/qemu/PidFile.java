package io.anyrack.local.qemu;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * QEMU's {@code -pidfile}. QEMU holds a lock on it as long as it lives, so the lock and not the
 * number tells whether it runs: numbers are used again, and a process nobody waits for keeps its.
 *
 * @param path the file
 */
record PidFile(Path path) {
  private static final Duration POLL = Duration.ofMillis(2);

  /** The process that holds the file. */
  Optional<ProcessHandle> holder() {
    try (var channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      try (FileLock lock = channel.tryLock()) {
        if (lock != null) {
          return Optional.empty();
        }
      }
      var text = ByteBuffer.allocate(32);
      channel.read(text);
      String pid = StandardCharsets.US_ASCII.decode(text.flip()).toString().strip();
      return ProcessHandle.of(Long.parseLong(pid));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException | NumberFormatException e) {
      throw new QmpException("cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  /** Whether a QEMU holds the file. */
  boolean isHeld() {
    return holder().isPresent();
  }

  /**
   * Kills the process that holds the file.
   *
   * @return whether there was one, and its command line names this file
   */
  boolean kill() {
    Optional<ProcessHandle> ours =
        holder()
            .filter(
                process ->
                    process
                        .info()
                        .commandLine()
                        .filter(c -> c.contains(path.toString()))
                        .isPresent());
    ours.ifPresent(ProcessHandle::destroyForcibly);
    return ours.isPresent();
  }

  /** Waits until nobody holds the file; false if that takes longer than {@code limit}. */
  boolean awaitEnd(Duration limit) {
    // Nobody tells of the end of a process that is not our child, and its lock can only be asked.
    long deadline = System.nanoTime() + limit.toNanos();
    while (isHeld()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    return true;
  }
}
