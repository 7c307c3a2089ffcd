package io.anyrack.redfish;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.fakemachine.FakeMachine;
import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.model.BootOverride.Device;
import io.anyrack.rack.model.BootOverride.Lifetime;
import io.anyrack.rack.model.BootOverride.Mode;
import io.anyrack.rack.node.Command;
import io.anyrack.rack.node.NodeState;
import io.anyrack.rack.node.Origin;
import io.anyrack.redfish.TestRack.Answer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Systems: what they say, power, and boot overrides. */
final class SystemTest {
  private static final String NODE_1 = "/redfish/v1/Systems/node-1";

  @TempDir private Path directory;
  private TestRack rack;

  @BeforeEach
  void open() {
    rack = new TestRack(directory, 2);
  }

  @AfterEach
  void close() {
    rack.close();
  }

  private void power(String node, boolean on) {
    rack.node(node).submit(on ? new Command.On() : new Command.Off(), new Origin("test", ""));
    TestRack.await(
        () ->
            rack.node(node).status().state().equals(on ? new NodeState.On() : new NodeState.Off()));
  }

  @Test
  void saysWhatTheNodeIs() {
    Answer system = rack.get(NODE_1);

    assertThat(system.status()).isEqualTo(200);
    assertThat(system.at("/@odata.type")).isEqualTo("#ComputerSystem.v1_20_7.ComputerSystem");
    assertThat(system.at("/Manufacturer")).isEqualTo("Anyrack");
    assertThat(system.at("/SerialNumber")).isEqualTo("S-1");
    assertThat(system.at("/PowerState")).isEqualTo("Off");
    assertThat(system.at("/MemorySummary/TotalSystemMemoryGiB")).isEqualTo("1.5");
    assertThat(system.at("/ProcessorSummary/LogicalProcessorCount")).isEqualTo("2");
    assertThat(system.at("/Boot/BootSourceOverrideMode")).isEqualTo("Legacy");
    assertThat(system.at("/Links/ManagedBy/0/@odata.id")).isEqualTo("/redfish/v1/Managers/node-1");
  }

  @Test
  void saysWhereTheSerialConsoleIs() {
    Answer system = rack.get(NODE_1);

    assertThat(system.at("/SerialConsole/IPMI/ServiceEnabled")).isEqualTo("true");
    assertThat(system.at("/SerialConsole/IPMI/Port")).isEqualTo(Integer.toString(TestRack.IPMI));
    assertThat(rack.get("/redfish/v1/Managers/node-1").json().has("SerialConsole"))
        .as("deprecated, and a warning of the Service Validator")
        .isFalse();
  }

  @ParameterizedTest(name = "{0} of a node that is {1}: {2}, machine: {3}")
  @CsvSource({
    "On,               off, 204, start NONE",
    "ForceOn,          off, 204, start NONE",
    "PushPowerButton,  off, 204, start NONE",
    "ForceOff,         off, 204, ''",
    "GracefulShutdown, off, 204, ''",
    "GracefulRestart,  off, 409, ''",
    "ForceRestart,     off, 204, start NONE",
    "PowerCycle,       off, 204, start NONE",
    "Nmi,              off, 409, ''",
    "Pause,            off, 409, ''",
    "Resume,           off, 409, ''",
    "On,               on,  204, ''",
    "ForceOff,         on,  204, stop",
    "GracefulShutdown, on,  204, shutdown",
    "GracefulRestart,  on,  204, shutdown",
    "PushPowerButton,  on,  204, shutdown",
    "ForceRestart,     on,  204, reset",
    "PowerCycle,       on,  204, 'stop, start NONE'",
    "Nmi,              on,  204, nmi",
    "Pause,            on,  204, pause",
    "Resume,           on,  204, ''",
    "Nonsense,         on,  400, ''",
    "on,               on,  400, ''",
  })
  void resets(String type, String power, int status, String calls) {
    power("node-1", power.equals("on"));
    FakeMachine machine = rack.machine("node-1");
    machine.calls.clear();

    Answer answer = rack.reset("node-1", type);

    assertThat(answer.status()).isEqualTo(status);
    TestRack.await(() -> String.join(", ", machine.calls).equals(calls));
    if (status == 400) {
      assertThat(answer.messages()).containsExactly("ActionParameterValueNotInList");
    }
    if (status == 409) {
      assertThat(answer.messages()).containsExactly("ChassisPowerStateOnRequired");
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "GracefulShutdown, 400",
    "GracefulRestart,  400",
    "PushPowerButton,  501",
    "ForceOff,         204",
  })
  void aGuestThatCannotBeAskedIsNotPromisedToShutDown(String type, int status) {
    power("node-2", true);
    FakeMachine machine = rack.machine("node-2");
    machine.noShutdown = Optional.of("this cloud cannot");
    machine.calls.clear();

    assertThat(
            rack.get("/redfish/v1/Systems/node-2")
                .json()
                .findValue("ResetType@Redfish.AllowableValues")
                .toString())
        .contains("ForceOff", "PushPowerButton")
        .doesNotContain("Graceful");
    assertThat(rack.reset("node-2", type).status()).isEqualTo(status);
    assertThat(machine.calls).doesNotContain("shutdown");
  }

  @Test
  void showsThatANodeIsPaused() {
    power("node-1", true);

    assertThat(rack.reset("node-1", "Pause").status()).isEqualTo(204);
    TestRack.await(() -> rack.get(NODE_1).at("/PowerState").equals("Paused"));
    Answer refused = rack.reset("node-1", "GracefulShutdown");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.messages()).containsExactly("ResourceInUse");
    assertThat(rack.reset("node-1", "Resume").status()).isEqualTo(204);
    TestRack.await(() -> rack.get(NODE_1).at("/PowerState").equals("On"));
  }

  @Test
  void offersNoPauseWhereTheMachineCannot() {
    power("node-1", true);
    rack.machine("node-1").noPause = Optional.of("this cloud cannot");

    assertThat(rack.get(NODE_1).json().findValue("ResetType@Redfish.AllowableValues").toString())
        .doesNotContain("Pause", "Resume");
    assertThat(rack.reset("node-1", "Pause").messages())
        .containsExactly("ActionParameterValueNotInList");
  }

  @Test
  void bootsAUrl() {
    URI url = URI.create("http://192.0.2.9/installer.iso");
    Answer answer =
        rack.patch(
            NODE_1,
            """
            {"Boot": {"BootSourceOverrideTarget": "UefiHttp", "BootSourceOverrideEnabled": "Once",
                      "HttpBootUri": "%s"}}
            """
                .formatted(url));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.at("/Boot/HttpBootUri")).isEqualTo(url.toString());
    assertThat(answer.at("/Boot/BootSourceOverrideTarget")).isEqualTo("UefiHttp");
    assertThat(answer.at("/Boot/BootSourceOverrideMode")).isEqualTo("UEFI");
    assertThat(rack.node("node-1").status().boot())
        .isEqualTo(new BootOverride(Device.HTTP, Lifetime.ONCE, Mode.UEFI, 0, Optional.of(url)));

    power("node-1", true);
    assertThat(rack.machine("node-1").calls).contains("start HTTP");
    Answer used = rack.get(NODE_1);
    assertThat(used.at("/Boot/BootSourceOverrideEnabled")).isEqualTo("Disabled");
    assertThat(used.at("/Boot/HttpBootUri")).isEqualTo(url.toString());
    assertThat(rack.patch(NODE_1, "{\"Boot\": {\"HttpBootUri\": null}}").at("/Boot/HttpBootUri"))
        .isEqualTo("null");
  }

  @Test
  void keepsUefiWhereAUrlIsBooted() {
    rack.patch(NODE_1, "{\"Boot\": {\"BootSourceOverrideTarget\": \"UefiHttp\"}}");

    Answer answer = rack.patch(NODE_1, "{\"Boot\": {\"BootSourceOverrideMode\": \"Legacy\"}}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.messages()).containsExactly("PropertyValueConflict");
    assertThat(answer.at("/error/@Message.ExtendedInfo/0/RelatedProperties/0"))
        .isEqualTo("#/Boot/BootSourceOverrideMode");
  }

  @Test
  void restartsWhenTheGuestHasShutDown() {
    power("node-1", true);
    FakeMachine machine = rack.machine("node-1");
    rack.reset("node-1", "GracefulRestart");
    TestRack.await(() -> machine.calls.contains("shutdown"));

    machine.running = false;
    rack.node("node-1").stopped("the guest shut down");

    TestRack.await(() -> rack.node("node-1").status().state().equals(new NodeState.On()));
    assertThat(machine.calls).containsExactly("start NONE", "shutdown", "start NONE");
  }

  @Test
  void saysWhenToComeBackWhereTheNodeIsBusy() {
    FakeMachine machine = rack.machine("node-1");
    machine.pace.drainPermits();
    rack.reset("node-1", "On");

    Answer answer = rack.reset("node-1", "ForceOff");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).hasValue("2");
    assertThat(answer.messages()).containsExactly("ServiceTemporarilyUnavailable");
    machine.pace.release(1);
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource({
    "Pxe,       Once,       UEFI,   PXE,        ONCE,       UEFI",
    "Hdd,       Continuous, Legacy, DISK,       CONTINUOUS, LEGACY",
    "Hdd,       Enabled,    Legacy, DISK,       CONTINUOUS, LEGACY",
    "Cd,        Once,       UEFI,   CDROM,      ONCE,       UEFI",
    "BiosSetup, Once,       UEFI,   BIOS_SETUP, ONCE,       UEFI",
    "None,      Disabled,   UEFI,   NONE,       DISABLED,   UEFI",
  })
  void overridesBoot(
      String target, String enabled, String mode, Device device, Lifetime lifetime, Mode firmware) {
    Answer answer =
        rack.patch(
            NODE_1,
            """
            {"Boot": {"BootSourceOverrideTarget": "%s",
                      "BootSourceOverrideEnabled": "%s",
                      "BootSourceOverrideMode": "%s"}}
            """
                .formatted(target, enabled, mode));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.at("/Boot/BootSourceOverrideTarget")).isEqualTo(target);
    assertThat(rack.node("node-1").status().boot())
        .isEqualTo(new BootOverride(device, lifetime, firmware));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{'Boot': {'BootSourceOverrideTarget': 'Floppy'}} | PropertyValueNotInList",
        "{'Boot': {'BootSourceOverrideEnabled': 'once'}}  | PropertyValueNotInList",
        "{'Boot': {'BootSourceOverrideMode': 7}}          | PropertyValueTypeError",
        "{'Boot': {'HttpBootUri': 'tftp://192.0.2.1/a'}}  | PropertyValueFormatError",
        "{'Boot': {'HttpBootUri': 7}}                     | PropertyValueTypeError",
        "{'Boot': {'BootSourceOverrideTarget': 'UefiHttp', 'BootSourceOverrideMode': 'Legacy'}} |"
            + " PropertyValueConflict",
        "{'Boot': 'Pxe'}                                  | PropertyValueTypeError",
        "{'Boot': {'Nonsense': 'Pxe'}}                    | PropertyUnknown",
        "{'PowerState': 'On'}                             | PropertyNotWritable",
        "{'Nonsense': 1}                                  | PropertyUnknown",
        "{}                                               | EmptyJSON",
        "[]                                               | UnrecognizedRequestBody",
        "{                                                | MalformedJSON",
        "{'AssetTag': 'a', 'AssetTag': 'b'}               | MalformedJSON",
      })
  void refusesWhatCannotBe(String body, String message) {
    Answer answer = rack.patch(NODE_1, body.replace('\'', '"'));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.messages()).containsExactly(message);
    assertThat(rack.node("node-1").status().boot()).isEqualTo(BootOverride.NONE);
  }

  @Test
  void changesOnlyTheVersionTheClientKnows() {
    String etag = rack.get(NODE_1).header("ETag").orElseThrow();
    String body = "{\"Boot\": {\"BootSourceOverrideEnabled\": \"Once\"}}";

    assertThat(rack.patch(NODE_1, body, "If-Match", etag).status()).isEqualTo(200);
    Answer again = rack.patch(NODE_1, body, "If-Match", etag);

    assertThat(again.status()).isEqualTo(412);
    assertThat(again.messages()).containsExactly("PreconditionFailed");
  }

  @Test
  void lightsTheIndicator() {
    assertThat(
            rack.patch(NODE_1, "{\"LocationIndicatorActive\": true}")
                .at("/LocationIndicatorActive"))
        .isEqualTo("true");
    assertThat(rack.patch(NODE_1, "{\"IndicatorLED\": \"Off\"}").at("/LocationIndicatorActive"))
        .isEqualTo("false");
  }
}
