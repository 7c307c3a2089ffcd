package io.anyrack.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.anyrack.fakestack.FakeStack;
import io.anyrack.fakestack.http.Fault;
import io.anyrack.fakestack.http.Faults;
import io.anyrack.fakestack.world.Quota;
import io.anyrack.fakestack.world.Settings;
import io.anyrack.openstack.keystone.ApplicationCredential;
import io.anyrack.openstack.neutron.Attributes;
import io.anyrack.openstack.neutron.Network;
import io.anyrack.openstack.neutron.Port;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/**
 * What goes wrong in the middle of {@code up}: the message names what it was about, and what was
 * made so far is gone on with by a second {@code up}, or taken away by {@code down}.
 */
class OpenstackTroublesTest {
  private static Together lives = new Together(new LinkedHashMap<>());

  @TempDir private static Path directory;

  /** What goes wrong, what is said then, and how it goes on. */
  enum Trouble {
    UPLOAD_BROKEN_OFF("PUT", ".*/images/[^/]*/file", "broken off", "medium ipxe-", "up"),
    UPLOAD_ANSWERED_WITH_500("PUT", ".*/images/[^/]*/file", "500", "medium", "down"),
    SERVERS_500("POST", ".*/servers", "500", "server node-", "up"),
    SERVERS_503("POST", ".*/servers", "503", "server node-", "down"),
    PORTS_429("POST", ".*/ports", "429", "port node-", "up"),
    VOLUMES_409("POST", ".*/volumes", "409", "volume node-", "up"),
    ROUTER_409("PUT", ".*/add_router_interface", "409", "interface provision", "down"),
    TAGS_500("PUT", ".*/networks/[^/]*/tags", "500", "network provision", "up");

    private final String method;
    private final String path;
    private final String answer;
    private final String says;
    private final String then;

    Trouble(String method, String path, String answer, String says, String then) {
      this.method = method;
      this.path = path;
      this.answer = answer;
      this.says = says;
      this.then = then;
    }

    private Fault fault() {
      return answer.equals("broken off")
          ? new Fault.DropBefore()
          : Fault.status(Integer.parseInt(answer), Duration.ofSeconds(1));
    }
  }

  private static final String CLIENT =
      """
      servers:
        - { name: client, image: guest, flavor: t1.tiny, networks: [{ cloud-network: tiny }] }
      """;

  @BeforeAll
  static void begin() {
    assumeTrue(Files.isDirectory(Path.of("/usr/lib/ipxe")), "iPXE's programs are not installed");
    SequencedMap<String, Callable<Boolean>> work = new LinkedHashMap<>();
    for (Trouble trouble : Trouble.values()) {
      work.put(trouble.name(), () -> live(trouble));
    }
    work.put("no free address", OpenstackTroublesTest::noFreeAddress);
    work.put("expired", OpenstackTroublesTest::expired);
    work.put("quota", OpenstackTroublesTest::quota);
    lives = new Together(work);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Trouble.class)
  void oneMessageAndNothingHalf(Trouble trouble) throws Throwable {
    assertThat(lives.outcome(trouble.name())).isTrue();
  }

  @Test
  void noFreeAddressOnAnExistingNetwork() throws Throwable {
    assertThat(lives.outcome("no free address")).isTrue();
  }

  @Test
  void credentialExpiredInTheMiddle() throws Throwable {
    assertThat(lives.outcome("expired")).isTrue();
  }

  @Test
  void quotaExceededInTheMiddle() throws Throwable {
    assertThat(lives.outcome("quota")).isTrue();
  }

  /** A user with a rack file and a project. */
  private record Scene(FakeStack cloud, ProjectLists project, Program program, Path file)
      implements AutoCloseable {
    static Scene of(String name, Settings settings, String more) throws IOException {
      Path home = Files.createDirectory(directory.resolve(name));
      FakeStack cloud = FakeStack.start(settings);
      Path clouds = Files.writeString(home.resolve("clouds.yaml"), cloud.cloudsYaml());
      ProjectLists project = new ProjectLists(clouds, "rack");
      project.image("guest", home);
      Program program = new Program(home, clouds, "rack");
      try (ServerSocket free = new ServerSocket(0)) {
        return new Scene(
            cloud,
            project,
            program,
            program.file(
                "lab",
                """
                rack: lab
                cloud: openstack
                networks: [{ name: provision, cidr: 192.0.2.0/24, router: edge }]
                routers: [{ name: edge, external: external }]
                nodes: [{ count: 2, memory: 256MiB, disk: 1GiB }]
                boot: { port: %d }
                """
                        .formatted(free.getLocalPort())
                    + more));
      }
    }

    String upFails() {
      return program.up("lab", file).expectFailed();
    }

    /** The next command finishes what was begun. */
    void goOn(String then, Map<String, List<String>> before) {
      if (then.equals("up")) {
        program.up("lab", file).expectDone();
        assertThat(program.run("plan", "--exit-code", "-f", file.toString()).expectDone())
            .contains("nothing to do");
      }
      program.run("down", "--rack", "lab").expectDone();
      assertThat(project.all()).isEqualTo(before);
    }

    @Override
    public void close() {
      program.close();
      project.close();
      cloud.close();
    }
  }

  private static boolean live(Trouble trouble) throws IOException {
    try (Scene scene = Scene.of(trouble.name(), Settings.DEFAULT, "")) {
      Map<String, List<String>> before = scene.project().all();
      scene.cloud().faults().always(Faults.call(trouble.method, trouble.path), trouble.fault());

      assertThat(scene.upFails()).contains("anyrack: ", trouble.says);

      scene.cloud().faults().clear();
      scene.goOn(trouble.then, before);
    }
    return true;
  }

  private static boolean noFreeAddress() throws IOException {
    try (Scene scene = Scene.of("address", Settings.DEFAULT, CLIENT)) {
      var neutron = scene.project().project().neutron();
      Network tiny = neutron.networks().create(Attributes.none().put("name", "tiny"));
      ObjectNode subnet =
          Attributes.none()
              .put("network_id", tiny.id())
              .put("cidr", "198.18.0.0/29")
              .put("ip_version", 4)
              .put("enable_dhcp", false);
      subnet
          .putArray("allocation_pools")
          .addObject()
          .put("start", "198.18.0.2")
          .put("end", "198.18.0.2");
      neutron.subnets().create(subnet);
      Port taken = neutron.ports().create(Attributes.none().put("network_id", tiny.id()));
      Map<String, List<String>> before = scene.project().all();

      assertThat(scene.upFails()).contains("anyrack: ", "port client/tiny", "No more IP addresses");
      neutron.ports().delete(taken.id());
      before = without(before, taken.id());
      scene.goOn("up", before);
    }
    return true;
  }

  private static Map<String, List<String>> without(Map<String, List<String>> all, String id) {
    Map<String, List<String>> rest = new LinkedHashMap<>(all);
    rest.computeIfPresent(
        "ports", (_, ports) -> ports.stream().filter(each -> !each.equals(id)).toList());
    return rest;
  }

  /** From the first server on no token is good any more, and the credential gives no other. */
  private static boolean expired() throws IOException {
    try (Scene scene = Scene.of("expired", Settings.DEFAULT, "")) {
      ApplicationCredential next =
          scene
              .project()
              .project()
              .keystone()
              .createCredential("next", "", List.of(), Optional.empty());
      Map<String, List<String>> before = scene.project().all();
      AtomicBoolean over = new AtomicBoolean();
      scene
          .cloud()
          .faults()
          .always(
              call -> {
                if (call.method().equals("POST") && call.path().endsWith("/servers")) {
                  over.set(true);
                }
                return over.get();
              },
              Fault.status(401));

      assertThat(scene.upFails()).contains("anyrack: ", "server node-", "Keystone refuses");

      // Another one is in the configuration now; `up` starts the service anew for it.
      scene.cloud().faults().clear();
      scene.cloud().expireTokens();
      Files.writeString(
          scene.file().resolveSibling("clouds.yaml"),
          """
          clouds:
            rack:
              auth_type: v3applicationcredential
              auth: { auth_url: "%s", application_credential_id: %s, application_credential_secret: %s }
              region_name: RegionOne
          """
              .formatted(scene.cloud().authUrl(), next.id(), next.secret().orElseThrow().reveal()));
      scene.program().kill("lab");
      scene.goOn("up", before);
    }
    return true;
  }

  /** Rules of security groups are not counted beforehand. */
  private static boolean quota() throws IOException {
    Quota few = Quota.DEFAULT.withSecurityGroupRules(6);
    try (Scene scene =
        Scene.of(
            "quota",
            Settings.DEFAULT.withQuota(few),
            CLIENT.replace("cloud-network: tiny", "cloud-network: private"))) {
      Map<String, List<String>> before = scene.project().all();

      assertThat(scene.upFails()).contains("anyrack: ", "security group", "uota exceeded");

      scene.goOn("down", before);
    }
    return true;
  }
}
