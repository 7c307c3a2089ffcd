package io.anyrack.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.anyrack.fakestack.FakeStack;
import io.anyrack.fakestack.world.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code plan} tells beside the changes: how nodes are made to boot, the guard, and why. */
class OpenstackPlanTest {
  private static final String RACK =
      """
      rack: lab
      cloud: openstack
      networks:
        - { name: provision, cidr: 192.0.2.0/24, router: edge }
        - { name: control, cidr: 172.17.0.0/24, dhcp: none, guard: exact }
        - { name: storage, cidr: 172.18.0.0/24, dhcp: none }
        - { name: inside, cidr: 172.19.0.0/24, dhcp: installer }
      routers: [{ name: edge, external: external }]
      nodes:
        - { role: bios, count: 6, memory: 256MiB, disk: 1GiB }
        - { role: uefi, memory: 256MiB, disk: 1GiB, firmware: uefi }
      """;

  private static final String CUT_OFF = "rack: lab\ncloud: openstack\nnodes: 2\n";

  @TempDir private Path home;

  @BeforeAll
  static void needs() {
    assumeTrue(Files.isDirectory(Path.of("/usr/lib/ipxe")), "iPXE's programs are not installed");
  }

  private Program.Ended run(Settings settings, String text, String... words) throws IOException {
    try (FakeStack cloud = FakeStack.start(settings)) {
      Path clouds = Files.writeString(home.resolve("clouds.yaml"), cloud.cloudsYaml());
      try (Program program = new Program(home, clouds, "rack")) {
        String[] all = Arrays.copyOf(words, words.length + 2);
        all[words.length] = "-f";
        all[words.length + 1] = program.file("lab", text).toString();
        return program.run(all);
      }
    }
  }

  @Test
  void tellsMethodAndGuardWithTheReason() throws IOException {
    String plan = run(Settings.DEFAULT, RACK, "plan").expectDone();

    assertThat(plan)
        .containsPattern(
            "nodes bios-1 … uefi-1 \\(7\\) +boot method +script, flavor t1\\.nano +\\w")
        .containsPattern(
            "network provision +guard +exact +the cloud's DHCP gives each port its own")
        .containsPattern("network control +guard +exact +the rack file says so")
        .containsPattern("network storage +guard +subnet +nobody tells addresses here")
        .containsPattern("network inside +guard +off +a guarded port may not answer DHCP")
        .doesNotContain("warning:");
  }

  @Test
  void tellsProgramsTheSame() throws IOException {
    JsonNode plan =
        JsonMapper.shared()
            .readTree(
                run(Settings.DEFAULT.withoutCinder(), CUT_OFF, "plan", "-o", "json").expectDone());

    assertThat(plan.path("changes").valueStream())
        .anySatisfy(
            change -> {
              assertThat(change.path("action").asString("")).isEqualTo("add");
              assertThat(change.path("kind").asString("")).isEqualTo("node");
              assertThat(change.path("name").asString("")).isEqualTo("node-1");
            });
    JsonNode method = plan.path("choices").path(0);
    assertThat(method.path("for").asString("")).isEqualTo("nodes node-1, node-2");
    assertThat(method.path("choice").asString("")).isEqualTo("boot method");
    assertThat(method.path("because").asString("")).isNotEmpty();
    assertThat(plan.path("warnings").path(0).asString(""))
        .contains("network provision has no router", "router: edge", "bmc: { placement: vm }");
  }

  @Test
  void tellsWithoutACloudWhatItCan() throws IOException {
    assertThat(run(Settings.DEFAULT, CUT_OFF, "plan", "--offline").expectDone())
        .containsPattern("network provision +guard +exact")
        .contains(
            "warning: network provision has no router: node-1, node-2 cannot boot from the"
                + " network");
  }

  @Test
  void theDoctorSaysItToo() throws IOException {
    assertThat(run(Settings.DEFAULT, CUT_OFF, "doctor").expectDone())
        .containsPattern(
            "cost +network provision +no router +its nodes cannot boot from the network");
  }
}
