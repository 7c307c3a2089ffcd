package io.anyrack.rack.file;

import java.util.List;

/**
 * A rack file with something wrong.
 *
 * @param name what is wrong
 * @param shape whether a JSON Schema can see it too
 * @param yaml the file
 * @param problems what the user is told, each {@code line:column: message}
 */
record Broken(String name, boolean shape, String yaml, List<String> problems) {
  /** A file whose shape is wrong: an editor with the JSON Schema sees it too. */
  static Broken shape(String name, String yaml, String... problems) {
    return new Broken(name, true, yaml, List.of(problems));
  }

  /** A file of the right shape that means something wrong. */
  static Broken meaning(String name, String yaml, String... problems) {
    return new Broken(name, false, yaml, List.of(problems));
  }

  @Override
  public String toString() {
    return name;
  }
}
