package io.anyrack.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.anyrack.fakestack.FakeStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rack of {@code examples/openstack} is planned, without and with a cloud. */
class ExamplesPlanTest {
  /** What examples are warned of: they do without a router. */
  private static final Map<String, String> WARNED =
      Map.of(
          "host-routes", "network far has no router: far-1 cannot boot from the network",
          "minimal", "network provision has no router: node-1, node-2 cannot boot",
          "undercloud-no-ip", "network provision has no router: node-1, node-2 cannot boot");

  @TempDir private static Path home;
  private static FakeStack cloud = FakeStack.start();
  private static String existing = "";

  static List<String> examples() throws IOException {
    return OpenstackExamplesTest.examples();
  }

  @BeforeAll
  static void project() throws IOException {
    assumeTrue(Files.isDirectory(Path.of("/usr/lib/ipxe")), "iPXE's programs are not installed");
    Path clouds = Files.writeString(home.resolve("clouds.yaml"), cloud.cloudsYaml());
    try (ProjectLists project = new ProjectLists(clouds, "rack")) {
      project.image("guest", home);
      existing = project.floatingIp("external").address();
    }
  }

  @AfterAll
  static void end() {
    cloud.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void isPlannedWithoutAndWithACloud(String example) throws IOException {
    Path directory = Files.createDirectory(home.resolve(example));
    Path file =
        ExampleFile.read(Path.of("../examples/openstack", example + ".yaml"))
            .onThisMachine(existing)
            .writeTo(directory);
    try (Program program = new Program(directory, home.resolve("clouds.yaml"), "rack")) {
      program.set("BMC_PASSWORD", "a-password");
      int asked = cloud.journal().entries().size();
      String offline = program.run("plan", "--offline", "-f", file.toString()).expectDone();
      assertThat(cloud.journal().entries()).as("offline asks nobody").hasSize(asked);
      int changes = cloud.journal().changes();
      String online = program.run("plan", "-f", file.toString()).expectDone();

      assertThat(offline).contains("+ add");
      assertThat(online).contains("+ add").containsPattern("nodes? .* boot method +");
      assertThat(cloud.journal().changes()).as("a plan changes nothing").isEqualTo(changes);
      Stream.of(offline, online)
          .forEach(
              plan ->
                  assertThat(plan.lines().filter(line -> line.contains("warning")).toList())
                      .allMatch(
                          line ->
                              WARNED.containsKey(example)
                                  && line.contains(WARNED.getOrDefault(example, "")))
                      .hasSize(WARNED.containsKey(example) ? 1 : 0));
    }
  }
}
