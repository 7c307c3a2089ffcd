package io.anyrack.rack.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples are good files, and the page about the rack file knows every key. */
class ExamplesTest {
  private static final Path DIRECTORY = Path.of("../examples/local");

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  /** This machine, with the images that users bring themselves. */
  private static Surroundings withImages() {
    Surroundings here = Surroundings.here(_ -> Optional.empty());
    return new Surroundings() {
      @Override
      public Optional<String> secret(String name) {
        return here.secret(name);
      }

      @Override
      public boolean isReadableFile(Path path) {
        return path.toString().endsWith(".qcow2") || here.isReadableFile(path);
      }

      @Override
      public boolean isReadableDirectory(Path path) {
        return here.isReadableDirectory(path);
      }
    };
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void anExampleIsGood(Path example) throws IOException {
    RackFile.Read read =
        new RackFile(withImages()).read(example.toString(), DIRECTORY, Files.readAllBytes(example));

    assertThat(read).isInstanceOf(RackFile.Read.Valid.class);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void anExampleSaysWhatItShows(Path example) throws IOException {
    assertThat(Files.readAllLines(example).getFirst()).startsWith("# ").endsWith(".");
  }

  @Test
  void theExamplesAreAllHere() throws IOException {
    assertThat(examples())
        .extracting(example -> example.getFileName().toString())
        .containsExactly(
            "guarded-vip.yaml",
            "image-node.yaml",
            "installer-dhcp.yaml",
            "minimal.yaml",
            "script-boot.yaml",
            "two-networks.yaml",
            "uefi.yaml");
  }

  @ParameterizedTest
  @EnumSource(Keys.class)
  void thePageKnowsEveryKey(Keys keys) throws IOException {
    String page = Files.readString(Path.of("../docs/rack-file.md"));

    assertThat(keys.names())
        .allMatch(key -> page.contains("`" + key + "`") || page.contains("{" + key + ":"));
  }
}
