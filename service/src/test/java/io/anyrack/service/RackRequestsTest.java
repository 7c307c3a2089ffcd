package io.anyrack.service;

import static io.anyrack.service.RunningRack.await;
import static io.anyrack.service.RunningRack.rack;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.fakemachine.FakeConsole;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.node.Event;
import io.anyrack.rack.node.EventLog;
import io.anyrack.rack.node.Origin;
import io.anyrack.rack.plan.Plan;
import io.anyrack.service.bmc.BmcAccess;
import io.anyrack.service.control.ControlClient;
import io.anyrack.service.control.ControlException;
import io.anyrack.service.control.ControlServer;
import io.anyrack.service.control.JsonLines;
import io.anyrack.service.state.RackStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a client says on the service's unix socket, and what it is answered. */
class RackRequestsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final Rack RACK =
      RackStore.parse(
          """
          rack: lab
          bmc: { redfish: off }
          cloud: local
          networks:
            - { name: provision, cidr: 192.0.2.0/24 }
          nodes:
            - name: node-1
              networks: [{ name: provision, mac: "00:16:3e:00:00:0a", address: 192.0.2.30 }]
            - name: node-2
              firmware: uefi
              networks: [{ name: provision, mac: "00:16:3e:00:00:0b", address: 192.0.2.31 }]
          """,
          Map.of());

  @TempDir Path directory;
  private final FakeSite site = new FakeSite();
  private final CountDownLatch end = new CountDownLatch(1);
  private RunningRack running;
  private ControlServer server;
  private ControlClient client;

  @BeforeEach
  void listen() {
    running = new RunningRack(directory, site);
    server =
        new ControlServer(
            running.state.controlSocket(), 8, new RackRequests(running.service, end::countDown));
    client = new ControlClient(running.state.controlSocket());
    running.apply(RACK);
  }

  @AfterEach
  void close() {
    server.close();
    running.close();
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) JSON.readTree(text);
  }

  private JsonNode call(String request) {
    return client.call(json(request));
  }

  private JsonNode node(String op, int index) {
    return call("{'op': '%s'}".formatted(op).replace('\'', '"')).path("nodes").path(index);
  }

  @Test
  void saysWhoItIs() {
    assertThat(call("{\"op\": \"hello\"}").path("pid").asLong())
        .isEqualTo(ProcessHandle.current().pid());
  }

  /** The contract of {@code nodes -o json}: docs/commands.md. */
  @Test
  void nodesAreAContract() {
    BmcAccess bmc = running.service.bmc("node-1").orElseThrow();
    call("{\"op\": \"boot\", \"node\": \"node-1\", \"device\": \"pxe\", \"once\": true}");

    assertThat(node("nodes", 0))
        .isEqualTo(
            json(
                """
                {"name": "node-1", "role": "node", "power": "off", "phase": "local",
                 "boot": {"device": "pxe", "once": true, "mode": "bios"},
                 "macs": ["00:16:3e:00:00:0a"], "addresses": ["192.0.2.30"],
                 "bmc": {"username": "admin", "password": "%s",
                         "ipmi": {"host": "127.0.0.1", "port": %d}, "redfish": null}}
                """
                    .formatted(bmc.password(), bmc.port())));
    assertThat(node("nodes", 1).path("boot"))
        .isEqualTo(json("{\"device\": null, \"once\": false, \"mode\": \"uefi\"}"));
  }

  @Test
  void statusHasMore() {
    site.of("node-1").fault = Optional.of("no space left");
    call("{\"op\": \"power\", \"node\": \"node-1\", \"verb\": \"on\"}");
    await(() -> node("status", 0).path("state").asString("").equals("failed"));

    JsonNode status = node("status", 0);

    assertThat(status.path("reason").asString("")).isEqualTo("no space left");
    assertThat(status.path("since").asString("")).matches("2.*T.*Z");
    assertThat(status.path("power").asString("")).isEqualTo("off");
    assertThat(node("status", 1).has("reason")).isFalse();
  }

  @Test
  void tellsWhatPassedThePorts() {
    assertThat(call("{\"op\": \"ports\"}"))
        .isEqualTo(
            json(
                """
                {"ports": [{"network": "provision", "node": "node-1", "nic": 0, "connected": true,
                            "frames-in": 7, "frames-out": 9, "drops": {"ip-spoof": 2}}]}
                """));
  }

  @ParameterizedTest(name = "{0} of a node that is on: {1}")
  @CsvSource({
    "on,    done,     ''",
    "off,   accepted, node-1 stop",
    "soft,  accepted, node-1 shutdown",
    "reset, accepted, node-1 reset",
    "cycle, accepted, node-1 stop",
    "diag,  accepted, node-1 nmi",
  })
  void power(String verb, String answer, String machine) {
    assertThat(call("{\"op\": \"power\", \"node\": \"node-1\", \"verb\": \"on\"}").path("answer"))
        .isEqualTo(JSON.valueToTree("accepted"));
    await(() -> running.service.node("node-1").orElseThrow().status().powered());
    site.calls.clear();

    assertThat(call("{\"op\": \"power\", \"node\": \"node-1\", \"verb\": \"%s\"}".formatted(verb)))
        .isEqualTo(json("{\"answer\": \"%s\"}".formatted(answer)));

    await(() -> machine.isEmpty() || site.calls.contains(machine));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "disk,  false, '',   disk,  bios",
    "pxe,   true,  uefi, pxe,   uefi",
    "cdrom, false, bios, cdrom, bios",
    "setup, true,  '',   setup, bios",
    "none,  false, '',   ,      bios",
  })
  void boot(String device, boolean once, String mode, String shown, String shownMode) {
    ObjectNode request = json("{\"op\": \"boot\", \"node\": \"node-1\"}");
    assertThat(client.call(request.put("device", device).put("once", once).put("mode", mode)))
        .isEqualTo(json("{\"answer\": \"done\"}"));

    JsonNode boot = node("nodes", 0).path("boot");
    assertThat(boot.path("device"))
        .isEqualTo(
            Optional.ofNullable(shown).isPresent() ? JSON.valueToTree(shown) : JSON.nullNode());
    assertThat(boot.path("once").asBoolean()).isEqualTo(once);
    assertThat(boot.path("mode").asString("")).isEqualTo(shownMode);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                  | does not know the request ''
          {"op": 7}                                           | does not know the request
          {"op": "dance"}                                     | does not know the request 'dance'
          {"op": "power"}                                     | the request lacks 'node'
          {"op": "power", "node": 1, "verb": "on"}            | the request lacks 'node'
          {"op": "power", "node": "node-9", "verb": "on"}     | no node 'node-9'; it has node-1, node-2
          {"op": "power", "node": "node-1"}                   | the request lacks 'verb'
          {"op": "power", "node": "node-1", "verb": "up"}     | no power command 'up'
          {"op": "power", "node": "node-1", "verb": "reset"}  | node-1: the node is off
          {"op": "power", "node": "node-1", "verb": "soft", "then-off-after": "x"} | not a number of seconds
          {"op": "power", "node": "node-1", "verb": "soft", "then-off-after": -1}  | not a number of seconds
          {"op": "power", "node": "node-1", "verb": "soft", "then-off-after": 99999999999} | not a number of seconds
          {"op": "boot", "node": "node-1"}                    | the request lacks 'device'
          {"op": "boot", "node": "node-1", "device": "tape"}  | no boot device 'tape'
          {"op": "boot", "node": "node-1", "device": "pxe", "mode": "efi"} | no boot mode 'efi'
          {"op": "insert", "node": "node-1"}                  | the request lacks 'image'
          {"op": "insert", "node": "node-1", "image": "a b"}  | is no URL of an image
          {"op": "eject"}                                     | the request lacks 'node'
          {"op": "screenshot", "node": "node-9"}              | no node 'node-9'
          {"op": "console", "node": "node-9"}                 | no node 'node-9'
          {"op": "log", "node": "node-9"}                     | no node 'node-9'
          {"op": "apply"}                                     | the request lacks 'rack'
          {"op": "apply", "rack": "nodes: ["}                 | cannot be read
          {"op": "apply", "rack": "{rack: other, nodes: 1}"} | the rack is called 'lab' and not 'other'
          {"op": "stop"}                                      | the rack is there
          """)
  void refuses(String request, String message) {
    assertThatThrownBy(() -> call(request))
        .isInstanceOf(ControlException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("the service failed");
  }

  @Test
  void answersForMediaWhenTheDriveHasChanged() {
    call("{\"op\": \"insert\", \"node\": \"node-1\", \"image\": \"file:///rescue.iso\"}");
    assertThat(site.calls).contains("node-1 insert file:///rescue.iso");
    assertThat(node("status", 0).path("media").asString("")).isEqualTo("file:///rescue.iso");

    call("{\"op\": \"eject\", \"node\": \"node-1\"}");
    assertThat(node("status", 0).has("media")).isFalse();

    site.of("node-1").fault = Optional.of("not an ISO image");
    assertThatThrownBy(
            () -> call("{\"op\": \"insert\", \"node\": \"node-1\", \"image\": \"file:///x\"}"))
        .hasMessageContaining("not an ISO image");
  }

  @Test
  void takesAPicture() {
    assertThat(
            Base64.getDecoder()
                .decode(
                    call("{\"op\": \"screenshot\", \"node\": \"node-1\"}")
                        .path("png")
                        .asString("")))
        .containsExactly(0x89, 'P', 'N', 'G');
  }

  @Test
  void appliesARackAndTellsHowItGoesOn() {
    site.warnings = List.of("node-3: slow");
    site.account = List.of("2 s in all");
    Rack before = running.service.rack().orElseThrow();
    List<Plan> plans = new ArrayList<>();
    List<String> steps = new ArrayList<>();
    ObjectNode request =
        json("{\"op\": \"apply\", \"secrets\": {}}").put("rack", RackStore.write(rack(3)));

    JsonNode result =
        client.call(
            request,
            line -> {
              if (line.has("plan")) {
                plans.add(PlanReport.read(line.path("plan")));
              }
              steps.add(
                  line.path("progress").path("subject").asString("")
                      + " "
                      + line.path("progress").path("step").asString("")
                      + " "
                      + line.path("progress").path("state").asString(""));
            });

    assertThat(result)
        .isEqualTo(json("{\"warnings\": [\"node-3: slow\"], \"account\": [\"2 s in all\"]}"));
    assertThat(plans).containsExactly(Plan.between(Optional.of(before), rack(3)));
    assertThat(steps)
        .containsSubsequence("node-3 disk done", "node-3 bmc started", "node-3 bmc done");
    assertThat(end.getCount()).isEqualTo(1);
  }

  /** {@code up} is interrupted: the service goes on, and the next {@code up} finds it done. */
  @Test
  void goesOnForAClientThatWentAway() throws IOException {
    CountDownLatch go = new CountDownLatch(1);
    site.beforeApply = go;
    ObjectNode request =
        json("{\"op\": \"apply\", \"secrets\": {}}").put("rack", RackStore.write(rack(3)));
    client.open(request).close();
    go.countDown();

    await(() -> running.service.rack().filter(rack(3)::equals).isPresent());
    assertThat(call("{\"op\": \"nodes\"}").path("nodes").size()).isEqualTo(3);
  }

  @Test
  void endsAfterTheDestructionWasAnswered() throws InterruptedException {
    assertThat(call("{\"op\": \"destroy\"}")).isEqualTo(json("{\"account\": []}"));

    assertThat(end.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(site.machines).isEmpty();
  }

  @Test
  void staysWhenTheDestructionFailed() {
    site.faults.put("destroy", "a process does not end");
    assertThatThrownBy(() -> call("{\"op\": \"destroy\"}")).hasMessage("a process does not end");
    assertThat(client.isUp()).isTrue();
    assertThat(end.getCount()).isEqualTo(1);
  }

  @Test
  void showsTheHistoryOfAConsole() {
    site.of("node-1").console.print("login: ");
    StringBuilder out = new StringBuilder();

    client.call(
        json("{\"op\": \"console\", \"node\": \"node-1\", \"history-only\": true}"),
        line -> out.append(text(line)));

    assertThat(out.toString()).isEqualTo("login: ");
  }

  @Test
  void passesAConsoleOnInBothDirections() throws IOException {
    FakeConsole console = site.of("node-1").console;
    console.print("login: ");
    try (JsonLines first = client.open(json("{\"op\": \"console\", \"node\": \"node-1\"}"))) {
      assertThat(text(first.read().orElseThrow())).isEqualTo("login: ");
      first.write(
          JsonLines.object()
              .put("in", Base64.getEncoder().encodeToString("root\n".getBytes(UTF_8))));
      first.write(JsonLines.object().put("break", true));
      await(() -> console.input().equals("root\n") && console.breaks() == 1);
      try (JsonLines second = client.open(json("{\"op\": \"console\", \"node\": \"node-1\"}"))) {
        List<ObjectNode> lines = List.of(second.read().orElseThrow(), second.read().orElseThrow());
        assertThat(lines)
            .anySatisfy(
                line -> assertThat(line.path("writer").asString("")).isEqualTo("anyrack console"));
        await(() -> console.readers() == 2);
        console.print("# ");
        assertThat(text(first.read().orElseThrow())).isEqualTo("# ");
        assertThat(text(second.read().orElseThrow())).isEqualTo("# ");
      }
    }
    await(() -> console.readers() == 0 && console.writer().isEmpty());
  }

  @Test
  void letsGoOfAConsoleWhoseClientTalksNonsense() throws IOException {
    FakeConsole console = site.of("node-1").console;
    try (JsonLines connection = client.open(json("{\"op\": \"console\", \"node\": \"node-1\"}"))) {
      connection.write(JsonLines.object().put("in", "%%%"));
      assertThat(connection.read()).isEmpty();
    }
    await(() -> console.readers() == 0 && console.writer().isEmpty());
  }

  @Test
  void theLogHasWhatClientsCleared() {
    call("{\"op\": \"power\", \"node\": \"node-1\", \"verb\": \"on\"}");
    EventLog events = running.service.node("node-1").orElseThrow().events();
    events.clear(new Origin("redfish", "tim"));
    List<String> messages = new ArrayList<>();

    client.call(
        json("{\"op\": \"log\", \"node\": \"node-1\"}"),
        line -> messages.add(line.path("event").path("message").asString("")));

    assertThat(events.events()).extracting(Event::message).doesNotContain("power on: accepted");
    assertThat(messages).containsSubsequence("power on: accepted", "event log cleared");
  }

  @Test
  void readsALog() {
    append("something happened");
    List<String> kinds = new ArrayList<>();
    List<String> messages = new ArrayList<>();
    client.call(
        json("{\"op\": \"log\", \"node\": \"node-1\"}"),
        line -> {
          kinds.add(line.path("event").path("kind").asString(""));
          messages.add(line.path("event").path("message").asString(""));
        });
    assertThat(messages).endsWith("something happened");
    assertThat(kinds).endsWith("power-off");

    List<String> ofTheRack = new ArrayList<>();
    client.call(
        json("{\"op\": \"log\"}"),
        line -> ofTheRack.add(line.path("event").path("message").asString("")));
    assertThat(ofTheRack).anyMatch(text -> text.startsWith("applied"));
  }

  @Test
  void followsALog() throws IOException {
    append("before");
    try (JsonLines connection =
        client.open(json("{\"op\": \"log\", \"node\": \"node-1\", \"follow\": true}"))) {
      await(() -> next(connection).equals("before"));
      append("after");
      assertThat(next(connection)).isEqualTo("after");
    }
    assertThat(client.isUp()).isTrue();
  }

  private static String next(JsonLines connection) {
    try {
      return connection.read().orElseThrow().path("event").path("message").asString("");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void append(String message) {
    running
        .service
        .node("node-1")
        .orElseThrow()
        .events()
        .append(Event.Kind.POWER_OFF, message, new Origin("test", ""));
  }

  private static String text(ObjectNode line) {
    return new String(Base64.getDecoder().decode(line.path("out").asString("")), UTF_8);
  }
}
