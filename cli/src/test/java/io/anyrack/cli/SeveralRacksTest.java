package io.anyrack.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.anyrack.fakestack.FakeStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two racks in one project, of equal names inside: what is done to one is not done to the other.
 */
class SeveralRacksTest {
  @TempDir private Path home;

  private Path example(String name) throws IOException {
    ExampleFile file =
        ExampleFile.read(Path.of("../examples/openstack", name + ".yaml")).onThisMachine("");
    return file.writeTo(Files.createDirectory(home.resolve(name)));
  }

  @Test
  void oneGoesAndComesAndTheOtherStandsUntouched() throws IOException {
    assumeTrue(Files.isDirectory(Path.of("/usr/lib/ipxe")), "iPXE's programs are not installed");
    Path a = example("several-racks-a");
    Path b = example("several-racks-b");
    try (FakeStack cloud = FakeStack.start()) {
      Path clouds = Files.writeString(home.resolve("clouds.yaml"), cloud.cloudsYaml());
      try (ProjectLists project = new ProjectLists(clouds, "rack");
          Program program = new Program(home, clouds, "rack")) {
        Map<String, List<String>> before = project.all();
        program.up("rack-a", a).expectDone();
        Map<String, List<String>> alone = project.all();
        program.up("rack-b", b).expectDone();
        Map<String, String> second = project.of("rack-b");
        assertThat(second.keySet())
            .anyMatch(thing -> thing.startsWith("server "))
            .anyMatch(thing -> thing.startsWith("volume "))
            .doesNotContainAnyElementsOf(project.of("rack-a").keySet());

        program.run("down", "--rack", "rack-a").expectDone();

        assertThat(project.of("rack-a")).isEmpty();
        assertThat(project.of("rack-b")).isEqualTo(second);
        assertThat(program.run("plan", "-f", b.toString()).expectDone()).contains("nothing to do");
        assertThat(program.run("status", "--rack", "rack-b").expectDone())
            .contains("node-1", "off");

        program.up("rack-a", a).expectDone();
        assertThat(project.of("rack-b")).isEqualTo(second);
        Map<String, String> first = project.of("rack-a");
        program.run("down", "--rack", "rack-b").expectDone();
        assertThat(project.of("rack-a")).isEqualTo(first);
        assertThat(project.all().keySet()).isEqualTo(alone.keySet());
        program.run("down", "--rack", "rack-a").expectDone();
        assertThat(project.all()).isEqualTo(before);
      }
    }
  }
}
