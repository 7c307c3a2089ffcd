package io.anyrack.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.anyrack.fakestack.FakeStack;
import io.anyrack.fakestack.http.Fault;
import io.anyrack.fakestack.http.Faults;
import io.anyrack.fakestack.http.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code up} and {@code down} of a rack whose service is on a server end too early: from a call on,
 * which may have been done, nothing more gets through. The next {@code down} leaves nothing, what
 * is the user's and not the project's included.
 */
class FarKilledTest {
  private static final String HOST_KEYS =
      """
      -----BEGIN SSH HOST KEY KEYS-----
      ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0sG9Xh0wKQkN1rYk0zqv3n5mJ8vH2b6yT4cW7dR9eF root@guest
      -----END SSH HOST KEY KEYS-----
      """;

  /** A unix socket is below it. */
  @TempDir private Path home;

  private static boolean isChange(Request call) {
    return !call.method().equals("GET") && !call.path().endsWith("/auth/tokens");
  }

  /** Nothing gets through after the first such call, which is done. */
  private static void cutOffAt(FakeStack cloud, String method, String path) {
    Predicate<Request> last = Faults.call(method, path);
    AtomicInteger done = new AtomicInteger();
    cloud
        .faults()
        .always(
            call ->
                isChange(call) && done.get() == 0 && last.test(call) && done.getAndIncrement() == 0,
            new Fault.StatusAfter(400));
    cloud.faults().always(call -> isChange(call) && done.get() > 0, Fault.status(400));
  }

  @ParameterizedTest(name = "{0} ends at {1} {2}")
  @CsvSource({
    "up, POST, .*/os-keypairs",
    "up, POST, .*/application_credentials",
    "down, DELETE, .*/servers/[^/]*",
    "down, DELETE, .*/application_credentials/.*",
    "down, DELETE, .*/access_rules/.*",
  })
  void theNextDownLeavesNothing(String command, String method, String path) throws Exception {
    assumeTrue(Files.isDirectory(Path.of("/usr/lib/ipxe")), "iPXE's programs are not installed");
    try (FakeStack cloud = FakeStack.start()) {
      cloud.hypervisor().onBoot(boot -> cloud.hypervisor().print(boot.serverId(), HOST_KEYS));
      Path clouds = Files.writeString(home.resolve("clouds.yaml"), cloud.cloudsYaml());
      try (ProjectLists project = new ProjectLists(clouds, "rack");
          Program program = new Program(home, clouds, "rack");
          ServerInside _ = ServerInside.in(home, program, "far")) {
        project.image("guest", home);
        Map<String, List<String>> before = project.all();
        String file = file(program).toString();
        if (command.equals("up")) {
          cutOffAt(cloud, method, path);
          program.run("up", "-f", file).expectFailed();
        } else {
          program.run("up", "-f", file).expectDone();
          cutOffAt(cloud, method, path);
          program.run("down", "--rack", "far").expectFailed();
        }
        assertThat(project.all()).isNotEqualTo(before);
        cloud.faults().clear();

        program.run("down", "--rack", "far", "--os-cloud", "rack").expectDone();

        assertThat(project.all()).isEqualTo(before);
      }
    }
  }

  private static Path file(Program program) throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return program.file(
          "far",
          """
          rack: far
          cloud: { openstack: { cloud: rack } }
          networks: [{ name: provision, cidr: 192.0.2.0/24, router: edge }]
          routers: [{ name: edge, external: external }]
          nodes: 1
          bmc: { placement: { vm: { image: guest, flavor: t1.tiny } }, port: 0 }
          boot: { address: 127.0.0.1, port: %d }
          """
              .formatted(free.getLocalPort()));
    }
  }
}
