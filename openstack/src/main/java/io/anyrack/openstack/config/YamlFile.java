package io.anyrack.openstack.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A YAML file of a user, read.
 *
 * @param where which one it is, or where it was looked for
 * @param content its top level
 */
record YamlFile(String where, Map<String, Object> content) {
  private static final long LARGEST = 1 << 20;

  /** The first file {@code name.yaml} or {@code name.yml}; an empty one where there is none. */
  static YamlFile first(String name, Optional<String> named, List<Path> directories) {
    List<Path> candidates =
        Stream.concat(
                named.map(Path::of).stream(),
                directories.stream()
                    .flatMap(
                        each -> Stream.of(".yaml", ".yml").map(end -> each.resolve(name + end))))
            .toList();
    return candidates.stream()
        .filter(Files::isRegularFile)
        .findFirst()
        .map(YamlFile::read)
        .orElseGet(() -> new YamlFile("none of these files is there: " + candidates, Map.of()));
  }

  private static YamlFile read(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw new ConfigException(file + " is larger than " + LARGEST + " octets");
      }
      Object read =
          new Load(LoadSettings.builder().setLabel(file.toString()).build())
              .loadFromString(Files.readString(file));
      return new YamlFile(file.toString(), read instanceof Map<?, ?> map ? keyed(map) : Map.of());
    } catch (IOException e) {
      throw new ConfigException("cannot read " + file + ": " + e.getMessage(), e);
    } catch (MarkedYamlEngineException e) {
      throw new ConfigException(file + place(e) + " is not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      // The parser's own message quotes the file, which holds passwords.
      throw new ConfigException(file + " is not YAML");
    }
  }

  private static String place(MarkedYamlEngineException e) {
    return e.getProblemMark()
        .map(mark -> ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1))
        .orElse("");
  }

  /** A part of the top level; empty where there is none. */
  Map<String, Object> section(String name) {
    return content.get(name) instanceof Map<?, ?> map ? keyed(map) : Map.of();
  }

  /** The same with keys as text; values that are nothing are left out. */
  static Map<String, Object> keyed(Map<?, ?> map) {
    Map<String, Object> keyed = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          if (key != null && value != null) {
            keyed.put(key.toString(), value);
          }
        });
    return keyed;
  }

  /** Both, level by level; where both have a value, {@code over}'s. */
  static Map<String, Object> merged(Map<String, Object> under, Map<String, Object> over) {
    Map<String, Object> merged = new LinkedHashMap<>(under);
    over.forEach(
        (key, value) ->
            merged.merge(
                key,
                value,
                (mine, other) ->
                    mine instanceof Map<?, ?> below && other instanceof Map<?, ?> above
                        ? merged(keyed(below), keyed(above))
                        : other));
    return merged;
  }
}
