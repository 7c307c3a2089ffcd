package io.anyrack.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.anyrack.fakestack.FakeStack;
import io.anyrack.fakestack.http.Fault;
import io.anyrack.fakestack.http.Faults;
import io.anyrack.fakestack.world.Settings;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who says {@code down} wants the rack gone, also while an {@code up} makes it. */
class DownDuringUpTest {
  @TempDir Path home;

  /**
   * @param slow how long the cloud takes for the call in which {@code down} comes: an upload is
   *     broken off, a creation waited for
   */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({"PUT, .*/images/[^/]*/file, PT45S", "POST, .*/servers, PT2S"})
  void downEndsItAndTakesEverythingAway(String method, String path, Duration slow)
      throws Exception {
    assumeTrue(Files.isDirectory(Path.of("/usr/lib/ipxe")), "iPXE's programs are not installed");
    CompletableFuture<Boolean> inTheMiddle = new CompletableFuture<>();
    int port = freePort();
    try (FakeStack cloud = FakeStack.start(Settings.DEFAULT)) {
      Path clouds = Files.writeString(home.resolve("clouds.yaml"), cloud.cloudsYaml());
      try (ProjectLists project = new ProjectLists(clouds, "rack");
          Program program = new Program(home, clouds, "rack")) {
        Map<String, List<String>> before = project.all();
        Path file =
            program.file(
                "lab",
                """
                rack: lab
                cloud: openstack
                networks: [{ name: provision, cidr: 192.0.2.0/24 }]
                nodes: [{ count: 2, memory: 256MiB, disk: 1GiB }]
                boot: { port: %d }
                """
                    .formatted(port));
        cloud
            .faults()
            .always(
                call -> {
                  boolean fits = Faults.call(method, path).test(call);
                  if (fits) {
                    inTheMiddle.complete(true);
                  }
                  return fits;
                },
                new Fault.Slow(slow));
        CompletableFuture<Program.Ended> up = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> up.complete(program.up("lab", file)));
        CompletableFuture.anyOf(up, inTheMiddle).join();
        assertThat(inTheMiddle).as(() -> "how `up` ended: " + up.join()).isDone();

        Program.Ended down = program.run("down", "--rack", "lab");

        down.expectDone();
        assertThat(down.err()).contains("ending the `up` that runs", "the rack 'lab' is gone");
        assertThat(up.get().expectFailed())
            .contains("anyrack: ended by a `down` of the rack")
            .doesNotContain("what was made so far stays");
        assertThat(project.all()).isEqualTo(before);
        assertThat(program.state("lab").exists()).isFalse();
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }
}
