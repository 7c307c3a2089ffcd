package io.anyrack.cli.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.rack.cloud.Progress.State;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private Instant now = Instant.EPOCH;

  private ProgressLine line(boolean interactive) {
    PrintStream err = new PrintStream(said, true, UTF_8);
    return new ProgressLine(
        new Terminal(err, err, InputStream.nullInputStream(), interactive), () -> now);
  }

  private void pass(long millis) {
    now = now.plusMillis(millis);
  }

  @Test
  void aLineForEachStepWithItsTime() {
    try (ProgressLine line = line(false)) {
      line.step("node-1", "server", State.STARTED);
      pass(1200);
      line.step("node-2", "server", State.STARTED);
      pass(2000);
      line.step("node-1", "server", State.DONE);
      line.step("node-2", "server", State.FAILED);
      line.step("node-3", "port", State.DONE);
    }

    assertThat(said.toString(UTF_8).lines())
        .containsExactly("node-1: server (3.2 s)", "node-2: server failed (2.0 s)", "node-3: port");
  }

  @Test
  void whatHasToBeKnownAtOnceIsSaidAnywhere() {
    line(false).say("ending the `up` that runs");
    line(true).say("ending the `up` that runs");

    assertThat(said.toString(UTF_8))
        .isEqualTo("ending the `up` that runs\n\r\u001b[Kending the `up` that runs\n");
  }

  @Test
  void oneLineAtATerminal() {
    try (ProgressLine line = line(true)) {
      for (int i = 1; i <= 5; i++) {
        line.step("node-" + i, "port", State.STARTED);
      }
      pass(61_000);
      said.reset();
      line.step("node-1", "port", State.DONE);
      assertThat(said.toString(UTF_8))
          .isEqualTo(
              "\r\u001b[K61.0 s  1 done, node-2: port, node-3: port, node-4: port and 1 more");
      said.reset();
    }

    assertThat(said.toString(UTF_8)).isEqualTo("\r\u001b[K");
  }
}
