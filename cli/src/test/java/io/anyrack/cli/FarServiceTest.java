package io.anyrack.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.anyrack.fakestack.FakeStack;
import io.anyrack.openstack.glance.Image;
import io.anyrack.openstack.tag.RackTags;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A rack whose service runs on a server of the project: what is done there, and what from here. */
class FarServiceTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String HERE = "{ ip: 127.0.0.1, port: 0 }";
  private static final String FAR =
      "{ placement: { vm: { image: guest, flavor: t1.tiny } }, port: 0 }";
  private static final String HOST_KEYS =
      """
      -----BEGIN SSH HOST KEY KEYS-----
      ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0sG9Xh0wKQkN1rYk0zqv3n5mJ8vH2b6yT4cW7dR9eF root@guest
      -----END SSH HOST KEY KEYS-----
      """;

  /** A unix socket is below it. */
  @TempDir private Path home;

  private FakeStack cloud;
  private ProjectLists project;
  private Program program;
  private ServerInside server;
  private int bootPort;

  @BeforeEach
  void begin() throws IOException, InterruptedException {
    assumeTrue(Files.isDirectory(Path.of("/usr/lib/ipxe")), "iPXE's programs are not installed");
    cloud = FakeStack.start();
    cloud.hypervisor().onBoot(boot -> cloud.hypervisor().print(boot.serverId(), HOST_KEYS));
    Path clouds = Files.writeString(home.resolve("clouds.yaml"), cloud.cloudsYaml());
    project = new ProjectLists(clouds, "rack");
    project.image("guest", home);
    program = new Program(home, clouds, "rack");
    server = ServerInside.in(home, program, "far");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      bootPort = free.getLocalPort();
    }
  }

  @AfterEach
  void end() throws IOException {
    server.close();
    program.close();
    project.close();
    cloud.close();
  }

  private Path file(String bmc) throws IOException {
    return program.file(
        "far",
        """
        rack: far
        cloud: { openstack: { cloud: rack } }
        networks: [{ name: provision, cidr: 192.0.2.0/24, router: edge }]
        routers: [{ name: edge, external: external }]
        nodes: 1
        bmc: %s
        boot: { address: 127.0.0.1, port: %d }
        """
            .formatted(bmc, bootPort));
  }

  private JsonNode node(String command) {
    return JsonMapper.shared()
        .readTree(program.run(command, "--rack", "far", "-o", "json").expectDone())
        .path(0);
  }

  /** The images that are in nodes' drives. */
  private List<Image> discs() {
    return project.project().glance().images().stream()
        .filter(image -> RackTags.role(image.tags()).equals(Optional.of("cd")))
        .toList();
  }

  private static Path iso(Path file) throws IOException {
    byte[] octets = new byte[36 * 1024];
    // ECMA-119 §8.1.2
    System.arraycopy("CD001".getBytes(US_ASCII), 0, octets, 32769, 5);
    return Files.write(file, octets);
  }

  private static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private void media(String... words) {
    program.run(words).expectDone();
  }

  @Test
  void aCdIsPutIntoTheProjectFromHere() throws IOException {
    Map<String, List<String>> before = project.all();
    program.run("up", "-f", file(FAR).toString()).expectDone();
    Path first = iso(home.resolve("first.iso"));

    assertThat(
            program
                .run("media", "node-1", "insert", first.toString(), "--rack", "far")
                .expectDone())
        .contains("first.iso");
    assertThat(discs()).hasSize(1);
    String image = discs().getFirst().id();
    program.run("boot", "node-1", "cdrom", "--rack", "far").expectDone();
    program.run("power", "node-1", "on", "--rack", "far").expectDone();
    until(
        () ->
            cloud
                    .journal()
                    .count(
                        call -> call.path().endsWith("/action") && call.request().contains(image))
                == 1);

    Path second = iso(home.resolve("second.iso"));
    media("media", "node-1", "insert", second.toString(), "--rack", "far");
    assertThat(discs())
        .singleElement()
        .satisfies(disc -> assertThat(disc.id()).isNotEqualTo(image));
    Path text = Files.writeString(home.resolve("no.iso"), "no image");
    assertThat(
            program
                .run("media", "node-1", "insert", text.toString(), "--rack", "far")
                .expectFailed())
        .contains("it is no CD image");
    assertThat(discs()).as("as before").hasSize(1);
    media("media", "node-1", "eject", "--rack", "far");
    assertThat(discs()).isEmpty();
    assertThat(node("status").path("media").asString("")).isEmpty();

    media("media", "node-1", "insert", first.toString(), "--rack", "far");
    program.run("down", "--rack", "far").expectDone();
    assertThat(project.all()).isEqualTo(before);
  }

  @Test
  void whatTheServiceKnowsGoesWithItToItsServer() throws IOException {
    program.up("far", file(HERE)).expectDone();
    program.run("boot", "node-1", "pxe", "--rack", "far").expectDone();
    program.run("power", "node-1", "on", "--rack", "far").expectDone();
    until(() -> node("status").path("power").asString("").equals("on"));
    String password = node("nodes").path("bmc").path("password").asString("");
    assertThat(password).isNotEmpty();

    program.run("up", "-f", file(FAR).toString()).expectDone();

    assertThat(node("nodes").path("bmc").path("password").asString("")).isEqualTo(password);
    assertThat(node("status").path("power").asString("")).as("it ran on").isEqualTo("on");
    assertThat(node("status").path("boot").toString()).contains("pxe");
    assertThat(program.run("log", "node-1", "--rack", "far").expectDone())
        .as("of before, and of now")
        .contains("boot from pxe")
        .contains("powered on");
    assertThat(program.state("far").bmcs()).as("it is there").doesNotExist();
    String log = program.run("log", "rack", "--rack", "far").expectDone();

    program.run("up", "-f", file(FAR).toString()).expectDone();
    assertThat(program.run("log", "rack", "--rack", "far").expectDone())
        .as("said again, nothing is carried over what is there")
        .startsWith(log);
  }
}
