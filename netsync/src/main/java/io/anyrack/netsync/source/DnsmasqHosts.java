package io.anyrack.netsync.source;

import io.anyrack.rack.sync.Said;
import io.anyrack.rack.sync.Said.Given;
import io.anyrack.rack.sync.Source;
import io.anyrack.rack.sync.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A directory of dnsmasq's host files, in either layout: a file per node, as for {@code
 * --dhcp-hostsdir} (ironic-inspector), or a directory per network with a file {@code host} in it
 * (neutron-dhcp-agent).
 */
public final class DnsmasqHosts implements Source {
  private static final String NEUTRON = "host";

  private final Path directory;
  private final FileLimits limits;
  private final Directories directories;

  /** A directory that need not be there yet. */
  public DnsmasqHosts(Path directory, FileLimits limits) {
    this.directory = directory.toAbsolutePath();
    this.limits = limits;
    this.directories = new Directories(limits.rereading(), limits.calm());
  }

  @Override
  public String name() {
    return "dnsmasq-hosts:" + directory;
  }

  @Override
  public Said read() {
    List<Path> entries = entries();
    Set<Path> watched = new HashSet<>(entries.stream().filter(Files::isDirectory).toList());
    watched.add(directory);
    Optional.ofNullable(directory.getParent()).ifPresent(watched::add);
    directories.watch(watched);
    List<Given> given = new ArrayList<>();
    for (Path entry : entries) {
      Path file = Files.isDirectory(entry) ? entry.resolve(NEUTRON) : entry;
      TextFile.read(file, limits.octets())
          .map(text -> HostLines.read(TextFile.lines(text)))
          .ifPresent(given::addAll);
    }
    return new Said(given, List.of());
  }

  private List<Path> entries() {
    try (Stream<Path> entries = Files.list(directory)) {
      List<Path> all =
          entries
              .filter(entry -> !String.valueOf(entry.getFileName()).startsWith("."))
              .limit(limits.files() + 1L)
              .sorted()
              .toList();
      if (all.size() > limits.files()) {
        throw new SourceException(directory + " has more than " + limits.files() + " entries");
      }
      return all;
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (NotDirectoryException e) {
      throw new SourceException(directory + " is not a directory", e);
    } catch (IOException e) {
      throw new SourceException("cannot read " + directory + ": " + e.getMessage(), e);
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
