package io.anyrack.rack.file;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Names as the rack file allows them, each used once. */
final class Names {
  static final int NODE_LENGTH = 63;
  static final int LENGTH = 32;

  private final Map<String, Integer> lines = new HashMap<>();

  /** A label of a host name (RFC 1123 §2.1) in lower case, of at most {@code length} characters. */
  static Optional<String> name(Value value, int length) {
    Optional<String> text = value.text();
    if (text.isPresent()
        && !text.get().matches("[a-z0-9]([a-z0-9-]{0," + (length - 2) + "}[a-z0-9])?")) {
      value.problem(
          value.name()
              + " '"
              + text.get()
              + "' is not a name; it has 1 to "
              + length
              + " of a-z, 0-9 and '-', and no '-' at either end");
      return Optional.empty();
    }
    return text;
  }

  /** What a cloud calls one of its things: a flavor, an image, a network. */
  static Optional<String> cloudName(Value value) {
    Optional<String> text = value.text();
    if (text.isPresent()
        && !text.get().matches("[^\\p{C}\\p{Z}]([^\\p{C}]{0,253}[^\\p{C}\\p{Z}])?")) {
      value.problem(
          value.name()
              + " '"
              + text.get()
              + "' is not a name in a cloud; it has 1 to 255 characters and no space at either"
              + " end");
      return Optional.empty();
    }
    return text;
  }

  /** Whether {@code name} was not used before; else that is told at {@code place}. */
  boolean claim(Value place, String what, String name) {
    Integer line = lines.putIfAbsent(name, place.line());
    if (line != null) {
      place.problem(
          what + " '" + name + "' is used twice; it is already in line " + line + ", use another");
    }
    return line == null;
  }
}
