package io.anyrack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Racks of {@code examples/openstack} on a real cloud; other racks may be in the project. */
@Tag("openstack")
class RealCloudTest {
  private static final Path EXAMPLES = Path.of("../examples/openstack");

  private final RealCloud cloud = RealCloud.ofEnvironment();

  @TempDir private Path home;

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "two-nodes",
        "routed",
        "public-bond",
        "role-networks",
        "ipv6-installer",
        "ipv6-cloud",
        "networks-existing",
        "guarded-vip",
        "volumes",
        "extra-nodes"
      })
  void comesUpAndGoesDown(String example) throws IOException {
    ExampleFile file = ExampleFile.read(EXAMPLES.resolve(example + ".yaml")).withBootPort();
    Path written = file.writeTo(home);
    try (ProjectLists project = new ProjectLists(cloud.clouds(), cloud.name());
        Program program = new Program(home, cloud.clouds(), cloud.name())) {
      Map<String, List<String>> before = project.allBesideOthers(file.rack());
      try {
        program.up(file.rack(), written).expectDone();
        assertThat(program.run("plan", "--exit-code", "-f", written.toString()).expectDone())
            .contains("nothing to do");
        Standing.expectOff(program, file);
      } finally {
        program.run("down", "--rack", file.rack()).expectDone();
      }
      assertThat(project.allBesideOthers(file.rack())).isEqualTo(before);
    }
  }

  @Test
  void aRackIsNotTouchedByAnother() throws IOException {
    ExampleFile first = ExampleFile.read(EXAMPLES.resolve("several-racks-a.yaml")).withBootPort();
    ExampleFile second = ExampleFile.read(EXAMPLES.resolve("several-racks-b.yaml")).withBootPort();
    try (ProjectLists project = new ProjectLists(cloud.clouds(), cloud.name());
        Program program = new Program(home, cloud.clouds(), cloud.name())) {
      Map<String, List<String>> before = project.allBesideOthers(first.rack());
      try {
        program.up(first.rack(), first.writeTo(home)).expectDone();
        Map<String, String> alone = project.stamps(first.rack());
        program.up(second.rack(), second.writeTo(home)).expectDone();
        program.run("down", "--rack", second.rack()).expectDone();
        assertThat(project.stamps(first.rack())).isEqualTo(alone);
        Standing.expectOff(program, first);
      } finally {
        program.run("down", "--rack", second.rack()).expectDone();
        program.run("down", "--rack", first.rack()).expectDone();
      }
      assertThat(project.allBesideOthers(first.rack())).isEqualTo(before);
      assertThat(project.allBesideOthers(second.rack())).isEqualTo(before);
    }
  }

  private static final String SCALED =
      """
      rack: scaled
      cloud: openstack
      networks:
        - { name: provision, cidr: 192.0.2.0/24, router: edge, mtu: %2$d }
        - { name: internal, cidr: 172.17.0.0/24, dhcp: none }
      routers: [{ name: edge, external: external }]
      nodes: [{ count: %1$d, memory: 256MiB, disk: 1GiB }]
      """;

  @Test
  void scalingTouchesOnlyWhatChanges() throws IOException {
    try (ProjectLists project = new ProjectLists(cloud.clouds(), cloud.name());
        Program program = new Program(home, cloud.clouds(), cloud.name())) {
      Map<String, List<String>> before = project.allBesideOthers("scaled");
      try {
        program.up("scaled", program.file("scaled", SCALED.formatted(2, 1400))).expectDone();
        Map<String, String> two = project.stamps("scaled");

        program.up("scaled", program.file("scaled", SCALED.formatted(4, 1400))).expectDone();
        Map<String, String> four = project.stamps("scaled");
        assertThat(four).as("the first two nodes and all they share").containsAllEntriesOf(two);
        assertThat(four).hasSizeGreaterThan(two.size());

        program.up("scaled", program.file("scaled", SCALED.formatted(3, 1380))).expectDone();
        Map<String, String> three = new HashMap<>(project.stamps("scaled"));
        assertThat(four)
            .as("one network has changed")
            .doesNotContainEntry("network scaled-provision", three.get("network scaled-provision"));
        three.remove("network scaled-provision");
        // Its ports change with it: the cloud's own, which has no name, and those of the nodes.
        three.keySet().removeIf(key -> key.matches("port (scaled-node-.*/provision)?"));
        assertThat(four).as("the rest has not").containsAllEntriesOf(three);
        assertThat(three.keySet()).noneMatch(name -> name.contains("node-4"));
      } finally {
        program.run("down", "--rack", "scaled").expectDone();
      }
      assertThat(project.allBesideOthers("scaled")).isEqualTo(before);
    }
  }
}
