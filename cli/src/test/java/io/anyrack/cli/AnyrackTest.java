package io.anyrack.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.cli.host.Host;
import io.anyrack.cli.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the commands say and how they end, without a rack. */
class AnyrackTest {
  @TempDir Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... words) {
    Host host =
        new Host(
            new Terminal(
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                InputStream.nullInputStream(),
                false),
            directory,
            Optional.empty(),
            name ->
                Optional.ofNullable(
                    Map.of("XDG_STATE_HOME", directory.resolve("state").toString()).get(name)));
    CommandLine line = Anyrack.commandLine(host, words);
    line.setErr(new PrintWriter(err, true, UTF_8));
    line.setOut(new PrintWriter(out, true, UTF_8));
    return line.execute(words);
  }

  private String file(String text) throws IOException {
    Path file = directory.resolve("rack.yaml");
    Files.writeString(file, text);
    return file.toString();
  }

  private String said() {
    return err.toString(UTF_8);
  }

  private String printed() {
    return out.toString(UTF_8);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "nothing at all,                '',                    say what to do",
    "an unknown command,            frobnicate,            frobnicate",
    "a node without a verb,         power node-1,          say which nodes",
    "an unknown verb,               power node-1 explode,  none of on",
    "an unknown boot device,        boot node-1 floppy,    none of disk",
    "both kinds of firmware,        boot node-1 pxe --uefi --bios, mutually exclusive",
    "an insert without an image,    media node-1 insert,   media NODE insert",
    "an eject with an image,        media node-1 eject x,  media NODE insert",
    "a wait that is none of soft's, power node-1 on --then-off-after 3, goes with soft only",
  })
  void endsWith2WhenUsedWrongly(String what, String words, String message) {
    assertThat(run(words.isEmpty() ? new String[0] : words.split(" "))).as(what).isEqualTo(2);
    assertThat(said()).contains(message);
    assertThat(printed()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "demo",
        "init",
        "doctor",
        "plan",
        "up",
        "status",
        "down",
        "nodes",
        "power",
        "boot",
        "media",
        "console",
        "screenshot",
        "log",
        "service"
      })
  void explainsEachCommandWithAnExample(String command) {
    assertThat(run(command, "--help")).isZero();
    assertThat(printed()).contains("Example: anyrack " + command);
  }

  @Test
  void tellsAllThatIsWrongWithARackFile() throws IOException {
    String file =
        file(
            """
            rack: lab
            cloud: moon
            nodes: many
            """);
    assertThat(run("plan", "-f", file)).isEqualTo(1);
    assertThat(said().lines().toList())
        .hasSize(2)
        .allMatch(line -> line.startsWith(file + ":"))
        .anyMatch(line -> line.startsWith(file + ":2:8: "))
        .anyMatch(line -> line.startsWith(file + ":3:8: "));
  }

  @Test
  void plansARackThatIsNotThere() throws IOException {
    String file = file("rack: lab\ncloud: local\nnodes: 2\n");
    assertThat(run("plan", "-f", file)).isZero();
    assertThat(printed())
        .contains("+ add network provision", "+ add node node-1", "+ add node node-2");
    assertThat(run("plan", "-f", file, "--exit-code")).isEqualTo(2);
    assertThat(directory.resolve("state")).as("a plan makes nothing").doesNotExist();
  }

  @Test
  void printsARackFileWithItsDefaultsThatReadsBack() throws IOException {
    assertThat(run("plan", "-o", "yaml", "-f", file("rack: lab\ncloud: local\nnodes: 2\n")))
        .isZero();
    String complete = printed();
    assertThat(complete).contains("192.0.2.30", "192.0.2.31", "firmware: bios");
    out.reset();
    assertThat(run("plan", "-o", "yaml", "-f", file(complete))).as(said()).isZero();
    assertThat(printed()).isEqualTo(complete);
  }

  @Test
  void writesAFirstRackFileButNeverOverOne() {
    String file = directory.resolve("rack.yaml").toString();
    assertThat(run("init", "-f", file)).isZero();
    assertThat(run("plan", "-f", file)).as(said()).isZero();
    assertThat(run("init", "-f", file)).isEqualTo(1);
    assertThat(said()).contains("is there already");
  }

  @Test
  void saysWhatToDoWithoutARack() {
    assertThat(run("nodes", "--rack", "lab")).isEqualTo(1);
    assertThat(said()).contains("'lab' is not up", "anyrack up");
    assertThat(run("down", "--rack", "lab")).isZero();
    assertThat(run("down", "--rack", "../../etc")).isEqualTo(1);
    assertThat(said()).contains("cannot be the name of a rack");
  }

  @Test
  void asksWhichRackWhereThereAreSeveral() throws IOException {
    Files.createDirectories(directory.resolve("state/anyrack/one"));
    Files.createDirectories(directory.resolve("state/anyrack/two"));
    assertThat(run("nodes")).isEqualTo(1);
    assertThat(said()).contains("--rack one|two");
  }
}
