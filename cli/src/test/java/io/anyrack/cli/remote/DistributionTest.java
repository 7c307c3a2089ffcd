package io.anyrack.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of the program runs where there is no Java. */
class DistributionTest {
  @TempDir private Path directory;

  @Test
  void theArchiveRunsByItself() throws IOException, InterruptedException {
    Distribution.Archive archive = Distribution.ofThisProcess(directory).archive();
    Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
    Path file = Files.writeString(directory.resolve("rack.yaml"), "{ rack: lab, nodes: 1 }");

    run(List.of("tar", "-xzf", archive.file().toString(), "-C", unpacked.toString()));

    assertThat(
            run(
                List.of(
                    unpacked.resolve("bin/anyrack").toString(),
                    "plan",
                    "-o",
                    "yaml",
                    "-f",
                    file.toString())))
        .startsWith("rack: lab\n");
  }

  @Test
  void theSameBuildIsPackedOnce() throws IOException {
    Path jar = Files.writeString(directory.resolve("a.jar"), "one");
    Path cache = directory.resolve("cache");
    Path jlink = Files.createDirectories(directory.resolve("jdk/bin")).resolve("jlink");
    FakeServer.executable(
        Files.writeString(jlink, "#!/bin/sh\nwhile [ $# -gt 1 ]; do shift; done\nmkdir \"$1\"\n"));
    Files.writeString(directory.resolve("jdk/release"), "25");
    Distribution distribution = new Distribution(cache, directory.resolve("jdk"), List.of(jar));
    Distribution.Archive first = distribution.archive();
    Object made = Files.getLastModifiedTime(first.file());

    assertThat(distribution.archive()).isEqualTo(first);
    assertThat(Files.getLastModifiedTime(first.file())).isEqualTo(made);

    Files.writeString(jar, "two");
    Distribution.Archive second = distribution.archive();

    assertThat(second.id()).isNotEqualTo(first.id());
    try (Stream<Path> kept = Files.list(cache)) {
      assertThat(kept).containsExactly(second.file());
    }
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    return output;
  }
}
