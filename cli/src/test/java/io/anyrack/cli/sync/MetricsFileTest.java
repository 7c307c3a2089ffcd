package io.anyrack.cli.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.rack.RackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file that says how sync is doing. */
@Timeout(60)
class MetricsFileTest {
  private static final Duration SHORT = Duration.ofMillis(5);

  @TempDir private Path directory;
  private final AtomicInteger written = new AtomicInteger();
  private final BlockingQueue<String> warnings = new ArrayBlockingQueue<>(100);

  private MetricsFile open(Path file) {
    return new MetricsFile(file, () -> "n" + written.incrementAndGet(), SHORT, warnings::add);
  }

  @Test
  void shouldBeThereAtOnceAndBeReplacedAsAWhole() throws IOException {
    Path file = directory.resolve("m.json");
    try (MetricsFile _ = open(file)) {
      assertThat(Files.getPosixFilePermissions(file))
          .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
      while (written.get() < 10) {
        assertThat(Files.readString(file)).matches("n[0-9]+");
      }
    }
    assertThat(Files.readString(file)).isEqualTo("n" + written.get());
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).as("nothing else is left").containsExactly(file);
    }
    assertThat(warnings).isEmpty();
  }

  @Test
  void shouldSayOnceThatItCannotBeWrittenAndGoOn() throws IOException, InterruptedException {
    Path there = Files.createDirectory(directory.resolve("there"));
    Path gone = directory.resolve("gone");
    Path file = there.resolve("m.json");
    try (MetricsFile _ = open(file)) {
      Files.move(there, gone);
      assertThat(warnings.poll(30, TimeUnit.SECONDS)).contains("cannot write " + file);
      int failed = written.get();
      while (written.get() < failed + 5) {
        Thread.onSpinWait();
      }
      Files.move(gone, there);
      int again = written.get();
      while (written.get() < again + 5) {
        Thread.onSpinWait();
      }
      assertThat(Files.readString(file)).isNotEqualTo("n1");
    }
    assertThat(List.copyOf(warnings)).as("said once").isEmpty();
  }

  @Test
  void shouldRefuseAPlaceThatIsNotThere() {
    assertThatThrownBy(() -> open(directory.resolve("no/m.json")))
        .isInstanceOf(RackException.class)
        .hasMessageStartingWith("cannot write");
  }
}
