package io.anyrack.netsync.own;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.anyrack.rack.address.IpPrefix;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.sync.GuardedPort.Pair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Keeps them in a file of JSON, which is replaced as a whole. */
public final class OwnPairsFile implements OwnPairs {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;
  private final Path next;
  private final Map<String, Set<Pair>> pairs;

  /**
   * Reads the file, if it is there.
   *
   * @param file in a directory that is there
   * @throws OwnPairsException if it cannot be understood
   */
  public OwnPairsFile(Path file) {
    this.file = file;
    this.next = file.resolveSibling(file.getFileName() + ".next");
    this.pairs = new TreeMap<>(read());
  }

  private Map<String, Set<Pair>> read() {
    Map<String, Set<Pair>> read = new TreeMap<>();
    try {
      for (Map.Entry<String, JsonNode> port :
          JSON.readTree(Files.readAllBytes(file)).path("pairs").properties()) {
        Set<Pair> of = new LinkedHashSet<>();
        for (JsonNode pair : port.getValue()) {
          of.add(
              new Pair(
                  IpPrefix.parse(pair.path("address").asString("")),
                  MacAddress.parse(pair.path("mac").asString(""))));
        }
        read.put(port.getKey(), Set.copyOf(of));
      }
      return read;
    } catch (NoSuchFileException e) {
      return Map.of();
    } catch (IOException e) {
      throw new OwnPairsException("cannot read " + file + ": " + e.getMessage(), e);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new OwnPairsException(
          file
              + " is damaged; remove it, and take back by hand the address pairs on the rack's"
              + " ports that nobody uses any more",
          e);
    }
  }

  @Override
  public Map<String, Set<Pair>> all() {
    return Map.copyOf(pairs);
  }

  @Override
  public void keep(Map<String, Set<Pair>> kept) {
    if (kept.equals(pairs)) {
      return;
    }
    ObjectNode document = JSON.createObjectNode();
    ObjectNode ports = document.putObject("pairs");
    new TreeMap<>(kept)
        .forEach(
            (port, of) -> {
              ArrayNode list = ports.putArray(port);
              of.forEach(
                  pair ->
                      list.addObject()
                          .put("address", pair.address().toString())
                          .put("mac", pair.mac().toString()));
            });
    try {
      Files.write(next, JSON.writeValueAsBytes(document));
      Files.move(next, file, ATOMIC_MOVE);
    } catch (IOException e) {
      throw new OwnPairsException("cannot write " + file + ": " + e.getMessage(), e);
    }
    pairs.clear();
    pairs.putAll(kept);
  }
}
