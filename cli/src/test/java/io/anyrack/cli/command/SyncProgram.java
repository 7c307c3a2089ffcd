package io.anyrack.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyrack.cli.host.Host;
import io.anyrack.cli.output.Terminal;
import io.anyrack.fakestack.FakeStack;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * {@code anyrack sync}, as the program {@code /opt/any rack/anyrack}, for the rack file of a
 * directory.
 */
final class SyncProgram {
  private final Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /**
   * Writes the user's {@code clouds.yaml}.
   *
   * @param directory where all files of the user are
   */
  SyncProgram(Path directory, FakeStack cloud) throws IOException {
    this.directory = directory;
    Files.writeString(clouds(), cloud.cloudsYaml());
  }

  Path clouds() {
    return directory.resolve("clouds.yaml");
  }

  Path rack() {
    return directory.resolve("rack.yaml");
  }

  /** Writes the rack file. */
  void rack(String yaml) throws IOException {
    Files.writeString(rack(), yaml);
  }

  /**
   * Writes a static list.
   *
   * @return the source that reads it
   */
  String list(String yaml) throws IOException {
    return "static:" + Files.writeString(directory.resolve("list.yaml"), yaml);
  }

  /**
   * Runs it to its end.
   *
   * @return its exit code
   */
  int run(String... words) {
    out.reset();
    err.reset();
    Map<String, String> variables =
        Map.of(
            "OS_CLIENT_CONFIG_FILE",
            clouds().toString(),
            "XDG_STATE_HOME",
            directory.resolve("state").toString());
    Host host =
        new Host(
            new Terminal(
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                InputStream.nullInputStream(),
                false),
            directory,
            Optional.of(Path.of("/opt/any rack/anyrack")),
            name -> Optional.ofNullable(variables.get(name)));
    return new CommandLine(new SyncCommand(host))
        .execute(
            Stream.concat(Stream.of("-f", rack().toString()), Stream.of(words))
                .toArray(String[]::new));
  }

  /** What the last run printed. */
  String printed() {
    return out.toString(UTF_8);
  }

  /** What the last run said beside it. */
  String said() {
    return err.toString(UTF_8);
  }
}
