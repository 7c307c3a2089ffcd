package io.anyrack.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.fakestack.FakeStack;
import io.anyrack.fakestack.http.Fault;
import io.anyrack.fakestack.http.Faults;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.neutron.Subnet.Route;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code anyrack sync}, and what DHCP tells nodes. */
@Timeout(60)
final class SyncToldTest {
  private static final String BOOT = "bootfile-name=http://192.0.2.5:8088/boot/${uuid}";

  @TempDir Path directory;
  private final FakeStack cloud = FakeStack.start();

  @SuppressWarnings("NullAway.Init") // made before each test
  private SyncProgram sync;

  @SuppressWarnings("NullAway.Init") // made before each test
  private FakeProject project;

  @SuppressWarnings("NullAway.Init") // made before each test
  private Port port;

  @BeforeEach
  void makeARack() throws IOException {
    sync = new SyncProgram(directory, cloud);
    sync.list("shared: []");
    project = new FakeProject("rack", sync.clouds());
    project.ownSubnet();
    port = project.node("node-1", "192.0.2.10");
    rack("{address: 192.0.2.5, port: 8088}");
  }

  private void rack(String boot) throws IOException {
    sync.rack(
        """
        rack: lab
        cloud: {openstack: {cloud: rack}}
        networks:
          - name: provision
            cidr: 192.0.2.0/24
            metadata: {installer: 192.0.2.5}
            host-routes: {10.1.0.0/16: 192.0.2.254}
        nodes:
          - {name: node-1, networks: [{name: provision, mac: "%s", dhcp-options: {150: 192.0.2.5}}]}
        boot: %s
        """
            .formatted(port.mac(), boot));
  }

  @AfterEach
  void close() {
    project.close();
    cloud.close();
  }

  private int sync(String... words) {
    return sync.run(
        Stream.concat(
                Stream.of("--source", "static:" + directory.resolve("list.yaml")), Stream.of(words))
            .toArray(String[]::new));
  }

  @Test
  void putsItRightAndSaysSo() {
    project.tell(port, new Port.DhcpOption("150", "192.0.2.66", 4));
    assertThat(sync("--dry-run")).isZero();
    String difference =
        "node-1 (%s): option 150 192.0.2.66 -> 192.0.2.5, +option %s".formatted(port.mac(), BOOT);
    String routes =
        "network provision (192.0.2.0/24): +route 10.1.0.0/16 via 192.0.2.254,"
            + " +route 169.254.169.254/32 via 192.0.2.5";
    assertThat(sync.printed().lines())
        .containsExactly("pending: " + difference, "pending: " + routes);
    assertThat(project.told(port)).containsExactly("150=192.0.2.66");

    assertThat(sync("--once", "-o", "json")).isZero();
    JsonNode data = JsonMapper.builder().build().readTree(sync.printed());
    assertThat(data.path("changed").valueStream().map(JsonNode::asString))
        .containsExactly(difference, routes);
    assertThat(data.path("metrics").path("changes").asInt()).isEqualTo(2);
    assertThat(project.told(port)).containsExactly("150=192.0.2.5", BOOT);
    assertThat(project.subnet().hostRoutes())
        .containsExactlyInAnyOrder(
            new Route("169.254.169.254/32", "192.0.2.5"), new Route("10.1.0.0/16", "192.0.2.254"));

    int changes = FakeProject.changes(cloud);
    assertThat(sync("--once")).isZero();
    assertThat(sync.printed()).isEmpty();
    assertThat(FakeProject.changes(cloud)).as("equal values are not sent").isEqualTo(changes);
  }

  @Test
  void guessesNoBootServer() throws IOException {
    project.tell(port, new Port.DhcpOption("bootfile-name", "http://10.9.9.9:2/boot/${uuid}", 4));
    rack("{}");
    assertThat(sync("--once")).isZero();
    assertThat(project.told(port))
        .containsExactly("150=192.0.2.5", "bootfile-name=http://10.9.9.9:2/boot/${uuid}");
  }

  @Test
  void aCredentialWithoutTheRightToSubnetsStillSyncsPorts() throws IOException {
    cloud.faults().always(Faults.call("PUT", ".*/subnets/[^/]*"), Fault.status(401));
    sync.list("addresses: {'%s': 192.0.2.11}".formatted(port.mac()));
    assertThat(sync("--once", "-o", "json")).isEqualTo(1);
    assertThat(project.shown(port)).isEqualTo("[192.0.2.11] []");
    assertThat(sync.said())
        .startsWith(
            "warning: the cloud refuses to change the routes of the network provision; asked again"
                + " in 30 s: who logs in may not; the access rule PUT /v2.0/subnets/* is needed: ");
    JsonNode pending = JsonMapper.builder().build().readTree(sync.printed()).path("pending");
    assertThat(pending.path(0).path("network").asString()).isEqualTo("provision");
    assertThat(pending.path(0).path("subnet").asString()).isEqualTo(project.subnet().id());
    assertThat(pending.path(0).path("difference").asString()).contains("+route 10.1.0.0/16");
  }
}
