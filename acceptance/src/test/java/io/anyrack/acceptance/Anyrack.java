package io.anyrack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.cli.linux.AptArchive;
import io.anyrack.cli.linux.DemoLinux;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.model.BootSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The launcher, in a home of its own for the tests of one class. Afterwards every rack is taken
 * down, and nothing of any may be left.
 */
final class Anyrack implements BeforeAllCallback, AfterAllCallback {
  private static final Pattern NAME = Pattern.compile("(?m)^rack: (\\S+)$");

  private final Path launcher =
      Path.of(System.getProperty("anyrack.root")).resolve("anyrack").toAbsolutePath().normalize();

  /** Shared by all tests, so that the demo's Linux is made once. */
  private final Path cache = Path.of(System.getProperty("anyrack.cache")).toAbsolutePath();

  private Path home;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    // Not the directory for temporary files of the JVM: the path of a unix socket must be short.
    home = Files.createTempDirectory(Path.of("/tmp"), "ar");
    Files.createDirectories(racks());
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    try {
      List<Finished> downs = new ArrayList<>();
      for (String rack : rackNames()) {
        downs.add(run("down", "--rack", rack));
      }
      assertThat(downs).allSatisfy(down -> assertThat(down.exit()).as(down::toString).isZero());
      Leftovers.of(racks()).expectNone();
    } finally {
      Leftovers.of(racks()).endProcesses();
      remove(home);
    }
  }

  /** A directory for what a test makes. */
  Path home() {
    return home;
  }

  /** Where the state of all racks is. */
  Path racks() {
    return home.resolve("state/anyrack");
  }

  private List<String> rackNames() throws IOException {
    try (Stream<Path> racks = Files.list(racks())) {
      return racks.map(rack -> rack.getFileName().toString()).sorted().toList();
    }
  }

  /** {@code anyrack WORDS…}, run to its end. */
  Finished run(String... words) {
    return shell().run(command(words));
  }

  /** {@code anyrack WORDS…}, started. */
  Process start(String... words) {
    return shell().start(command(words));
  }

  /** A shell command of several lines, in which {@code $anyrack} is the launcher. */
  Finished sh(String script) {
    return shell().run(List.of("sh", "-c", script));
  }

  /** The same with something else in the environment. */
  Finished runWith(Map<String, String> environment, String... words) {
    return shellWith(environment).run(command(words));
  }

  /** {@code anyrack WORDS…} with something else in the environment, started. */
  Process startWith(Map<String, String> environment, String... words) {
    return shellWith(environment).start(command(words));
  }

  private Shell shellWith(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(shell().environment());
    all.putAll(environment);
    return new Shell(home, all);
  }

  private List<String> command(String... words) {
    return Stream.concat(Stream.of(launcher.toString()), Stream.of(words)).toList();
  }

  /** A shell in the home. */
  Shell shell() {
    return new Shell(
        home,
        Map.of(
            "XDG_STATE_HOME", home.resolve("state").toString(),
            "XDG_CACHE_HOME", cache.toString(),
            "anyrack", launcher.toString()));
  }

  /** A rack from the text of its file, which is written but not yet up. */
  Rack rack(String text) {
    Matcher name = NAME.matcher(text);
    assertThat(name.find()).as("a line with the rack's name").isTrue();
    Rack rack = new Rack(this, name.group(1), home.resolve(name.group(1)).resolve("rack.yaml"));
    rack.write(text);
    return rack;
  }

  /**
   * The line of a rack file that boots the demo's Linux.
   *
   * @param moreRamDisks archives with files to be added to it
   */
  String bootLinux(Path... moreRamDisks) {
    BootSpec.Linux linux = linux();
    String ramDisks =
        Stream.concat(linux.initrds().stream(), Stream.of(moreRamDisks))
            .map(disk -> '"' + disk.toString() + '"')
            .collect(Collectors.joining(", "));
    return "boot: { kernel: \"%s\", initrd: [%s], cmdline: \"%s\" }"
        .formatted(linux.kernel(), ramDisks, linux.commandLine());
  }

  /** The demo's Linux. */
  BootSpec.Linux linux() {
    AptArchive archive = new AptArchive(Duration.ofMinutes(5), home);
    return new DemoLinux(cache.resolve("anyrack/linux"), archive, Progress.SILENT).obtain();
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      all.sorted(Comparator.reverseOrder())
          .forEach(
              path -> {
                try {
                  Files.delete(path);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
