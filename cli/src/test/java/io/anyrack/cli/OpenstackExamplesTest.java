package io.anyrack.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.anyrack.fakestack.FakeStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every rack of {@code examples/openstack} from {@code up} to {@code down}, each on a cloud of its
 * own in this process. They mostly wait for their clouds, so several are under way at a time.
 */
class OpenstackExamplesTest {
  private static final Path EXAMPLES = Path.of("../examples/openstack");
  private static final int AT_ONCE = 8;

  private static Together lives = new Together(new LinkedHashMap<>(), AT_ONCE);

  /** As cloud-init prints them on a server's console. */
  private static final String HOST_KEYS =
      """
      -----BEGIN SSH HOST KEY KEYS-----
      ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0sG9Xh0wKQkN1rYk0zqv3n5mJ8vH2b6yT4cW7dR9eF root@guest
      -----END SSH HOST KEY KEYS-----
      """;

  @TempDir private static Path directory;

  static List<String> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .map(name -> name.replace(".yaml", ""))
          .sorted()
          .toList();
    }
  }

  @BeforeAll
  static void begin() throws IOException {
    assumeTrue(Files.isDirectory(Path.of("/usr/lib/ipxe")), "iPXE's programs are not installed");
    SequencedMap<String, Callable<Boolean>> work = new LinkedHashMap<>();
    for (String example : examples()) {
      int number = work.size();
      work.put(example, () -> live(example, number));
    }
    lives = new Together(work, AT_ONCE);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void comesUpAndGoesDown(String example) throws Throwable {
    assertThat(lives.outcome(example)).isTrue();
  }

  private static boolean live(String example, int number) throws Exception {
    // Short: a unix socket will be in it.
    Path home = Files.createDirectory(directory.resolve(String.valueOf(number)));
    try (FakeStack cloud = FakeStack.start()) {
      Path clouds = Files.writeString(home.resolve("clouds.yaml"), cloud.cloudsYaml());
      try (ProjectLists project = new ProjectLists(clouds, "rack");
          Program program = new Program(home, clouds, "rack")) {
        project.image("guest", home);
        String existing = project.floatingIp("external").address();
        ExampleFile file =
            ExampleFile.read(EXAMPLES.resolve(example + ".yaml")).onThisMachine(existing);
        Path written = file.writeTo(Files.createDirectory(home.resolve("files")));
        program.set("BMC_PASSWORD", "a-password");
        Map<String, List<String>> before = project.all();
        if (file.isServedElsewhere()) {
          cloud.hypervisor().onBoot(boot -> cloud.hypervisor().print(boot.serverId(), HOST_KEYS));
          try (ServerInside _ = ServerInside.in(home, program, file.rack())) {
            program.run("up", "-f", written.toString()).expectDone();
            stands(program, file, written, clouds);
            program.run("down", "--rack", file.rack()).expectDone();
          }
        } else {
          program.up(file.rack(), written).expectDone();
          stands(program, file, written, clouds);
          program.run("down", "--rack", file.rack()).expectDone();
        }
        assertThat(project.all()).isEqualTo(before);
        return true;
      }
    }
  }

  /** The rack is as its file says, for its user and for whoever else comes with the same file. */
  private static void stands(Program program, ExampleFile file, Path written, Path clouds)
      throws IOException {
    assertThat(program.run("plan", "--exit-code", "-f", written.toString()).expectDone())
        .contains("nothing to do");
    try (Program other =
        new Program(Files.createDirectory(clouds.resolveSibling("other")), clouds, "rack")) {
      other.set("BMC_PASSWORD", "a-password");
      assertThat(other.run("plan", "--exit-code", "-f", written.toString()).expectDone())
          .contains("nothing to do");
    }
    Standing.expectOff(program, file);
  }
}
