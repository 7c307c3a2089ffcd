package io.anyrack.redfish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library of OpenStack Ironic, as Debian has it (python3-sushy), leads a node's whole life. */
final class SushyTest {
  @TempDir private Path directory;

  @Test
  void ironicsLibraryLeadsANodesLife() throws IOException, InterruptedException {
    Path script = directory.resolve("life.py");
    try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("life.py"))) {
      Files.copy(in, script);
    }
    try (TestRack rack = new TestRack(directory, 2)) {
      ProcessBuilder builder =
          new ProcessBuilder("/usr/bin/python3", script.toString()).redirectErrorStream(true);
      builder.environment().put("URL", "http://127.0.0.1:" + rack.port());
      builder.environment().put("NODE", "node-2");
      builder.environment().put("USERNAME", "admin");
      builder.environment().put("PASSWORD", "node-2-secret");
      Process python = builder.start();
      String output = new String(python.getInputStream().readAllBytes(), UTF_8);

      assertThat(python.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(output).endsWith("lived\n");
      assertThat(rack.machine("node-2").calls)
          .containsExactly(
              "insert http://192.0.2.1/installer.iso",
              "start CDROM",
              "reset",
              "pause",
              "resume",
              "eject",
              "stop");
    }
  }
}
