package io.anyrack.redfish;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What provisioning systems ask, in their order and with their headers, and what they need of the
 * answers. Both take the first system they find, so they are given the root of one node.
 */
final class ClientSequencesTest {
  @TempDir Path directory;
  private TestRack rack;

  @BeforeEach
  void open() {
    rack = new TestRack(directory, 2);
    rack.as("admin", "node-2-secret");
  }

  @AfterEach
  void close() {
    rack.close();
  }

  /** What a client asks, and the status that it needs. */
  private record Step(String method, String path, String body, int status) {}

  private static Step get(String path) {
    return new Step("GET", path, "", 200);
  }

  private List<TestRack.Answer> run(List<Step> steps, String... headers) {
    return steps.stream()
        .map(
            step -> {
              TestRack.Answer answer = rack.send(step.method(), step.path(), step.body(), headers);
              assertThat(answer.status())
                  .as("%s %s: %s", step.method(), step.path(), answer.response().body())
                  .isEqualTo(step.status());
              return answer;
            })
        .toList();
  }

  private void awaitPower(String state) {
    TestRack.await(() -> rack.get("/redfish/v1/Systems/node-2").at("/PowerState").equals(state));
  }

  /** Its power driver: find the id, set PXE once with the ETag, power, ask for the state. */
  @Test
  void maasStartsANodeFromTheNetworkAndStopsIt() {
    String[] headers = {"Accept", "application/json", "User-Agent", "MAAS/3.5"};
    TestRack.Answer systems = run(List.of(get("/redfish/v1/Systems/")), headers).getFirst();
    String found = systems.at("/Members/0/@odata.id");
    assertThat(found).isEqualTo("/redfish/v1/Systems/node-2");

    String etag = run(List.of(get(found + "/")), headers).getFirst().header("ETag").orElseThrow();
    String pxe =
        """
        {"Boot": {"BootSourceOverrideEnabled": "Once", "BootSourceOverrideTarget": "Pxe"}}
        """;
    String[] matching =
        Stream.concat(Stream.of(headers), Stream.of("If-Match", etag)).toArray(String[]::new);
    run(List.of(new Step("PATCH", found + "/", pxe, 200)), matching);

    String reset = found + "/Actions/ComputerSystem.Reset/";
    run(List.of(new Step("POST", reset, "{\"ResetType\": \"On\"}", 204)), headers);
    awaitPower("On");
    run(List.of(new Step("POST", reset, "{\"ResetType\": \"ForceOff\"}", 204)), headers);
    awaitPower("Off");
    assertThat(rack.machine("node-2").calls).contains("start PXE", "stop");
    assertThat(rack.machine("node-1").calls).isEmpty();
  }

  /** Its smart proxy: from the root by links; words of its own among Redfish's. */
  @Test
  void foremansProxyFindsWhatItShowsAndDrivesTheNode() {
    List<TestRack.Answer> found =
        run(
            List.of(
                get("/redfish/v1/"),
                get("/redfish/v1/Managers"),
                get("/redfish/v1/Managers/node-2"),
                get("/redfish/v1/Managers/node-2/EthernetInterfaces"),
                get("/redfish/v1/Managers/node-2/EthernetInterfaces/1"),
                get("/redfish/v1/Systems"),
                get("/redfish/v1/Systems/node-2")));
    assertThat(found.get(2).at("/FirmwareVersion")).isEqualTo("0.1.0");
    assertThat(found.get(2).at("/UUID")).isNotEmpty();
    assertThat(found.get(4).at("/IPv4Addresses/0/Address")).isEqualTo("127.0.0.1");
    assertThat(found.get(4).at("/MACAddress")).isNotEmpty();
    assertThat(found.get(6).at("/Manufacturer")).isEqualTo("Anyrack");

    String system = "/redfish/v1/Systems/node-2";
    String reset = found.get(6).at("/Actions/#ComputerSystem.Reset/target");
    run(
        List.of(
            new Step("PATCH", system, "{\"IndicatorLED\": \"On\"}", 200),
            new Step("PATCH", system, "{\"IndicatorLED\": \"Off\"}", 200),
            new Step(
                "PATCH",
                system,
                """
                {"Boot": {"BootSourceOverrideTarget": "Hdd",
                          "BootSourceOverrideEnabled": "Enabled"}}
                """,
                200),
            new Step("POST", reset, "{\"ResetType\": \"On\"}", 204)));
    awaitPower("On");
    run(List.of(new Step("POST", reset, "{\"ResetType\": \"ForceRestart\"}", 204)));
    TestRack.await(() -> rack.machine("node-2").calls.contains("reset"));
    run(List.of(new Step("POST", reset, "{\"ResetType\": \"GracefulShutdown\"}", 204)));
    String bmc = found.get(2).at("/Actions/#Manager.Reset/target");
    run(List.of(new Step("POST", bmc, "{\"ResetType\": \"Reset\"}", 204)));
    assertThat(rack.machine("node-2").calls).contains("start DISK");
  }
}
