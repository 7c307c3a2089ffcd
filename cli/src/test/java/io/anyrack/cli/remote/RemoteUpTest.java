package io.anyrack.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.anyrack.cli.host.Host;
import io.anyrack.cli.output.Terminal;
import io.anyrack.cli.process.RemoteUp;
import io.anyrack.cli.site.CloudAccess;
import io.anyrack.cli.site.Sites;
import io.anyrack.fakestack.FakeStack;
import io.anyrack.openstack.glance.Image;
import io.anyrack.openstack.glance.ImageRequest;
import io.anyrack.openstack.nova.Server;
import io.anyrack.openstack.project.Project;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.file.Addressing;
import io.anyrack.rack.file.RackFile;
import io.anyrack.rack.file.Surroundings;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.service.bmc.BmcBook;
import io.anyrack.service.control.ControlClient;
import io.anyrack.service.state.StateDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A rack whose service runs on one of its servers: made, used, changed and taken down. */
class RemoteUpTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path directory;
  private final ByteArrayOutputStream talk = new ByteArrayOutputStream();
  private FakeStack cloud;
  private FakeServer server;
  private Host host;
  private StateDirectory state;
  private Distribution.Archive archive;
  private int bootPort;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    assumeTrue(Files.isDirectory(Path.of("/usr/lib/ipxe")), "iPXE's programs are not installed");
    cloud = FakeStack.start();
    server = FakeServer.in(directory);
    archive = FakeServer.thisProgram(directory, "program");
    Path clouds = Files.writeString(directory.resolve("clouds.yaml"), cloud.cloudsYaml());
    Map<String, String> environment =
        Map.of(
            "OS_CLIENT_CONFIG_FILE",
            clouds.toString(),
            "XDG_STATE_HOME",
            directory.resolve("state").toString(),
            "XDG_CACHE_HOME",
            directory.resolve("cache").toString());
    host =
        new Host(
            new Terminal(
                new PrintStream(talk, true, StandardCharsets.UTF_8),
                new PrintStream(talk, true, StandardCharsets.UTF_8),
                InputStream.nullInputStream(),
                false),
            directory,
            Optional.empty(),
            name -> Optional.ofNullable(environment.get(name)));
    state =
        new StateDirectory(StateDirectory.allRacks(host::environment, host.home()).resolve("far"));
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      bootPort = free.getLocalPort();
    }
    try (Project project = project()) {
      Image guest = project.glance().create(new ImageRequest("guest", "raw", List.of(), Map.of()));
      project.glance().upload(guest.id(), Files.writeString(directory.resolve("disk"), "disk"));
    }
  }

  @AfterEach
  void end() {
    new Supervisor(
            server.ssh(), RemoteSystem.ask(server.ssh(), System.getProperty("os.arch")), "far")
        .remove();
    cloud.close();
  }

  private Project project() {
    return Project.open(
        CloudAccess.here(host)
            .config(
                new CloudSpec.Openstack(
                    Optional.of("rack"), Optional.empty(), Optional.empty(), "anyrack")));
  }

  private Rack rack(int nodes) {
    return rack(nodes, "");
  }

  private Rack rack(int nodes, String more) {
    RackFile.Read read =
        new RackFile(Surroundings.here(_ -> Optional.empty()))
            .read(
                "rack.yaml",
                directory,
                """
                rack: far
                cloud: { openstack: { cloud: rack } }
                networks: [{ name: provision, cidr: 192.0.2.0/24, router: edge }]
                routers: [{ name: edge, external: external }]
                nodes: %d
                bmc: { placement: { vm: { image: guest, flavor: t1.tiny } }, port: 0 }
                boot: { method: rescue, address: 127.0.0.1, port: %d }
                %s
                """
                    .formatted(nodes, bootPort, more)
                    .getBytes(StandardCharsets.UTF_8));
    return switch (read) {
      case RackFile.Read.Valid(Rack rack) -> Addressing.complete(rack, Map.of());
      case RackFile.Read.Invalid(var problems) -> throw new AssertionError(problems);
    };
  }

  private RemoteService service() {
    return new RemoteService(
        host,
        state,
        server.program(),
        () -> archive,
        new Door.Limits(LIMIT, Duration.ZERO, Duration.ofMillis(50)));
  }

  private String pid() throws IOException {
    return Files.readString(server.home().resolve(".local/state/anyrack/far/service.pid"));
  }

  @Test
  void theServiceThereDrivesTheNodesWithAFewRightsOfItsOwn() throws IOException {
    String first;
    try (RemoteService remote = service()) {
      ControlClient client = new RemoteUp(host, state, remote).up(rack(1), _ -> {});
      JsonNode node = client.call("nodes").path("nodes").path(0);
      assertThat(node.path("name").asString("")).isEqualTo("node-1");
      assertThat(node.path("bmc").path("ipmi").path("host").asString("")).isEqualTo("127.0.0.1");
      client.call(ControlClient.request("power").put("node", "node-1").put("verb", "on"));
      awaitStatus("node-1", "ACTIVE");
      first = pid();
    }

    try (RemoteService remote = service()) {
      assertThat(remote.isRemote()).isTrue();
      new RemoteUp(host, state, remote).up(rack(1), _ -> {});
      assertThat(pid()).as("nothing differs, so it runs on").isEqualTo(first);
      try (Project project = project()) {
        assertThat(project.keystone().credentials()).hasSize(1);
      }
    }

    try (RemoteService remote = service()) {
      ControlClient client = new RemoteUp(host, state, remote).up(rack(2), _ -> {});
      assertThat(client.call("nodes").path("nodes").size()).isEqualTo(2);
      assertThat(pid()).isNotEqualTo(first);
    }

    try (RemoteService remote = service();
        Project project = project()) {
      String password =
          remote
              .client()
              .call("nodes")
              .path("nodes")
              .path(0)
              .path("bmc")
              .path("password")
              .asString("");
      remote.leave(project);

      assertThat(remote.isRemote()).isFalse();
      assertThat(project.keystone().credentials()).isEmpty();
      assertThat(new BmcBook(state.bmcs(), new Random(1)).of("node-1").orElseThrow().password())
          .as("what it knew goes back with it")
          .isEqualTo(password)
          .isNotEmpty();
      assertThat(Files.readString(state.events("node-1"))).contains("powered on");
    }

    Sites.destroy(host, CloudAccess.of(host, state), state, rack(2).cloud(), Progress.SILENT);
    try (Project project = project()) {
      assertThat(project.nova().servers()).isEmpty();
      assertThat(project.keystone().credentials()).isEmpty();
    }
    assertThat(talk.toString(StandardCharsets.UTF_8)).doesNotContain("secret");
  }

  @Test
  void addressSyncRunsInTheServiceThere() throws IOException {
    Path list = Files.writeString(directory.resolve("list.yaml"), "shared: [192.0.2.200]\n");
    Rack synced = rack(1, "sync: { sources: [{ static: " + list + " }] }");
    try (RemoteService remote = service()) {
      ControlClient client = new RemoteUp(host, state, remote).up(synced, _ -> {});

      await(
          "the node's port has the pair",
          project ->
              project.neutron().ports().tagged("anyrack:rack=far").stream()
                  .flatMap(port -> port.allowedPairs().stream())
                  .anyMatch(pair -> pair.cidr().equals("192.0.2.200")));
      assertThat(client.call("status").path("sync").path("heard").asInt()).isEqualTo(1);
    }
    Sites.destroy(host, CloudAccess.of(host, state), state, synced.cloud(), Progress.SILENT);
  }

  private void awaitStatus(String node, String status) {
    await(
        node + " is " + status,
        project ->
            project.nova().servers("anyrack:rack=far").stream()
                .filter(each -> each.tags().contains("anyrack:node=" + node))
                .map(Server::status)
                .anyMatch(status::equals));
  }

  private void await(String what, Predicate<Project> holds) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    try (Project project = project()) {
      while (!holds.test(project)) {
        assertThat(System.nanoTime()).as(what).isLessThan(deadline);
        Thread.onSpinWait();
      }
    }
  }
}
