package io.anyrack.service.state;

import io.anyrack.rack.RackException;
import io.anyrack.rack.model.BootPhases.Phase;
import io.anyrack.rack.model.Rack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** In which phase of their installation nodes are, kept over restarts. Thread-safe. */
public final class PhaseBook {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;
  private final Map<String, Phase> phases;

  /**
   * Opens the book, or begins a new one.
   *
   * @param file where it is kept
   * @throws RackException if it is there but cannot be understood
   */
  public PhaseBook(Path file) {
    this.file = file;
    this.phases = load(file);
  }

  private static Map<String, Phase> load(Path file) {
    try {
      return new HashMap<>(
          JSON.readValue(Files.readAllBytes(file), new TypeReference<Map<String, Phase>>() {}));
    } catch (NoSuchFileException e) {
      return new HashMap<>();
    } catch (IOException | JacksonException e) {
      throw new RackException(
          "cannot read the nodes' phases in %s: %s; remove it and they are all 'local'"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /** Where a node stands. */
  public synchronized Phase of(String node) {
    return phases.getOrDefault(node, Phase.LOCAL);
  }

  /**
   * Puts a node into a phase.
   *
   * @throws RackException if that cannot be written down
   */
  public synchronized void put(String node, Phase phase) {
    Map<String, Phase> next = new TreeMap<>(phases);
    next.put(node, phase);
    next.values().removeIf(Phase.LOCAL::equals);
    try {
      PrivateFile.replace(file, JSON.writeValueAsBytes(next));
    } catch (IOException e) {
      throw new RackException("cannot write " + file + ": " + e.getMessage(), e);
    }
    phases.clear();
    phases.putAll(next);
  }

  /** The rack with each node's ports as they are in its phase. */
  public synchronized Rack applied(Rack rack) {
    return rack.withNodes(
        rack.nodes().stream()
            .map(
                node ->
                    node.withNics(
                        node.nics().stream()
                            .map(nic -> rack.boot().phases().during(of(node.name()), nic))
                            .toList()))
            .toList());
  }
}
