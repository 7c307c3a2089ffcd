package io.anyrack.netsync.source;

import io.anyrack.rack.sync.Said;
import io.anyrack.rack.sync.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The lease file of a dnsmasq. */
public final class DnsmasqLeases implements Source {
  private final Path file;
  private final FileLimits limits;
  private final InstantSource time;
  private final Directories directories;

  /** A file that need not be there yet. */
  public DnsmasqLeases(Path file, FileLimits limits, InstantSource time) {
    this.file = file.toAbsolutePath();
    this.limits = limits;
    this.time = time;
    this.directories = new Directories(limits.rereading(), limits.calm());
  }

  @Override
  public String name() {
    return "dnsmasq-leases:" + file;
  }

  @Override
  public Said read() {
    // Watched first: what is written while we read is then an event.
    Optional.ofNullable(file.getParent()).ifPresent(parent -> directories.watch(Set.of(parent)));
    return TextFile.read(file, limits.octets())
        .map(text -> LeaseLines.read(TextFile.lines(text), time.instant()))
        .map(given -> new Said(given, List.of()))
        .orElse(Said.NOTHING);
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
