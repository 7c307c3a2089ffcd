package io.anyrack.netsync.source;

import io.anyrack.rack.sync.SourceException;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Waits for changes in directories. Events can be lost, directories replaced and mounts silent, so
 * whoever waits reads again after a while, too. Used by one thread at a time.
 */
final class Directories implements AutoCloseable {
  private final WatchService watch;
  private final Map<Path, WatchKey> keys = new HashMap<>();
  private final Duration rereading;
  private final Duration calm;

  /**
   * Nothing is watched yet.
   *
   * @param rereading how long an await lasts at most
   * @param calm what comes so soon after the first event belongs to it: files are written in pieces
   */
  Directories(Duration rereading, Duration calm) {
    try {
      this.watch = FileSystems.getDefault().newWatchService();
    } catch (IOException e) {
      throw new SourceException("cannot watch files: " + e.getMessage(), e);
    }
    this.rereading = rereading;
    this.calm = calm;
  }

  /** Watches these and no others; those that are not there are left out. */
  void watch(Set<Path> directories) {
    for (Path gone : new HashSet<>(keys.keySet())) {
      if (!directories.contains(gone)) {
        Optional.ofNullable(keys.remove(gone)).ifPresent(WatchKey::cancel);
      }
    }
    for (Path directory : directories) {
      boolean valid =
          Optional.ofNullable(keys.get(directory)).filter(WatchKey::isValid).isPresent();
      if (!valid && Files.isDirectory(directory)) {
        try {
          keys.put(
              directory,
              directory.register(
                  watch,
                  StandardWatchEventKinds.ENTRY_CREATE,
                  StandardWatchEventKinds.ENTRY_MODIFY,
                  StandardWatchEventKinds.ENTRY_DELETE));
        } catch (IOException e) {
          throw new SourceException("cannot watch " + directory + ": " + e.getMessage(), e);
        }
      }
    }
  }

  /** Returns after a change of any of them, or when it is time to read again all the same. */
  void await(Duration most) throws InterruptedException {
    Duration wait = most.compareTo(rereading) < 0 ? most : rereading;
    try {
      Optional<WatchKey> key =
          Optional.ofNullable(watch.poll(wait.toMillis(), TimeUnit.MILLISECONDS));
      while (key.isPresent()) {
        for (WatchEvent<?> _ : key.get().pollEvents()) {
          // Which file it was does not matter: all are read again.
        }
        key.get().reset();
        key = Optional.ofNullable(watch.poll(calm.toMillis(), TimeUnit.MILLISECONDS));
      }
    } catch (ClosedWatchServiceException e) {
      throw new SourceException("is closed", e);
    }
  }

  @Override
  public void close() {
    try {
      watch.close();
    } catch (IOException e) {
      throw new SourceException("cannot end watching files: " + e.getMessage(), e);
    }
  }
}
