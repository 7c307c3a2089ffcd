package io.anyrack.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.fakestack.FakeStack;
import io.anyrack.fakestack.http.Fault;
import io.anyrack.fakestack.http.Faults;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.tag.RackTags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code anyrack sync} against a cloud. */
@Timeout(60)
final class SyncCommandTest {
  @TempDir Path directory;
  private final FakeStack cloud = FakeStack.start();

  @SuppressWarnings("NullAway.Init") // made before each test
  private SyncProgram sync;

  @SuppressWarnings("NullAway.Init") // made before each test
  private FakeProject project;

  @BeforeEach
  void makeARack() throws IOException {
    sync = new SyncProgram(directory, cloud);
    sync.rack(
        """
        rack: lab
        cloud: {openstack: {cloud: rack}}
        networks: [{name: provision, cidr: 192.0.2.0/24}]
        nodes:
          - {name: control, role: control, networks: [provision]}
          - {name: compute, role: compute, networks: [provision]}
        """);
    project = new FakeProject("rack", sync.clouds());
  }

  @AfterEach
  void close() {
    project.close();
    cloud.close();
  }

  @Test
  void swapsTwoNodesAndTouchesNobodyElse() throws IOException {
    Port control = project.node("control", "192.0.2.10", "2001:db8::10");
    Port compute = project.node("compute", "192.0.2.11");
    Port router = project.port("router", "192.0.2.1");
    project.tag(router, List.of(new RackTags("lab").tag(), "anyrack:role=network"));
    Port bmc = project.port("bmc", "192.0.2.240");
    project.tag(bmc, new RackTags("lab").tags("bmc", "control"));
    Port _ = project.port("dhcp", "192.0.2.2");
    Port other = project.port("other", "192.0.2.77");
    project.tag(other, new RackTags("lab2").tags("node", "control/provision"));
    Map<String, Long> before = project.revisions();
    String source =
        sync.list(
            """
            addresses:
              %s: [192.0.2.11, "2001:db8::12"]
              %s: 192.0.2.10
              %s: 192.0.2.78
              %s: 192.0.2.241
            shared: [{address: 192.0.2.9, roles: [control]}]
            """
                .formatted(control.mac(), compute.mac(), other.mac(), bmc.mac()));

    assertThat(sync.run("--source", source, "--dry-run")).isZero();
    assertThat(sync.printed().lines())
        .containsExactlyInAnyOrder(
            "pending: control ("
                + control.mac()
                + "): 192.0.2.10 2001:db8::10 -> 192.0.2.11 2001:db8::12, +192.0.2.9",
            "pending: compute (" + compute.mac() + "): 192.0.2.11 -> 192.0.2.10");
    assertThat(project.revisions()).isEqualTo(before);

    assertThat(sync.run("--source", source, "--once", "-o", "json")).isZero();
    assertThat(project.shown(control)).isEqualTo("[192.0.2.11, 2001:db8::12] [192.0.2.9]");
    assertThat(project.shown(compute)).isEqualTo("[192.0.2.10] []");
    assertThat(project.revisions())
        .containsEntry("router", before.get("router"))
        .containsEntry("bmc", before.get("bmc"))
        .containsEntry("dhcp", before.get("dhcp"))
        .containsEntry("other", before.get("other"));
    JsonNode metrics = JsonMapper.builder().build().readTree(sync.printed()).path("metrics");
    assertThat(metrics.path("changes").asInt()).isEqualTo(3);
    assertThat(metrics.path("pending").asInt()).isZero();
    assertThat(metrics.has("lag-ms")).isTrue();

    int changes = FakeProject.changes(cloud);
    assertThat(sync.run("--source", source, "--once")).isZero();
    assertThat(FakeProject.changes(cloud)).as("equal values are not sent").isEqualTo(changes);

    assertThat(sync.run("--source", sync.list("shared: []"), "--once")).isZero();
    assertThat(project.shown(control)).isEqualTo("[192.0.2.11, 2001:db8::12] []");
  }

  @Test
  void goesOnThroughExpiredTokensAndABusyCloud() throws IOException {
    Port control = project.node("control", "192.0.2.10");
    Port compute = project.node("compute", "192.0.2.11");
    var puts = Faults.call("PUT", ".*/ports/[^/]*");
    cloud.faults().nth(1, puts, Fault.status(503));
    cloud.faults().nth(2, puts, new Fault.StatusAfter(504));
    cloud.faults().nth(3, puts, Fault.status(401));
    String source =
        sync.list(
            "addresses: {'%s': 192.0.2.11, '%s': 192.0.2.10}"
                .formatted(control.mac(), compute.mac()));
    assertThat(sync.run("--source", source, "--once")).isZero();
    assertThat(project.shown(control) + project.shown(compute))
        .isEqualTo("[192.0.2.11] [][192.0.2.10] []");
  }

  @Test
  void offersTheSubnetWhereTheCloudAllowsTooFewPairs() throws IOException {
    Port control = project.node("control", "192.0.2.10");
    StringBuilder vips = new StringBuilder("shared:\n");
    for (int i = 0; i < 12; i++) {
      vips.append("- 192.0.2.").append(100 + i).append('\n');
    }
    sync.run("--source", sync.list(vips.toString()), "--once");
    assertThat(sync.said())
        .isEqualTo(
            "warning: control: needs 12 address pairs, and the cloud lets a port have 10"
                + " (max_allowed_address_pair): [192.0.2.110, 192.0.2.111] stay closed; `guard:"
                + " subnet` for its network opens them all with one pair\n");
    assertThat(project.shown(control)).contains("192.0.2.109").doesNotContain("192.0.2.110");
  }

  @Test
  void takesVipsFromTheInstallersNeutron() {
    Port control = project.node("control", "192.0.2.10");
    Port compute = project.node("compute", "192.0.2.11");
    try (FakeProject installer = new FakeProject("rack2", sync.clouds())) {
      installer.port("control_virtual_ip", "192.0.2.20");
      installer.port("redis_virtual_ip", "2001:db8::20");
      installer.port("something else", "192.0.2.21");
      assertThat(sync.run("--source", "neutron:rack2", "--vip-role", "control", "--once")).isZero();
    }
    assertThat(project.shown(control)).contains("192.0.2.20", "2001:db8::20");
    assertThat(project.shown(compute)).isEqualTo("[192.0.2.11] []");
  }

  @Test
  void writesHowItIsDoingWhileItFollows() throws IOException, InterruptedException {
    Port control = project.node("control", "192.0.2.10");
    Path file = directory.resolve("metrics.json");
    String source =
        sync.list("{addresses: {'%s': 192.0.2.20}, shared: [192.0.2.9]}".formatted(control.mac()));
    Thread following =
        Thread.ofVirtual().start(() -> sync.run("--source", source, "--metrics", file.toString()));
    try {
      JsonNode metrics = JsonNodeFactory.instance.objectNode();
      while (metrics.path("changes").asInt() < 1) {
        assertThat(following.isAlive()).as("%s", metrics).isTrue();
        Thread.sleep(Duration.ofMillis(50));
        metrics =
            Files.exists(file) ? JsonMapper.shared().readTree(Files.readString(file)) : metrics;
      }
      assertThat(metrics.path("sources").asInt()).isEqualTo(1);
      assertThat(metrics.path("heard").asInt()).isEqualTo(1);
      assertThat(metrics.path("ports").asInt()).isEqualTo(1);
      assertThat(metrics.path("pending").asInt()).isZero();
      assertThat(metrics.path("calls").asInt()).isPositive();
      assertThat(metrics.path("findings")).isEmpty();
      assertThat(metrics.path("at").asString("")).endsWith("Z");
    } finally {
      following.interrupt();
      following.join();
    }
    assertThat(sync.run("--source", source, "--once", "--metrics", file.toString())).isEqualTo(2);
  }

  @Test
  void printsAUnit() {
    assertThat(
            sync.run(
                "--source",
                "neutron:undercloud",
                "--source",
                "dnsmasq-hosts:/var/x y",
                "--metrics",
                "/run/anyrack-sync.json",
                "--unit"))
        .isZero();
    assertThat(sync.printed())
        .contains(
            "\nEnvironment=OS_CLIENT_CONFIG_FILE=" + sync.clouds() + "\n",
            "\nExecStart=\"/opt/any rack/anyrack\" sync -f "
                + sync.rack()
                + " --metrics /run/anyrack-sync.json --source neutron:undercloud --source"
                + " \"dnsmasq-hosts:/var/x y\"\n",
            "\nRestart=always\n");
  }

  @Test
  void saysWhichSourcesThereAre() {
    assertThat(sync.run("--source", "ftp:x", "--once")).isEqualTo(2);
    assertThat(sync.run("--once")).isEqualTo(2);
  }
}
