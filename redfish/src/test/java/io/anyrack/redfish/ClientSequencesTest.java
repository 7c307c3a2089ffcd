package io.anyrack.redfish;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
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
 * answers. MAAS and Foreman take the first system they find, so they are given the root of one
 * node; the others are told the system.
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
    assertThat(nic.at("/MACAddress")).isEqualTo("00:16:3e:00:10:02");
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

  private static final String SESSIONS = "/redfish/v1/SessionService/Sessions";
  private static final String LOGIN = "{\"UserName\": \"admin\", \"Password\": \"rack-secret\"}";
  private static final String IMAGE = "http://192.0.2.1/installer.iso";
  private static final String INSERTION =
      "{\"Image\": \"" + IMAGE + "\", \"Inserted\": true, \"WriteProtected\": true}";

  /** Logs in with a session; the headers that its requests have then, and where it is. */
  private String[] logIn(String... headers) {
    run(List.of(get("/redfish/v1/")), with(headers, "Authorization", ""));
    TestRack.Answer session =
        run(List.of(new Step("POST", SESSIONS, LOGIN, 201)), with(headers, "Authorization", ""))
            .getFirst();
    return with(
        headers, "Authorization", "", "X-Auth-Token", session.header("X-Auth-Token").orElseThrow());
  }

  private String mySession(String... headers) {
    return run(List.of(get(SESSIONS)), headers).getFirst().at(FIRST);
  }

  /**
   * Metal3's Baremetal Operator hands {@code redfish-virtualmedia+http://HOST:PORT/PATH} to Ironic
   * as the address and the path of the system; Ironic, through sushy, looks for the drive at the
   * system's managers, empties it, inserts, and boots it once.
   */
  @Test
  void metal3BootsAnImageFromVirtualMediaOfTheSystemInItsAddress() {
    URI bmc =
        URI.create(
            "redfish-virtualmedia+http://127.0.0.1:%d/redfish/v1/Systems/node-2"
                .formatted(rack.port()));
    String system = bmc.getPath();
    String[] headers =
        logIn("Content-Type", "application/json", "OData-Version", "4.0", "Accept", "*/*");
    TestRack.Answer node = run(List.of(get(system)), headers).getFirst();
    String manager = node.at("/Links/ManagedBy/0/@odata.id");
    String drive = follow(run(List.of(get(manager)), headers).getFirst(), "VirtualMedia", headers);
    TestRack.Answer empty = run(List.of(get(drive)), headers).getFirst();
    assertThat(empty.at("/MediaTypes/0")).isEqualTo("CD");
    assertThat(empty.at("/Inserted")).isEqualTo("false");
    String insert = empty.at("/Actions/#VirtualMedia.InsertMedia/target");
    run(List.of(new Step("POST", insert, INSERTION, 204)), headers);
    assertThat(run(List.of(get(drive)), headers).getFirst().at("/Image")).isEqualTo(IMAGE);

    String etag = run(List.of(get(system)), headers).getFirst().header("ETag").orElseThrow();
    String once =
        """
        {"Boot": {"BootSourceOverrideTarget": "Cd", "BootSourceOverrideEnabled": "Once",
                  "BootSourceOverrideMode": "UEFI"}}
        """;
    run(List.of(new Step("PATCH", system, once, 200)), with(headers, "If-Match", etag));
    String reset = node.at("/Actions/#ComputerSystem.Reset/target");
    run(List.of(new Step("POST", reset, "{\"ResetType\": \"On\"}", 204)), headers);
    TestRack.await(() -> rack.machine("node-2").calls.contains("start CDROM"));
    awaitPower("On");

    String eject = empty.at("/Actions/#VirtualMedia.EjectMedia/target");
    run(
        List.of(
            new Step("POST", eject, "{}", 204),
            new Step("POST", reset, "{\"ResetType\": \"ForceOff\"}", 204),
            new Step("DELETE", mySession(headers), "", 204)),
        headers);
    run(List.of(new Step("GET", system, "", 401)), headers);
  }

  /**
   * The Go library that bmclib and others have. It sends a boot override as it read it, with what
   * was changed in it: an empty URL and the allowed values among that; and an action without
   * parameters has no body.
   */
  @Test
  void gofishSetsTheBootPropertiesItReadAndEjectsWithoutABody() {
    String[] headers = logIn("User-Agent", "gofish/1.0", "Accept", "application/json");
    TestRack.Answer root = run(List.of(get("/redfish/v1/")), headers).getFirst();
    TestRack.Answer systems = run(List.of(get(root.at("/Systems/@odata.id"))), headers).getFirst();
    String system = systems.at("/Members/1/@odata.id");
    TestRack.Answer node = run(List.of(get(system)), headers).getFirst();
    String drive = follow(node, "VirtualMedia", headers);
    TestRack.Answer empty = run(List.of(get(drive)), headers).getFirst();
    String insert = empty.at("/Actions/#VirtualMedia.InsertMedia/target");
    run(List.of(new Step("POST", insert, INSERTION, 204)), headers);

    String boot =
        """
        {"Boot": {"BootSourceOverrideEnabled": "Once", "BootSourceOverrideMode": "UEFI",
                  "BootSourceOverrideTarget": "Cd", "HttpBootUri": "",
                  "BootSourceOverrideTarget@Redfish.AllowableValues": %s}}
        """
            .formatted(node.at("/Boot/BootSourceOverrideTarget@Redfish.AllowableValues"));
    run(List.of(new Step("PATCH", system, boot, 200)), headers);
    String reset = node.at("/Actions/#ComputerSystem.Reset/target");
    run(List.of(new Step("POST", reset, "{\"ResetType\": \"ForceRestart\"}", 204)), headers);
    TestRack.await(() -> rack.machine("node-2").calls.contains("start CDROM"));

    String eject = empty.at("/Actions/#VirtualMedia.EjectMedia/target");
    run(
        List.of(new Step("POST", eject, "", 204), new Step("DELETE", mySession(headers), "", 204)),
        headers);
  }

  private String follow(TestRack.Answer from, String link, String... headers) {
    return run(List.of(get(from.at("/" + link + "/@odata.id"))), headers).getFirst().at(FIRST);
  }
}
