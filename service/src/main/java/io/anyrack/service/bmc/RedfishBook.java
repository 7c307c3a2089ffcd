package io.anyrack.service.bmc;

import io.anyrack.rack.RackException;
import io.anyrack.service.state.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which ports the Redfish services have and who may log in to the one with all nodes, kept in a
 * file so that they stay the same when the service starts again. Used by one thread at a time.
 */
public final class RedfishBook {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;
  private final RandomGenerator random;
  private final Map<String, Integer> nodes;
  private Content content;

  private record Content(String password, int port, Map<String, Integer> nodes) {
    private Content {
      nodes = Map.copyOf(nodes);
    }
  }

  /**
   * Opens the book, or begins a new one.
   *
   * @param file where it is kept; only its owner may read it
   * @param random makes the password: must be a cryptographically strong one outside tests
   * @throws RackException if it is there but cannot be understood
   */
  public RedfishBook(Path file, RandomGenerator random) {
    this.file = file;
    this.random = random;
    this.content = load();
    this.nodes = new TreeMap<>(content.nodes());
  }

  private Content load() {
    try {
      return JSON.readValue(Files.readAllBytes(file), Content.class);
    } catch (NoSuchFileException e) {
      return new Content(Passwords.next(random), 0, Map.of());
    } catch (IOException | JacksonException e) {
      // The cause stays away: a parser may quote what it was given.
      throw new RackException(
          "cannot read the ports and the password of Redfish in %s (%s); remove it and new ones are made"
              .formatted(file, e.getClass().getSimpleName()));
    }
  }

  /** The password for the root with all nodes, where the rack file gives none. */
  public String password() {
    return content.password();
  }

  /** The port of the root with all nodes; 0: not chosen yet. */
  public int port() {
    return content.port();
  }

  /** The port of the root of a node; 0: not chosen yet. */
  public int port(String node) {
    return Optional.ofNullable(nodes.get(node)).orElse(0);
  }

  /** The lowest port from {@code first} on that no node has. */
  public int freeFrom(int first) {
    Set<Integer> taken = new HashSet<>(nodes.values());
    int port = first;
    while (taken.contains(port)) {
      port++;
    }
    return port;
  }

  /** Forgets nodes that are gone. */
  public void follow(Collection<String> names) {
    nodes.keySet().retainAll(names);
    keep();
  }

  /** A port was chosen for the root with all nodes. */
  public void bound(int port) {
    save(new Content(content.password(), port, nodes));
  }

  /** A port was chosen for the root of a node; {@link #keep} writes it down. */
  public void bound(String node, int port) {
    nodes.put(node, port);
  }

  /** Writes down what is new. */
  public void keep() {
    save(new Content(content.password(), content.port(), nodes));
  }

  private void save(Content next) {
    if (next.equals(content) && Files.exists(file)) {
      return;
    }
    try {
      PrivateFile.replace(file, JSON.writeValueAsBytes(next));
    } catch (IOException e) {
      throw new RackException("cannot write " + file + ": " + e.getMessage(), e);
    }
    content = next;
  }
}
