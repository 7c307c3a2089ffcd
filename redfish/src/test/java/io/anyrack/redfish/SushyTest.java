package io.anyrack.redfish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.redfish.tls.Keytool;
import io.anyrack.redfish.tls.RackCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library of OpenStack Ironic, as Debian has it (python3-sushy), leads a node's whole life. */
final class SushyTest {
  @TempDir private Path directory;

  @Test
  void ironicsLibraryLeadsANodesLife() throws IOException, InterruptedException {
    try (TestRack rack = new TestRack(directory, 2)) {
      live(rack, "http", Map.of());
    }
  }

  @Test
  void andOverTlsWithTheRacksAuthority() throws IOException, InterruptedException {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    RackCertificates certificates =
        new RackCertificates(
            directory,
            new Keytool(keytool, Duration.ofSeconds(60)),
            Clock.systemUTC(),
            new SecureRandom());
    SSLContext tls = certificates.context("test", Set.of("127.0.0.1"));
    try (TestRack rack = new TestRack(directory, 2, RedfishLimits.DEFAULT, Optional.of(tls))) {
      live(rack, "https", Map.of("CA", certificates.authority().toString()));
    }
  }

  private void live(TestRack rack, String scheme, Map<String, String> more)
      throws IOException, InterruptedException {
    Path script = directory.resolve("life.py");
    try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("life.py"))) {
      Files.copy(in, script);
    }
    ProcessBuilder builder =
        new ProcessBuilder("/usr/bin/python3", script.toString()).redirectErrorStream(true);
    builder.environment().put("URL", scheme + "://127.0.0.1:" + rack.port());
    builder.environment().put("NODE", "node-2");
    builder.environment().put("USERNAME", "admin");
    builder.environment().put("PASSWORD", "node-2-secret");
    // Python's requests prefers what these name to what its caller does.
    builder.environment().keySet().removeAll(Set.of("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"));
    builder.environment().putAll(more);
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
