package io.anyrack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** {@code anyrack demo}, and the lists of nodes that it leaves to look at. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DemoTest {
  private static final List<String> NODES = List.of("node-1", "node-2", "node-3");

  @RegisterExtension private final Anyrack anyrack = new Anyrack();
  private Finished demo;
  private Rack rack;

  @BeforeAll
  void runTheDemo() {
    demo = anyrack.run("demo");
    rack = new Rack(anyrack, "demo", anyrack.home().resolve("demo/rack.yaml"));
  }

  @Test
  void shouldShowThreeNodesBootLinux() {
    assertThat(demo.exit()).as(demo::toString).isZero();
    assertThat(demo.toString())
        .contains("BOOT-OK node-1", "BOOT-OK node-2", "BOOT-OK node-3")
        .contains("chassis power on", "anyrack down --rack demo");
    assertThat(NODES).allSatisfy(node -> assertThat(rack.node(node).power()).isEqualTo("on"));
  }

  @Test
  void shouldListNodesInJsonAsPromised() {
    List<JsonNode> nodes = rack.nodes();
    assertThat(nodes).extracting(node -> node.path("name").asString()).isEqualTo(NODES);
    assertThat(nodes)
        .allSatisfy(
            node -> {
              assertThat(node.propertyNames())
                  .containsExactly(
                      "name", "role", "power", "boot", "macs", "addresses", "bmc", "phase");
              assertThat(node.path("role").stringValue()).isEqualTo("node");
              assertThat(node.path("power").stringValue()).isEqualTo("on");
              assertThat(node.path("boot").propertyNames())
                  .containsExactly("device", "once", "mode");
              assertThat(node.path("boot").path("once").isBoolean()).isTrue();
              assertThat(node.path("macs").get(0).stringValue())
                  .matches("00:16:3e(:[0-9a-f]{2}){3}");
              assertThat(node.path("addresses").get(0).stringValue()).startsWith("192.0.2.");
              JsonNode bmc = node.path("bmc");
              assertThat(bmc.propertyNames())
                  .containsExactly("username", "password", "ipmi", "redfish");
              assertThat(bmc.path("username").stringValue()).isEqualTo("admin");
              assertThat(bmc.path("password").stringValue()).hasSizeGreaterThan(11);
              assertThat(bmc.path("ipmi").propertyNames()).containsExactly("host", "port");
              assertThat(bmc.path("ipmi").path("host").stringValue()).isEqualTo("127.0.0.1");
              assertThat(bmc.path("ipmi").path("port").isInt()).isTrue();
              JsonNode redfish = bmc.path("redfish");
              assertThat(redfish.propertyNames()).contains("url", "system", "ca", "rack");
              assertThat(redfish.path("url").stringValue()).matches("https://127\\.0\\.0\\.1:\\d+");
              assertThat(redfish.path("system").stringValue()).startsWith("/redfish/v1/Systems/");
            });
  }

  @Test
  void shouldListNodesInYaml() {
    assertThat(rack.run("nodes", "-o", "yaml").expectDone().lines().map(String::strip))
        .contains("power: on", "host: 127.0.0.1", "redfish:")
        .anyMatch(line -> line.matches("- name: \"?node-3\"?"));
  }

  @Test
  void shouldListNodesInATable() {
    List<String> table = rack.run("nodes").expectDone().lines().toList();
    assertThat(table).hasSize(1 + NODES.size());
    assertThat(table.getFirst())
        .matches("NAME +ROLE +POWER +BOOT +MAC +ADDRESS +IPMI +REDFISH +USER +.*");
    assertThat(table.getLast())
        .matches("node-3 +node +on +.* 127\\.0\\.0\\.1:\\d+ +https://\\S+ +admin +\\S+");
  }

  @Test
  void shouldListNodesAsCommandsToPaste() {
    String pasted = rack.run("nodes", "-o", "ipmitool").expectDone();
    assertThat(pasted.lines()).hasSize(NODES.size());
    assertThat(anyrack.sh("set -e\n" + pasted).expectDone().lines())
        .filteredOn(line -> line.startsWith("System Power"))
        .hasSize(NODES.size())
        .allMatch(line -> line.endsWith(": on"));
  }

  @Test
  void shouldKeepItsStateToItsOwner() throws Exception {
    try (var files = Files.walk(rack.state())) {
      assertThat(files)
          .isNotEmpty()
          .allSatisfy(
              file -> {
                if (Files.isRegularFile(file)) {
                  assertThat(Files.getPosixFilePermissions(file))
                      .as(file.toString())
                      .allMatch(permission -> permission.name().startsWith("OWNER_"));
                }
              });
    }
  }
}
