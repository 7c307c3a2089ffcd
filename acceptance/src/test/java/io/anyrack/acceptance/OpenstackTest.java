package io.anyrack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.fakestack.FakeStack;
import io.anyrack.fakestack.http.Entry;
import io.anyrack.fakestack.http.Fault;
import io.anyrack.fakestack.http.Faults;
import io.anyrack.fakestack.world.Quota;
import io.anyrack.fakestack.world.Settings;
import io.anyrack.openstack.config.Clouds;
import io.anyrack.openstack.keystone.ApplicationCredential;
import io.anyrack.openstack.neutron.Found;
import io.anyrack.openstack.project.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher against a cloud in this process. */
class OpenstackTest {
  @RegisterExtension static final Anyrack ANYRACK = new Anyrack();

  private FakeStack cloud = FakeStack.start();

  @AfterEach
  void close() {
    cloud.close();
  }

  private void restart(Settings settings) {
    cloud.close();
    cloud = FakeStack.start(settings);
  }

  private Map<String, String> environment() {
    try {
      Path clouds = ANYRACK.home().resolve("clouds.yaml");
      Files.writeString(clouds, cloud.cloudsYaml());
      return Map.of("OS_CLIENT_CONFIG_FILE", clouds.toString(), "OS_CLOUD", "rack");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Finished anyrack(String... words) {
    return ANYRACK.runWith(environment(), words);
  }

  private static Rack two(String name) {
    return ANYRACK.rack(
        """
        rack: %s
        cloud: openstack
        networks: [{ name: provision, cidr: 192.0.2.0/24, router: edge }]
        routers: [{ name: edge, external: external }]
        nodes: [{ count: 2, memory: 256MiB, disk: 1GiB }]
        boot: { address: 127.0.0.1, port: %d }
        """
            .formatted(name, freePort()));
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that the project has, as its member sees it. */
  private List<String> everything() {
    Map<String, String> environment = environment();
    Clouds clouds = new Clouds(name -> Optional.ofNullable(environment.get(name)), List.of());
    try (Project project = Project.open(clouds.cloud(Optional.of("rack"), Optional.empty()))) {
      return Stream.of(
              project.nova().servers().stream().map(server -> "server " + server.id()),
              project.nova().keypairs().stream().map(keypair -> "keypair " + keypair.name()),
              project.glance().images().stream().map(image -> "image " + image.id()),
              project.cinder().stream()
                  .flatMap(cinder -> cinder.volumes().stream())
                  .map(volume -> "volume " + volume.id()),
              project.neutron().networks().all().stream().map(Found::id),
              project.neutron().subnets().all().stream().map(Found::id),
              project.neutron().ports().all().stream().map(Found::id),
              project.neutron().routers().all().stream().map(Found::id),
              project.neutron().securityGroups().all().stream().map(Found::id),
              project.neutron().floatingIps().all().stream().map(Found::id))
          .flatMap(each -> each)
          .sorted()
          .toList();
    }
  }

  private int starts() {
    return cloud
        .journal()
        .entries(entry -> entry.method().equals("POST") && entry.path().endsWith("/action"))
        .stream()
        .map(Entry::request)
        .filter(body -> body.contains("os-start"))
        .toList()
        .size();
  }

  @Test
  void aRackFromUpToDown() {
    List<String> before = everything();
    Rack rack = two("life");

    Finished up = anyrack("up", "-f", rack.file().toString());
    up.expectDone();
    assertThat(up.err()).contains("+ add node node-1").contains("critical path");
    assertThat(up.out()).contains("node-1", "node-2");
    assertThat(anyrack("plan", "-f", rack.file().toString(), "--exit-code").expectDone())
        .contains("nothing to do");

    Node node = rack.node("node-1");
    node.bmc().ask("chassis", "bootdev", "pxe");
    node.bmc().ask("power", "on");
    Eventually.await("Nova was told to start it", () -> starts() == 1);
    Eventually.await(
        "the node is on",
        () -> rack.json("status", "-o", "json").getFirst().path("power").asString("").equals("on"));
    assertThat(rack.run("screenshot", "node-1", "screen.png").exit()).isEqualTo(1);
    assertThat(rack.run("log", "node-1").expectDone()).contains("booting from pxe once");

    assertThat(anyrack("down", "--rack", "life").expectDone()).isEmpty();
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void verifySaysWhichNodesMayShareAnAddress() {
    String text =
        """
        rack: shared
        cloud: openstack
        networks: [{ name: provision, cidr: 192.0.2.0/24, router: edge }]
        routers: [{ name: edge, external: external }]
        nodes:
          - { name: a, networks: [{ name: provision, allowed-pairs: [192.0.2.9] }] }
          - { name: b, networks: [{ name: provision, allowed-pairs: [192.0.2.8/31] }] }
          - { name: c }
        boot: { address: 127.0.0.1, port: %d }
        """
            .formatted(freePort());
    Rack rack = ANYRACK.rack(text);
    anyrack("up", "-f", rack.file().toString()).expectDone();

    Finished good = anyrack("verify", "--rack", "shared", "--vip", "192.0.2.9");
    assertThat(good.expectDone())
        .containsPattern(
            "skip +vip +192.0.2.9 +it is open for a and b; nobody can look at it: no server of"
                + " the rack is on provision")
        .containsPattern("pass +bmc +a ")
        .containsPattern("pass +power +c +both say off")
        .containsPattern("pass +listeners ");

    Finished bad = anyrack("verify", "--rack", "shared", "--vip", "192.0.2.8");
    assertThat(bad.exit()).isEqualTo(1);
    assertThat(bad.out()).containsPattern("FAIL +vip +192.0.2.8 +192.0.2.8 is open on 1 port");
    anyrack("down", "--rack", "shared").expectDone();
  }

  @Test
  void changedCredentialsReachARunningService() throws IOException {
    Rack rack = two("handed");
    Map<String, String> environment = environment();
    Path clouds = Path.of(environment.get("OS_CLIENT_CONFIG_FILE"));
    ANYRACK.runWith(environment, "up", "-f", rack.file().toString()).expectDone();
    String service = Files.readString(rack.state().resolve("service.pid"));
    String note = Files.readString(rack.state().resolve("cloud.digest"));
    assertThat(note).doesNotContain(Settings.DEFAULT.projects().getFirst().password());

    // The same user, by a credential of his instead of his password.
    Clouds before = new Clouds(name -> Optional.ofNullable(environment.get(name)), List.of());
    try (Project project = Project.open(before.cloud(Optional.of("rack"), Optional.empty()))) {
      ApplicationCredential made =
          project.keystone().createCredential("mine", "", List.of(), Optional.empty());
      Files.writeString(
          clouds,
          """
          clouds:
            rack:
              auth_type: v3applicationcredential
              auth:
                auth_url: %s
                application_credential_id: %s
                application_credential_secret: %s
          """
              .formatted(
                  project.config().authUrl(), made.id(), made.secret().orElseThrow().reveal()));
    }
    Finished up = ANYRACK.runWith(environment, "up", "-f", rack.file().toString());
    up.expectDone();

    assertThat(up.err()).contains("what the cloud is asked with has changed");
    assertThat(Files.readString(rack.state().resolve("service.pid"))).isNotEqualTo(service);
    assertThat(ANYRACK.runWith(environment, "up", "-f", rack.file().toString()).err())
        .doesNotContain("has changed");
    ANYRACK.runWith(environment, "down", "--rack", "handed").expectDone();
  }

  @Test
  void aRackGoesDownByItsTagAlone() throws IOException {
    List<String> before = everything();
    Rack rack = two("tagged");
    anyrack("up", "-f", rack.file().toString()).expectDone();
    rack.killService();
    try (Stream<Path> state = Files.walk(rack.state())) {
      for (Path path : state.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }

    anyrack("down", "--rack", "tagged", "--os-cloud", "rack").expectDone();

    assertThat(everything()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"two-nodes", "private-network", "uefi"})
  void examplesPlanWithoutAndWithACloud(String example) {
    Path file =
        Path.of(System.getProperty("anyrack.root"), "examples/openstack", example + ".yaml");

    assertThat(anyrack("plan", "--offline", "-f", file.toString()).expectDone()).contains("+ add");
    assertThat(cloud.journal().entries()).as("offline asks nobody").isEmpty();
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource({
    "wrong password, password, Keystone refuses user rack",
    "missing flavor, flavor, wants the flavor m1.none",
    "quota exceeded, quota, 'quota: servers'",
    "API down, down, Keystone cannot be reached",
  })
  void oneClearMessage(String what, String cause, String message) {
    Rack rack = two("error-" + cause);
    Map<String, String> environment = environment();
    switch (cause) {
      case "password" -> cloud.faults().always(Faults.service("identity"), Fault.status(401));
      case "flavor" ->
          rack.write(
              """
              rack: error-flavor
              cloud: openstack
              nodes: [{ flavor: m1.none }]
              boot: { address: 127.0.0.1, port: %d }
              """
                  .formatted(freePort()));
      case "quota" -> {
        restart(Settings.DEFAULT.withQuota(Quota.DEFAULT.with(Quota.Limit.INSTANCES, 1)));
        environment = environment();
      }
      default -> cloud.close();
    }

    Finished up = ANYRACK.runWith(environment, "up", "-f", rack.file().toString());

    assertThat(up.exit()).as(what).isEqualTo(1);
    assertThat(up.err()).contains(message).doesNotContain("Exception in", "\tat ");
    assertThat(rack.state()).as("nothing was begun").doesNotExist();
  }

  @Test
  void theDoctorTellsWhatFits() {
    List<String> before = everything();
    Rack rack = two("doctor");

    Finished doctor = anyrack("doctor", "-f", rack.file().toString());

    assertThat(doctor.expectDone())
        .contains("port security", "quota: servers")
        .contains("node node-1", "boot method", "script");
    assertThat(everything()).isEqualTo(before);
  }
}
