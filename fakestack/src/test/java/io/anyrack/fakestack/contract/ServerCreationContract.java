package io.anyrack.fakestack.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** What Nova says to requests for servers. */
abstract class ServerCreationContract {
  private static final String NOBODY = "11111111-1111-1111-1111-111111111111";

  private Wire wire;
  private Ground ground;

  abstract Access access();

  @BeforeEach
  void ground() {
    wire = new Wire(access());
    ground = Ground.make(wire);
  }

  @AfterEach
  void close() {
    wire.close();
  }

  private void refused(String body, int status, String message) {
    Reply reply = wire.post("compute", "/servers", body);
    assertThat(reply.status()).as("%s", reply).isEqualTo(status);
    assertThat(reply.message()).contains(message);
  }

  private static String bdm(String... devices) {
    return "\"block_device_mapping_v2\": [" + String.join(", ", devices) + "]";
  }

  private String image(int bootIndex) {
    return """
    {"source_type": "image", "destination_type": "local", "boot_index": %d, "uuid": "%s",
     "device_type": "cdrom", "disk_bus": "ide"}\
    """
        .formatted(bootIndex, ground.image());
  }

  private static String blank(String destination, int bootIndex, String more) {
    return "{\"source_type\": \"blank\", \"destination_type\": \"%s\", \"boot_index\": %d%s}"
        .formatted(destination, bootIndex, more);
  }

  record Case(String name, String body, int status, String message) {}

  @TestFactory
  Stream<DynamicTest> refusals() {
    String withImage = "\"imageRef\": \"" + ground.image() + "\"";
    List<Case> cases =
        List.of(
            new Case(
                "unknown flavor",
                ground.server("").replace(ground.flavor("t1.nano"), "999"),
                400,
                "Flavor 999 could not be found."),
            new Case(
                "unknown image",
                ground.server("").replace(ground.image(), NOBODY),
                400,
                "Can not find requested image"),
            new Case(
                "unknown network",
                ground.server("").replace(ground.network(), NOBODY),
                400,
                "Network " + NOBODY + " could not be found."),
            new Case(
                "unknown port",
                ground.server("\"networks\": [{\"port\": \"" + NOBODY + "\"}]"),
                400,
                "Port id " + NOBODY + " could not be found."),
            new Case(
                "unknown key",
                ground.server("\"key_name\": \"nope\""),
                400,
                "Invalid key_name provided."),
            new Case(
                "nothing to boot from",
                ground.server("t1.nano", List.of()),
                400,
                "Missing imageRef attribute"),
            new Case(
                "two images",
                ground.server(bdm(image(0), image(1))),
                400,
                "Mapping image to local is not supported."),
            new Case(
                "image at second place",
                ground.server(
                    "t1.twodisks", List.of(withImage, bdm(blank("local", 0, ""), image(1)))),
                400,
                "Mapping image to local is not supported."),
            new Case(
                "image mapped without imageRef",
                ground.server("t1.twodisks", List.of(bdm(image(0), blank("local", 1, "")))),
                400,
                "Mapping image to local is not supported."),
            new Case(
                "nothing at first place",
                ground.server("t1.twodisks", List.of(bdm(blank("local", 1, "")))),
                400,
                "Boot sequence for the instance and image/block device mapping combination is not"
                    + " valid."),
            new Case(
                "more than the flavor's ephemeral space",
                ground.server(bdm(image(0), blank("local", 1, ", \"volume_size\": 1"))),
                400,
                "Ephemeral disks requested are larger than the instance type allows."));
    return cases.stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.name(), () -> refused(each.body(), each.status(), each.message())));
  }

  @Test
  void microversionDecidesWhatIsKnown() {
    Reply tags =
        wire.call("compute", "POST", "/servers", ground.server("\"tags\": [\"a\"]"), "2.51");
    assertThat(tags.status()).isEqualTo(400);
    assertThat(tags.message())
        .contains("Additional properties are not allowed ('tags' was unexpected)");
    Reply tooNew = wire.call("compute", "GET", "/servers", "", "2.999");
    assertThat(tooNew.status()).isEqualTo(406);
    assertThat(tooNew.message())
        .isEqualTo(
            "Version 2.999 is not supported by the API. Minimum is 2.1 and maximum is 2.93.");
  }

  @Test
  void imageMustBeActive() {
    String queued =
        wire.make(
                "image",
                "/images",
                "",
                "{\"disk_format\": \"raw\", \"container_format\": \"bare\"}")
            .path("id")
            .asString();
    refused(
        ground.server("").replace(ground.image(), queued),
        400,
        "Image " + queued + " is not active.");
  }

  @Test
  void networkMustHaveSubnet() {
    String bare =
        wire.make("network", "/networks", "network", "{\"network\": {}}").path("id").asString();
    refused(
        ground.server("").replace(ground.network(), bare),
        400,
        "Network " + bare + " requires a subnet in order to boot instances on.");
    String port = port(bare, "").id();
    refused(
        ground.server("\"networks\": [{\"port\": \"" + port + "\"}]"),
        400,
        "Port " + port + " requires a FixedIP in order to be used.");
  }

  record Port(String id, String address) {}

  private Port port(String network, String more) {
    var made =
        wire.make(
            "network",
            "/ports",
            "port",
            "{\"port\": {\"network_id\": \"" + network + "\"" + more + "}}");
    return new Port(made.path("id").asString(), made.at("/fixed_ips/0/ip_address").asString(""));
  }

  @Test
  void addressMustBeFree() {
    String address = port(ground.network(), "").address();
    refused(
        ground.server(
            "\"networks\": [{\"uuid\": \"%s\", \"fixed_ip\": \"%s\"}]"
                .formatted(ground.network(), address)),
        400,
        "Fixed IP address " + address + " is already in use on instance");
  }

  @Test
  void addresslessPortIsAcceptedOnce() {
    String port = port(ground.network(), ", \"fixed_ips\": []").id();
    String body = ground.server("\"networks\": [{\"port\": \"" + port + "\"}]");
    Guest guest = ground.guest(body);
    guest.await("ACTIVE");
    refused(body, 409, "Port " + port + " is still in use.");
    assertThat(wire.get("network", "/ports/" + port).text("/port/device_id")).isEqualTo(guest.id());
  }

  @Test
  void cardWithGroupsOnNetworkWithoutSubnetCannotBeWired() {
    String bare =
        wire.make("network", "/networks", "network", "{\"network\": {}}").path("id").asString();
    String port = port(bare, ", \"fixed_ips\": []").id();
    Guest guest = ground.guest(ground.server("\"networks\": [{\"port\": \"" + port + "\"}]"));
    assertThat(guest.await("ERROR").path("fault").path("message").asString())
        .contains("Exceeded maximum number of retries.");
  }

  @Test
  void blankRootEndsInError() {
    Guest guest = ground.guest(ground.server("t1.twodisks", List.of(bdm(blank("local", 0, "")))));
    var server = guest.await("ERROR");
    assertThat(server.path("fault").path("code").asInt()).isEqualTo(500);
    assertThat(server.path("fault").path("message").asString())
        .isEqualTo(
            "Exceeded maximum number of retries. Exhausted all hosts available for retrying build"
                + " failures for instance "
                + guest.id()
                + ".");
    guest.refused("{\"os-start\": null}", 409, "Instance " + guest.id() + " is not ready");
    guest.refused("{\"os-stop\": null}", 409, "Instance " + guest.id() + " is not ready");
  }

  @Test
  void cdromAndBlankDisk() {
    Guest guest =
        ground.guest(
            ground.server(
                "t1.twodisks",
                List.of(
                    "\"imageRef\": \"" + ground.image() + "\"",
                    bdm(image(0), blank("local", 1, ", \"disk_bus\": \"ide\"")))));
    assertThat(guest.await("ACTIVE").path("image").path("id").asString()).isEqualTo(ground.image());
  }

  @Test
  void newServerIsScheduled() {
    Guest guest =
        ground.guest(ground.server("\"tags\": [\"a\", \"b\"], \"metadata\": {\"k\": \"v\"}"));
    var server = guest.show().at("/server");
    assertThat(server.path("status").asString()).isIn("BUILD", "ACTIVE");
    server = guest.await("ACTIVE");
    assertThat(server.path("tags")).hasSize(2);
    assertThat(server.at("/metadata/k").asString()).isEqualTo("v");
    assertThat(server.path("OS-EXT-STS:vm_state").asString()).isEqualTo("active");
    assertThat(server.path("OS-EXT-STS:power_state").asInt()).isEqualTo(1);
    assertThat(server.at("/flavor/original_name").asString()).isEqualTo("t1.nano");
    assertThat(server.at("/addresses/contract/0/OS-EXT-IPS:type").asString()).isEqualTo("fixed");
    assertThat(server.path("locked").asBoolean()).isFalse();
    var old = wire.call("compute", "GET", guest.path(), "", "2.1").at("/server");
    assertThat(old.has("tags")).isFalse();
    assertThat(old.has("locked")).isFalse();
    assertThat(old.at("/flavor/id").asString()).isEqualTo(ground.flavor("t1.nano"));
    assertThat(wire.get("compute", "/servers/detail?tags=a,b").at("/servers")).isNotEmpty();
    assertThat(wire.get("compute", "/servers/detail?tags=a,c").at("/servers")).isEmpty();
  }

  @Test
  void deletedServerGoesSoon() {
    Guest guest = ground.guest(ground.server(""));
    guest.await("ACTIVE");
    assertThat(wire.delete("compute", guest.path()).status()).isEqualTo(204);
    assertThat(wire.delete("compute", guest.path()).status()).isIn(204, 404);
    Reply gone = wire.await("end", guest::show, reply -> reply.status() == 404);
    assertThat(gone.message()).isEqualTo("Instance " + guest.id() + " could not be found.");
    guest.refused("{\"os-stop\": null}", 404, "Instance " + guest.id() + " could not be found.");
    assertThat(wire.get("network", "/ports?device_id=" + guest.id()).at("/ports")).isEmpty();
  }

  @Test
  void aServerForWhichNoHostIsFitIsInError() {
    String image = Ground.image(wire, "\"hw_architecture\": \"sparc\"");
    Guest guest = ground.guest(ground.server("").replace(ground.image(), image));

    JsonNode server = guest.await("ERROR");

    assertThat(server.at("/fault/message").asString(""))
        .isEqualTo("No valid host was found. There are not enough hosts available.");
    assertThat(server.at("/fault/code").asInt()).isEqualTo(500);
    assertThat(server.path("OS-EXT-STS:vm_state").asString("")).isEqualTo("error");
    assertThat(server.path("OS-EXT-STS:power_state").asInt(-1)).isZero();
  }
}
