package io.anyrack.rack.file;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A mapping whose keys are all known.
 *
 * @param value the mapping itself
 * @param entries what it has, by key
 */
record Section(Value value, Map<String, Value> entries) {

  /** The known ones of {@code entries}; each other is a problem told. */
  static Section of(Value value, Keys keys, Map<Value, Value> entries) {
    Map<String, Value> known = new LinkedHashMap<>();
    entries.forEach(
        (key, item) -> {
          String name = ((ScalarNode) key.node()).getValue();
          if (keys.names().contains(name)) {
            known.put(name, item);
          } else {
            key.problem("unknown key '" + name + "'; " + Spelling.hint(name, keys.names()));
          }
        });
    return new Section(value, known);
  }

  /** The value of {@code key} if {@code mapping} is one and has it; nothing is told. */
  static Optional<Value> quietly(Value mapping, String key) {
    return mapping.node() instanceof MappingNode node
        ? node.getValue().stream()
            .filter(
                entry ->
                    entry.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key))
            .map(entry -> new Value(key, entry.getValueNode(), mapping.context()))
            .findFirst()
        : Optional.empty();
  }

  Optional<Value> get(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  /** Where to complain about {@code key}: its value, or the section that lacks it. */
  Value place(String key) {
    return get(key).orElse(value);
  }

  /** The value of a key that has to be there. */
  Optional<Value> require(String key, String example) {
    Optional<Value> found = get(key);
    if (found.isEmpty()) {
      value.problem(
          value.name() + " has no '" + key + "'; add it, an example: " + key + ": " + example);
    }
    return found;
  }
}
