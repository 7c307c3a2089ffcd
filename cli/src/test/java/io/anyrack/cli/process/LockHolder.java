package io.anyrack.cli.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** Stands for a service that runs: a lock keeps only other processes out. */
final class LockHolder {
  private LockHolder() {}

  /** Locks the file named, says so, and holds the lock until its input ends. */
  public static void main(String[] args) throws IOException {
    try (FileChannel file =
        FileChannel.open(Path.of(args[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      Objects.requireNonNull(file.tryLock());
      System.out.println("locked");
      System.out.flush();
      while (System.in.read() >= 0) {
        // Nothing is said; the end is what counts.
      }
    }
  }
}
