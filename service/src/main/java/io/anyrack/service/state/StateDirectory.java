package io.anyrack.service.state;

import io.anyrack.rack.RackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The directory in which one rack keeps its state. Only its owner may enter it.
 *
 * @param root {@code $XDG_STATE_HOME/anyrack/RACK}
 */
public record StateDirectory(Path root) {

  /**
   * The directory under which all racks of this user keep their state (XDG Base Directory
   * Specification).
   *
   * @param environment looks up an environment variable
   * @param home the user's home directory
   */
  public static Path allRacks(Function<String, Optional<String>> environment, Path home) {
    return environment
        .apply("XDG_STATE_HOME")
        .filter(value -> value.startsWith("/"))
        .map(Path::of)
        .orElse(home.resolve(".local/state"))
        .resolve("anyrack");
  }

  /** The names of all racks that have state under {@code allRacks}, in order. */
  public static List<String> racks(Path allRacks) {
    if (!Files.isDirectory(allRacks)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(allRacks)) {
      return entries
          .filter(Files::isDirectory)
          .map(entry -> entry.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new RackException("cannot list " + allRacks + ": " + e.getMessage(), e);
    }
  }

  /** Whether the rack has state. */
  public boolean exists() {
    return Files.isDirectory(root);
  }

  /** Makes the directory, for its owner only. */
  public void create() {
    FileAttribute<?> ownersOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    try {
      Files.createDirectories(root, ownersOnly);
      Files.createDirectories(nodes(), ownersOnly);
    } catch (IOException e) {
      throw new RackException("cannot make the state directory " + root + ": " + e.getMessage(), e);
    }
  }

  /** Makes the directory of a node, where its cloud has not done so. */
  public void createNode(String node) {
    try {
      Files.createDirectories(nodes().resolve(node));
    } catch (IOException e) {
      throw new RackException(
          "cannot make the state directory of " + node + ": " + e.getMessage(), e);
    }
  }

  /** The rack file as it was last applied, every default filled in. */
  public Path rackFile() {
    return root.resolve("rack.yaml");
  }

  /** The secrets that the rack file names. */
  public Path secrets() {
    return root.resolve("secrets.json");
  }

  /** Where the user's configuration of the rack's cloud is; nothing of what is in it. */
  public Path cloudFile() {
    return root.resolve("cloud");
  }

  /** The starts of machines whose nodes have not asked for their boot script yet. */
  public Path starts() {
    return root.resolve("starts.json");
  }

  /** What somebody else has put into nodes' CD drives. */
  public Path discs() {
    return root.resolve("discs.json");
  }

  /** In which phase of their installation nodes are. */
  public Path phases() {
    return root.resolve("phases.json");
  }

  /** Ports and credentials of the BMCs. */
  public Path bmcs() {
    return root.resolve("bmcs.json");
  }

  /** Ports of Redfish, and who may log in to the root with all nodes. */
  public Path redfish() {
    return root.resolve("redfish.json");
  }

  /** The unix socket of the service. */
  public Path controlSocket() {
    return root.resolve("control.sock");
  }

  /** Locked by the service as long as it lives. */
  public Path lock() {
    return root.resolve("service.lock");
  }

  /** The process id of the service. */
  public Path pid() {
    return root.resolve("service.pid");
  }

  /** What the service says. */
  public Path log() {
    return root.resolve("service.log");
  }

  /** The rack's own event log. */
  public Path events() {
    return root.resolve("events.jsonl");
  }

  /** The directory with a directory for each node. */
  public Path nodes() {
    return root.resolve("nodes");
  }

  /** The journal of a node. */
  public Path journal(String node) {
    return nodes().resolve(node).resolve("state.json");
  }

  /** Images for a node's drive that clients sent. */
  public Path images(String node) {
    return nodes().resolve(node).resolve("images");
  }

  /** Who may log in to all nodes' Redfish, once a client has changed them. */
  public Path rackAccounts() {
    return root().resolve("users.json");
  }

  /** The users of a node's BMC, once a client has changed them. */
  public Path accounts(String node) {
    return nodes().resolve(node).resolve("users.json");
  }

  /** The event log of a node. */
  public Path events(String node) {
    return nodes().resolve(node).resolve("events.jsonl");
  }

  /** Removes the directory with all that is in it. */
  public void delete() {
    if (!exists()) {
      return;
    }
    try (Stream<Path> tree = Files.walk(root)) {
      tree.sorted(Comparator.reverseOrder()).forEach(StateDirectory::delete);
    } catch (IOException | UncheckedIOException e) {
      throw new RackException("cannot remove " + root + ": " + e.getMessage(), e);
    }
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
