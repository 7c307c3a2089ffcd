package io.anyrack.service;

import static io.anyrack.service.RunningRack.await;
import static io.anyrack.service.RunningRack.rack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.rack.RackException;
import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.node.Command;
import io.anyrack.rack.node.Node;
import io.anyrack.rack.node.NodeState;
import io.anyrack.rack.node.Origin;
import io.anyrack.service.control.ControlClient;
import io.anyrack.service.control.ControlServer;
import io.anyrack.service.control.JsonLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What checks ask of a running rack: ports of its networks, trials of its nodes. */
class TrialTest {
  private static final Origin TEST = new Origin("test", "");
  private static final BootOverride DISK =
      new BootOverride(
          BootOverride.Device.DISK, BootOverride.Lifetime.CONTINUOUS, BootOverride.Mode.OWN);

  @TempDir private Path directory;
  private final FakeSite site = new FakeSite();
  private RunningRack running;
  private ControlServer server;
  private ControlClient client;

  @BeforeEach
  void start() {
    running = new RunningRack(directory, site);
    running.apply(rack(1));
    Path socket = directory.resolve("s");
    server = new ControlServer(socket, 8, new RackRequests(running.service, () -> {}));
    client = new ControlClient(socket);
  }

  @AfterEach
  void stop() {
    server.close();
    running.close();
  }

  private Node node() {
    return running.service.node("node-1").orElseThrow();
  }

  private static ObjectNode trial(int seconds) {
    return ControlClient.request("trial").put("node", "node-1").put("seconds", seconds);
  }

  @Test
  void shouldPutANodeBackThatReachedItsScript() {
    node().submit(new Command.SetBoot(DISK), TEST);
    JsonNode came = client.call(trial(60));
    assertThat(came.path("reached").asBoolean()).isTrue();
    assertThat(node().status().state()).isInstanceOf(NodeState.Off.class);
    assertThat(node().status().boot()).isEqualTo(DISK);
    assertThat(site.calls).contains("trial node-1", "end of trial node-1");
  }

  @Test
  void shouldPutANodeBackThatDidNot() {
    site.reaches = false;
    JsonNode came = client.call(trial(1));
    assertThat(came.path("reached").asBoolean()).isFalse();
    assertThat(node().status().state()).isInstanceOf(NodeState.Off.class);
    assertThat(node().status().boot()).isEqualTo(BootOverride.NONE);
  }

  @Test
  void shouldPutANodeBackWhoseClientWentAway() {
    site.reaches = false;
    JsonLines connection = client.open(trial(600));
    await(() -> node().status().powered());
    connection.close();
    await(() -> site.calls.contains("end of trial node-1"));
    assertThat(node().status().state()).isInstanceOf(NodeState.Off.class);
  }

  @Test
  void shouldNotTryANodeThatRuns() {
    node().submit(new Command.On(), TEST);
    await(() -> node().status().state() instanceof NodeState.On);
    assertThatThrownBy(() -> client.call(trial(60)))
        .isInstanceOf(RackException.class)
        .hasMessageContaining("node-1 is not off but on");
    assertThat(site.calls).doesNotContain("trial node-1");
  }

  @Test
  void shouldSayWhatTheCloudSaysNow() {
    assertThat(client.call("observe").path("machines").path("node-1").asString()).isEqualTo("off");
  }

  @Test
  void shouldGiveAPortForAsLongAsTheClientIsThere() throws IOException {
    ObjectNode request =
        ControlClient.request("tap").put("node", "node-1").put("nic", 0).put("guarded", true);
    try (JsonLines connection = client.open(request)) {
      assertThat(connection.read().orElseThrow().path("ready").asBoolean()).isTrue();
      assertThat(site.calls).contains("tap node-1 0 guarded");
      connection.write(frame(1, 2, 3));
      ObjectNode first = connection.read().orElseThrow();
      ObjectNode second = connection.read().orElseThrow();
      ObjectNode sent = first.has("sent") ? first : second;
      ObjectNode received = first.has("sent") ? second : first;
      assertThat(sent.path("sent").asString()).isEmpty();
      assertThat(received.path("frame").asString()).isEqualTo("AQID");
      connection.write(frame(1, 2, 3, 4));
      assertThat(connection.read().orElseThrow().toString() + connection.read().orElseThrow())
          .contains("{\"sent\":\"mtu\"}");
    }
    await(() -> site.calls.contains("untap node-1"));
  }

  @Test
  void shouldRefuseAFrameThatNoNetworkCarries() throws IOException {
    ObjectNode request = ControlClient.request("tap").put("node", "node-1");
    try (JsonLines connection = client.open(request)) {
      assertThat(connection.read().orElseThrow().path("ready").asBoolean()).isTrue();
      connection.write(JsonLines.object().put("frame", "not Base64!"));
      await(() -> site.calls.contains("untap node-1"));
    }
  }

  private static ObjectNode frame(int... octets) {
    byte[] frame = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      frame[i] = (byte) octets[i];
    }
    return JsonLines.object().put("frame", Base64.getEncoder().encodeToString(frame));
  }
}
