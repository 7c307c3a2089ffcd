package io.anyrack.rack.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.rack.model.Rack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples are good files, and the page about the rack file knows every key. */
class ExamplesTest {
  private static final Path DIRECTORY = Path.of("../examples");

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.walk(DIRECTORY, 2)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  /** This machine, with the images and secrets that users bring themselves. */
  private static Surroundings withImages() {
    Surroundings here = Surroundings.here(_ -> Optional.empty());
    return new Surroundings() {
      @Override
      public Optional<String> secret(String name) {
        return Optional.of(name);
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
    RackFile.Read read = read(example);

    assertThat(read).isInstanceOf(RackFile.Read.Valid.class);
  }

  private static RackFile.Read read(Path example) throws IOException {
    return new RackFile(withImages())
        .read(
            example.toString(),
            Optional.ofNullable(example.getParent()).orElseThrow(),
            Files.readAllBytes(example));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void anExampleIsForTheCloudOfItsDirectory(Path example) throws IOException {
    Path directory = Optional.ofNullable(example.getParent()).orElseThrow();

    assertThat(read(example))
        .isInstanceOfSatisfying(
            RackFile.Read.Valid.class,
            valid -> assertThat(directory.getFileName()).hasToString(valid.rack().cloud().kind()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void anExampleFillsItsPools(Path example) throws IOException {
    assertThat(read(example))
        .isInstanceOfSatisfying(
            RackFile.Read.Valid.class,
            valid -> {
              Rack complete = Addressing.complete(valid.rack(), Map.of());
              assertThat(Addressing.complete(valid.rack(), Addressing.of(complete)))
                  .isEqualTo(complete);
            });
  }

  @Test
  void noTwoExamplesAreCalledTheSameOnOneCloud() throws IOException {
    List<String> names = new ArrayList<>();
    for (Path example : examples()) {
      if (read(example) instanceof RackFile.Read.Valid(Rack rack)) {
        names.add(rack.cloud().kind() + " " + rack.name());
      }
    }

    assertThat(names).doesNotHaveDuplicates();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void anExampleSaysWhatItShows(Path example) throws IOException {
    assertThat(Files.readAllLines(example).getFirst()).startsWith("# ").endsWith(".");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void theTableHasAllWithWhatTheySay(Path example) throws IOException {
    String first = Files.readAllLines(example).getFirst().substring(2);
    String file = DIRECTORY.relativize(example).toString();
    String name = example.getFileName().toString().replace(".yaml", "");

    assertThat(Files.readAllLines(DIRECTORY.resolve("README.md")))
        .contains("| [" + name + "](" + file + ") | " + first + " |");
  }

  @Test
  void theTableHasNoMore() throws IOException {
    assertThat(Files.readAllLines(DIRECTORY.resolve("README.md")))
        .filteredOn(line -> line.startsWith("| ["))
        .hasSameSizeAs(examples());
  }

  @ParameterizedTest
  @EnumSource(Keys.class)
  void thePageKnowsEveryKey(Keys keys) throws IOException {
    String page = Files.readString(Path.of("../docs/rack-file.md"));

    assertThat(keys.names())
        .allMatch(key -> page.contains("`" + key + "`") || page.contains("{" + key + ":"));
  }
}
