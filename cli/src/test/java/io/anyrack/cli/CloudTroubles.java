package io.anyrack.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.anyrack.fakestack.http.Fault;
import io.anyrack.fakestack.http.Faults;
import io.anyrack.openstack.keystone.ApplicationCredential;
import io.anyrack.openstack.neutron.Attributes;
import io.anyrack.openstack.neutron.Network;
import io.anyrack.openstack.neutron.Neutron;
import io.anyrack.openstack.neutron.Port;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
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
abstract class CloudTroubles {
  /** The rack needs more. */
  private static final int RULES_LEFT = 6;

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
        - { name: client, image: guest, flavor: t1.tiny, networks: [{ cloud-network: %s }] }
      """;

  /** A cloud for a scene. */
  abstract TroubledCloud cloud();

  /** Plays a scene of {@link #scenes}; false or an error if it ends otherwise than it should. */
  abstract boolean play(String name) throws Throwable;

  /** The scenes by name; each returns true. */
  final SequencedMap<String, Callable<Boolean>> scenes() {
    SequencedMap<String, Callable<Boolean>> scenes = new LinkedHashMap<>();
    for (Trouble trouble : Trouble.values()) {
      scenes.put(trouble.name(), () -> live(trouble));
    }
    scenes.put("no free address", this::noFreeAddress);
    scenes.put("expired", this::expired);
    scenes.put("wrong password", this::wrongPassword);
    scenes.put("missing flavor", this::missingFlavor);
    scenes.put("quota", this::quota);
    return scenes;
  }

  @BeforeAll
  static void need() {
    assumeTrue(Files.isDirectory(Path.of("/usr/lib/ipxe")), "iPXE's programs are not installed");
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Trouble.class)
  void oneMessageAndNothingHalf(Trouble trouble) throws Throwable {
    assertThat(play(trouble.name())).isTrue();
  }

  @Test
  void noFreeAddressOnAnExistingNetwork() throws Throwable {
    assertThat(play("no free address")).isTrue();
  }

  @Test
  void credentialExpiresInTheMiddle() throws Throwable {
    assertThat(play("expired")).isTrue();
  }

  @Test
  void passwordIsWrong() throws Throwable {
    assertThat(play("wrong password")).isTrue();
  }

  @Test
  void flavorIsMissing() throws Throwable {
    assertThat(play("missing flavor")).isTrue();
  }

  @Test
  void quotaExceededInTheMiddle() throws Throwable {
    assertThat(play("quota")).isTrue();
  }

  /** A user with a rack file and a project. */
  private record Scene(
      TroubledCloud cloud, ProjectLists project, Program program, String rack, Path home)
      implements AutoCloseable {
    static Scene of(String name, TroubledCloud cloud) throws IOException {
      // Short: a unix socket will be in it.
      Path home = Files.createTempDirectory(directory, "");
      Path clouds = Files.writeString(home.resolve("clouds.yaml"), cloud.clouds());
      return new Scene(
          cloud, cloud.lists(home), new Program(home, clouds, TroubledCloud.NAME), name, home);
    }

    Path file(String more) throws IOException {
      try (ServerSocket free = new ServerSocket(0)) {
        return program.file(
            rack,
            """
            rack: %s
            cloud: openstack
            networks: [{ name: provision, cidr: 192.0.2.0/24, router: edge }]
            routers: [{ name: edge, external: external }]
            nodes: [{ count: 2, memory: 256MiB, disk: 1GiB }]
            boot: { port: %d }
            """
                    .formatted(rack, free.getLocalPort())
                + more);
      }
    }

    /** From now on this is the user's configuration. */
    void configure(String clouds) throws IOException {
      Files.writeString(home.resolve("clouds.yaml"), clouds);
    }

    Map<String, List<String>> lists() {
      return project.allBesideOthers(rack);
    }

    /** Its message. */
    String upFails(Path file) {
      return program.up(rack, file).expectFailed();
    }

    /** The next command finishes what was begun. */
    void goOn(String then, Path file, Map<String, List<String>> before) {
      if (then.equals("up")) {
        program.up(rack, file).expectDone();
        assertThat(program.run("plan", "--exit-code", "-f", file.toString()).expectDone())
            .contains("nothing to do");
      }
      program.run("down", "--rack", rack).expectDone();
      assertThat(lists()).isEqualTo(before);
    }

    @Override
    public void close() {
      cloud.faults().clear();
      program.run("down", "--rack", rack);
      program.close();
      project.close();
      cloud.close();
    }
  }

  private boolean live(Trouble trouble) throws IOException {
    String name = trouble.name().toLowerCase(Locale.ROOT).replace('_', '-');
    try (Scene scene = Scene.of(name, cloud())) {
      Map<String, List<String>> before = scene.lists();
      Path file = scene.file("");
      scene.cloud().faults().always(Faults.call(trouble.method, trouble.path), trouble.fault());

      assertThat(scene.upFails(file)).contains("anyrack: ", trouble.says);

      scene.cloud().faults().clear();
      scene.goOn(trouble.then, file, before);
    }
    return true;
  }

  private boolean noFreeAddress() throws IOException {
    try (Scene scene = Scene.of("address", cloud())) {
      Map<String, List<String>> empty = scene.lists();
      Neutron neutron = scene.project().project().neutron();
      Network tiny =
          neutron.networks().create(Attributes.none().put("name", "tiny-" + System.nanoTime()));
      try {
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
        Map<String, List<String>> before = scene.lists();
        Port taken = neutron.ports().create(Attributes.none().put("network_id", tiny.id()));
        Path file = scene.file(CLIENT.formatted(tiny.name()));

        assertThat(scene.upFails(file))
            .contains("anyrack: ", "port client/" + tiny.name(), "No more IP addresses");
        neutron.ports().delete(taken.id());
        scene.goOn("up", file, before);
      } finally {
        neutron.networks().delete(tiny.id());
      }
      assertThat(scene.lists()).isEqualTo(empty);
    }
    return true;
  }

  /** The credential is good no more when the first server is asked for. */
  private boolean expired() throws IOException {
    try (Scene scene = Scene.of("expired", cloud())) {
      var keystone = scene.project().project().keystone();
      ApplicationCredential next =
          keystone.createCredential("next-" + System.nanoTime(), "", List.of(), Optional.empty());
      try {
        Map<String, List<String>> before = scene.lists();
        Path file = scene.file("");
        TroubledCloud.Ending ending = scene.cloud().credentialThatEnds(scene.project());
        scene.configure(configured(scene, ending.credential()));
        scene
            .cloud()
            .faults()
            .next(1, Faults.call("POST", ".*/servers"), new Fault.First(ending.end()));

        assertThat(scene.upFails(file))
            .contains(
                "anyrack: ", "Keystone refuses application credential " + ending.credential().id());
        keystone.deleteCredential(ending.credential().id());

        // Another one is in the configuration now; `up` starts the service anew for it.
        scene.configure(configured(scene, next));
        scene.program().kill(scene.rack());
        scene.goOn("up", file, before);
      } finally {
        keystone.deleteCredential(next.id());
      }
    }
    return true;
  }

  private static String configured(Scene scene, ApplicationCredential credential) {
    return scene
        .cloud()
        .clouds(
            "v3applicationcredential",
            "application_credential_id: %s, application_credential_secret: %s"
                .formatted(credential.id(), credential.secret().orElseThrow().reveal()));
  }

  private boolean wrongPassword() throws IOException {
    try (Scene scene = Scene.of("password", cloud())) {
      Map<String, List<String>> before = scene.lists();
      scene.configure(
          scene.cloud().clouds("password", "username: rack, password: Wr0ng, project_name: rack"));

      assertThat(scene.upFails(scene.file("")))
          .contains("anyrack: ", "Keystone refuses", "rack")
          .doesNotContain("Wr0ng");
      assertThat(scene.lists()).isEqualTo(before);
    }
    return true;
  }

  private boolean missingFlavor() throws IOException {
    try (Scene scene = Scene.of("flavor", cloud())) {
      Map<String, List<String>> before = scene.lists();

      assertThat(scene.upFails(scene.file(CLIENT.formatted("external").replace("tiny", "huge"))))
          .contains("anyrack: ", "client", "t1.huge");
      assertThat(scene.lists()).isEqualTo(before);
    }
    return true;
  }

  /** Rules of security groups are not counted beforehand. */
  private boolean quota() throws IOException {
    try (Scene scene = Scene.of("quota", cloud())) {
      Map<String, List<String>> before = scene.lists();
      Runnable back = scene.cloud().leaveRules(scene.project(), RULES_LEFT);
      try {
        assertThat(scene.upFails(scene.file(CLIENT.formatted("private"))))
            .contains("anyrack: ", "security group", "uota exceeded");
        scene.program().run("down", "--rack", scene.rack()).expectDone();
      } finally {
        back.run();
      }
      assertThat(scene.lists()).isEqualTo(before);
    }
    return true;
  }
}
