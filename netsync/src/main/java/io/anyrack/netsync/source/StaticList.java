package io.anyrack.netsync.source;

import io.anyrack.rack.sync.Said;
import io.anyrack.rack.sync.Source;
import io.anyrack.rack.sync.SourceException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** A file in which a person says which addresses are used; see {@link ListText} for its form. */
public final class StaticList implements Source {
  private final Path file;
  private final FileLimits limits;
  private final Directories directories;

  /** A file that must be there. */
  public StaticList(Path file, FileLimits limits) {
    this.file = file.toAbsolutePath();
    this.limits = limits;
    this.directories = new Directories(limits.rereading(), limits.calm());
  }

  @Override
  public String name() {
    return "static:" + file;
  }

  @Override
  public Said read() {
    Optional.ofNullable(file.getParent()).ifPresent(parent -> directories.watch(Set.of(parent)));
    String text =
        TextFile.read(file, limits.octets())
            .orElseThrow(() -> new SourceException("there is no file " + file));
    try {
      return ListText.read(text);
    } catch (IllegalArgumentException e) {
      throw new SourceException(file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void await(Duration most) throws InterruptedException {
    directories.await(most);
  }

  @Override
  public void close() {
    directories.close();
  }
}
