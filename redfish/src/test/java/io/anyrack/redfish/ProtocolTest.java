package io.anyrack.redfish;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.redfish.TestRack.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What holds for every resource: who may, headers, query options, limits (DSP0266 §6 to §8, §13).
 */
final class ProtocolTest {
  @TempDir private Path directory;
  private TestRack rack;

  @BeforeEach
  void open() {
    rack = new TestRack(directory, 3);
  }

  @AfterEach
  void close() {
    rack.close();
  }

  @ParameterizedTest(name = "{0} without a login: {1}")
  @CsvSource({
    "/redfish,                      200",
    "/redfish/v1,                   200",
    "/redfish/v1/,                  200",
    "/redfish/v1/odata,             200",
    "/redfish/v1/$metadata,         200",
    "/redfish/v1/Systems,           401",
    "/redfish/v1/SessionService,    401",
    "/redfish/v1/Nonsense,          401",
  })
  void onlyTheRootIsOpenToAll(String path, int status) {
    Answer answer = rack.get(path, "Authorization", "Nobody");

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("OData-Version")).hasValue("4.0");
    if (status == 401) {
      assertThat(answer.header("WWW-Authenticate")).isPresent();
      assertThat(answer.messages()).containsExactly("NoValidSession");
    }
  }

  @Test
  void aSessionStandsForALoginUntilItIsEnded() {
    Answer opened =
        rack.post(
            "/redfish/v1/SessionService/Sessions",
            "{\"UserName\": \"admin\", \"Password\": \"node-2-secret\"}",
            "Authorization",
            "Nobody");
    assertThat(opened.status()).isEqualTo(201);
    String token = opened.header("X-Auth-Token").orElseThrow();
    String session = opened.header("Location").orElseThrow();

    assertThat(rack.get("/redfish/v1/Systems", "X-Auth-Token", token).at("/Members"))
        .isEqualTo("[{\"@odata.id\":\"/redfish/v1/Systems/node-2\"}]");
    assertThat(rack.send("DELETE", session, "", "X-Auth-Token", token).status()).isEqualTo(204);
    assertThat(rack.get("/redfish/v1/Systems", "X-Auth-Token", token).status()).isEqualTo(401);
  }

  @Test
  void whoLogsInAsANodeSeesThatNodeOnly() {
    rack.as("admin", "node-2-secret");

    assertThat(rack.get("/redfish/v1/Systems").at("/Members@odata.count")).isEqualTo("1");
    assertThat(rack.get("/redfish/v1/Systems/node-2").status()).isEqualTo(200);
    assertThat(rack.get("/redfish/v1/Systems/node-1").status()).isEqualTo(404);
    assertThat(rack.reset("node-1", "On").status()).isEqualTo(404);
    assertThat(rack.get("/redfish/v1/Managers/node-1").status()).isEqualTo(404);
  }

  @Test
  void passwordsCannotBeTriedOut() {
    rack.as("admin", "guess");
    for (int i = 0; i < RedfishLimits.DEFAULT.failedLogins().failures(); i++) {
      assertThat(rack.get("/redfish/v1/Systems").status()).isEqualTo(401);
    }

    Answer answer = rack.get("/redfish/v1/Systems");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isPresent();
    assertThat(rack.events.events())
        .singleElement()
        .satisfies(event -> assertThat(event.message()).contains("'admin' refused"));
  }

  @Test
  void saysWhatIsAllowedAndWhatItIs() {
    Answer system = rack.get("/redfish/v1/Systems/node-1/");

    assertThat(system.header("Allow")).hasValue("GET, HEAD, PATCH");
    assertThat(system.header("Link").orElseThrow()).contains("rel=describedby");
    assertThat(system.header("ETag")).hasValue(system.at("/@odata.etag"));
    Answer deleted = rack.send("DELETE", "/redfish/v1/Systems/node-1", "");
    assertThat(deleted.status()).isEqualTo(405);
    assertThat(deleted.header("Allow")).hasValue("GET, HEAD, PATCH");
    Answer head = rack.send("HEAD", "/redfish/v1/Systems/node-1", "");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("ETag")).isEqualTo(system.header("ETag"));
    assertThat(
            rack.get(
                    "/redfish/v1/Systems/node-1",
                    "If-None-Match",
                    system.header("ETag").orElseThrow())
                .status())
        .isEqualTo(304);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "?$top=1,                               1",
    "?$skip=1,                              2",
    "?$skip=7,                              0",
    "?$top=1&$skip=1,                       1",
    "?$expand=.,                            3",
    "?whatever=1,                           3",
    "?excerpt,                              3",
  })
  void pagesCollections(String query, int members) {
    Answer answer = rack.get("/redfish/v1/Systems" + query);

    assertThat(answer.json().path("Members").size()).isEqualTo(members);
    assertThat(answer.at("/Members@odata.count")).isEqualTo("3");
  }

  @Test
  void expandsAndSelects() {
    Answer expanded = rack.get("/redfish/v1/Systems?$expand=*($levels=2)");
    assertThat(expanded.at("/Members/0/Id")).isEqualTo("node-1");
    assertThat(expanded.at("/Members/0/Links/ManagedBy/0/ManagerType")).isEqualTo("BMC");
    assertThat(expanded.at("/Members/0/Bios/Attributes/BootMode")).isEqualTo("LegacyBios");

    Answer selected =
        rack.get("/redfish/v1/Systems/node-1?$select=PowerState,Boot/BootSourceOverrideMode");
    assertThat(selected.json().propertyNames())
        .containsExactly("@odata.etag", "@odata.id", "@odata.type", "PowerState", "Boot");
    rack.as("admin", "node-3-secret");
    assertThat(rack.get("/redfish/v1/Systems?only").at("/Id")).isEqualTo("node-3");
  }

  @ParameterizedTest(name = "{0}: {1} {2}")
  @CsvSource({
    "Systems?$filter=x,            501, QueryParameterUnsupported",
    "Systems?$top=-1,              400, QueryParameterOutOfRange",
    "Systems?$top=many,            400, QueryParameterValueTypeError",
    "Systems?$expand=x,            400, QueryParameterValueFormatError",
    "Systems?$expand=.($levels=9), 400, QueryParameterOutOfRange",
    "Systems?only&$top=1,          400, QueryCombinationInvalid",
    "Systems/node-1?$top=1,        400, QueryNotSupportedOnResource",
    "Systems/node-9,               404, ResourceNotFound",
    "Nonsense,                     404, ResourceMissingAtURI",
  })
  void refusesQueriesThatCannotBe(String path, int status, String message) {
    Answer answer = rack.get("/redfish/v1/" + path.replace("(", "%28").replace(")", "%29"));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.messages()).containsExactly(message);
  }

  @Test
  void refusesOtherVersionsTypesAndSizes() {
    assertThat(rack.get("/redfish/v1/Systems", "OData-Version", "3.0").status()).isEqualTo(412);
    assertThat(
            rack.patch("/redfish/v1/Systems/node-1", "<a/>", "Content-Type", "text/xml").status())
        .isEqualTo(415);
    assertThat(
            rack.patch("/redfish/v1/Systems/node-1", "{\"a\": \"" + "x".repeat(70_000) + "\"}")
                .status())
        .isEqualTo(413);
  }

  @Test
  void aRefusalReachesWhoIsStillSending() throws IOException {
    byte[] body = new byte[3_000_000];
    String head =
        "PATCH /redfish/v1/Systems/node-1 HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
            + "Authorization: %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(TestRack.basic("admin", "rack-secret"), body.length);
    for (int i = 0; i < 20; i++) {
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), rack.port())) {
        client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().write(body);
        String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(answer).startsWith("HTTP/1.1 413 ");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void nothingOnTheWireStopsIt(long seed) throws IOException {
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      byte[] noise = new byte[random.nextInt(400)];
      random.nextBytes(noise);
      String start =
          switch (random.nextInt(4)) {
            case 0 -> "GET /redfish/v1 HTTP/1.1\r\n";
            case 1 -> "POST /redfish/v1/SessionService/Sessions HTTP/1.1\r\nHost: a\r\n\r\n";
            case 2 -> "GET /redfish/v1 HTTP/1.0\r\n\r\n";
            default -> "";
          };
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), rack.port())) {
        socket.getOutputStream().write(start.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(noise);
      }
    }
    assertThat(rack.get("/redfish/v1/Systems").status()).isEqualTo(200);
  }
}
