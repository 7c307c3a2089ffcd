package io.anyrack.redfish;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What provisioning systems ask, in their order and with their headers, and what they need of the
 * answers. Both take the first system they find, so they are given the root of one node.
 */
final class ClientSequencesTest {
  private static final String FIRST = "/Members/0/@odata.id";

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

  /**
   * Its power driver. The state is asked first; the tag is the one in the body, and the header with
   * it stays on the next request, when it is old.
   */
  @Test
  void maasStartsANodeFromTheNetworkAndStopsIt() {
    String found = maasFinds();
    assertThat(power(found)).isEqualTo("Off");
    String old = maasSetsPxe(found);
    String reset = found + "/Actions/ComputerSystem.Reset";
    run(List.of(new Step("POST", reset, "{\"ResetType\": \"On\"}", 204)), maas("If-Match", old));
    awaitPower("On");

    assertThat(maasFinds()).isEqualTo(found);
    assertThat(power(found)).isEqualTo("On");
    run(List.of(new Step("POST", reset, "{\"ResetType\": \"ForceOff\"}", 204)), maas());
    awaitPower("Off");
    maasSetsPxe(found);
    assertThat(rack.machine("node-2").calls).contains("start PXE", "stop");
    assertThat(rack.machine("node-1").calls).isEmpty();
  }

  private static String[] maas(String... more) {
    String[] always = {
      "User-Agent",
      "MAAS",
      "Accept",
      "application/json",
      "Content-Type",
      "application/json; charset=utf-8"
    };
    return with(always, more);
  }

  private static String[] with(String[] headers, String... more) {
    return Stream.concat(Stream.of(headers), Stream.of(more)).toArray(String[]::new);
  }

  private String maasFinds() {
    String found = run(List.of(get("/redfish/v1/Systems")), maas()).getFirst().at(FIRST);
    assertThat(found).isEqualTo("/redfish/v1/Systems/node-2");
    return found;
  }

  private String power(String system) {
    return run(List.of(get(system)), maas()).getFirst().at("/PowerState");
  }

  private String maasSetsPxe(String system) {
    String etag = run(List.of(get(system)), maas()).getFirst().at("/@odata.etag");
    String pxe =
        """
        {"Boot": {"BootSourceOverrideEnabled": "Once", "BootSourceOverrideTarget": "Pxe"}}
        """;
    run(List.of(new Step("PATCH", system, pxe, 200)), maas("If-Match", etag));
    return etag;
  }

  /**
   * Its smart proxy and the library that takes it from the root by links: the root without a login,
   * the first link in it to try the login, and then each thing it shows from the root anew. What it
   * reads must be there: a property that is not is an error to it.
   */
  @Test
  void foremansProxyFindsWhatItShowsAndDrivesTheNode() {
    String[] headers = {"Accept", "application/json", "OData-Version", "4.0"};
    TestRack.Answer root =
        run(List.of(get("/redfish/v1")), with(headers, "Authorization", "")).getFirst();
    run(List.of(get(firstLink(root))), headers);

    String system = follow(root, "Systems", headers);
    String manager = follow(root, "Managers", headers);
    TestRack.Answer node = run(List.of(get(system)), headers).getFirst();
    TestRack.Answer bmc = run(List.of(get(manager)), headers).getFirst();
    TestRack.Answer nic =
        run(List.of(get(follow(bmc, "EthernetInterfaces", headers))), headers).getFirst();
    assertThat(node.at("/Manufacturer")).isEqualTo("Anyrack");
    assertThat(node.at("/Model")).isNotEmpty();
    assertThat(node.at("/SerialNumber")).isEqualTo(node.at("/AssetTag"));
    assertThat(node.at("/IndicatorLED")).isEqualTo("Off");
    assertThat(node.at("/PowerState")).isEqualTo("Off");
    assertThat(node.at("/Boot/BootSourceOverrideTarget")).isEqualTo("None");
    assertThat(bmc.at("/UUID")).isNotEmpty();
    assertThat(bmc.at("/FirmwareVersion")).isEqualTo("0.1.0");
    assertThat(nic.at("/MACAddress")).isNotEmpty();
    assertThat(nic.at("/IPv4Addresses/0/Address")).isEqualTo("127.0.0.1");
    assertThat(nic.at("/IPv4Addresses/0/SubnetMask")).isEqualTo("255.0.0.0");
    assertThat(nic.at("/IPv4Addresses/0/Gateway")).isEqualTo("127.0.0.254");
    assertThat(nic.at("/IPv4Addresses/0/AddressOrigin")).isEqualTo("Static");

    String etag = node.header("ETag").orElseThrow();
    run(
        List.of(new Step("PATCH", system, "{\"IndicatorLED\": \"On\"}", 200)),
        with(headers, "If-Match", etag));
    assertThat(run(List.of(get(system)), headers).getFirst().at("/IndicatorLED")).isEqualTo("Lit");
    run(
        List.of(
            new Step("PATCH", system, "{\"IndicatorLED\": \"Off\"}", 200),
            new Step(
                "PATCH",
                system,
                """
                {"Boot": {"BootSourceOverrideTarget": "Hdd",
                          "BootSourceOverrideEnabled": "Enabled"}}
                """,
                200)),
        headers);
    String reset = node.at("/Actions/#ComputerSystem.Reset/target");
    run(List.of(new Step("POST", reset, "{\"ResetType\": \"On\"}", 204)), headers);
    awaitPower("On");
    run(List.of(new Step("POST", reset, "{\"ResetType\": \"ForceRestart\"}", 204)), headers);
    TestRack.await(() -> rack.machine("node-2").calls.contains("reset"));
    run(List.of(new Step("POST", reset, "{\"ResetType\": \"GracefulShutdown\"}", 204)), headers);
    String ofBmc = bmc.at("/Actions/#Manager.Reset/target");
    run(List.of(new Step("POST", ofBmc, "{\"ResetType\": \"Reset\"}", 204)), headers);
    assertThat(rack.machine("node-2").calls).contains("start DISK");
  }

  /** Every value before it must be a text or an object: the library takes no other. */
  private static String firstLink(TestRack.Answer root) {
    for (JsonNode value : root.json()) {
      assertThat(value.isString() || value.isObject()).as(value.toString()).isTrue();
      if (value.has("@odata.id")) {
        return value.path("@odata.id").asString();
      }
    }
    throw new AssertionError("no link in " + root.response().body());
  }

  private String follow(TestRack.Answer from, String link, String... headers) {
    return run(List.of(get(from.at("/" + link + "/@odata.id"))), headers).getFirst().at(FIRST);
  }
}
