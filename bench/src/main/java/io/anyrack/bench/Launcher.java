package io.anyrack.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code ./anyrack} as a user starts it, with racks in a directory of its own. */
final class Launcher implements AutoCloseable {
  /** The rack of {@link #up}. */
  static final String RACK = "bench";

  private static final Path LAUNCHER =
      Path.of(System.getProperty("anyrack.root", "."), "anyrack").toAbsolutePath();

  private final Path directory = Files.createTempDirectory("rack");
  private final Map<String, String> environment;

  /**
   * What a command did.
   *
   * @param milliseconds from its start to its end
   * @param output all it wrote
   */
  record Run(double milliseconds, String output) {}

  Launcher() throws IOException {
    this(Map.of());
  }

  /** With more in the environment of commands and service. */
  Launcher(Map<String, String> environment) throws IOException {
    this.environment = environment;
  }

  static Path path() {
    return LAUNCHER;
  }

  Path directory() {
    return directory;
  }

  /** Makes a rack of {@code nodes} nodes, which stay off. */
  void up(int nodes, String more) throws IOException, InterruptedException {
    write("rack: %s\ncloud: local\nnodes: %d\n%s".formatted(RACK, nodes, more));
    anyrack("up");
  }

  /** Writes the rack file. */
  void write(String text) throws IOException {
    Files.writeString(directory.resolve("rack.yaml"), text);
  }

  /** Where the rack's state is. */
  Path state() {
    return directory.resolve("anyrack").resolve(RACK);
  }

  /** The service's process. */
  long service() throws IOException {
    return Long.parseLong(Files.readString(state().resolve("service.pid")).strip());
  }

  Run anyrack(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
    command.addAll(List.of(words));
    return run(command);
  }

  /** Runs a program in the directory of the rack file; it must succeed. */
  Run run(List<String> command) throws IOException, InterruptedException {
    Path output = directory.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    builder.environment().put("XDG_STATE_HOME", directory.toString());
    long begin = System.nanoTime();
    int code = builder.start().waitFor();
    double milliseconds = (System.nanoTime() - begin) / 1e6;
    String said = Files.readString(output, StandardCharsets.UTF_8);
    if (code != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + code + ":\n" + said);
    }
    return new Run(milliseconds, said);
  }

  @Override
  public void close() throws IOException {
    try {
      anyrack("down");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
