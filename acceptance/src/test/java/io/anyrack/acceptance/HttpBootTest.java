package io.anyrack.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** A node that Redfish tells to boot a URL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpBootTest {
  @RegisterExtension private final Anyrack anyrack = new Anyrack();

  @Test
  void shouldBootADiscAtAUrlOnceThoughTheRackFileSaysSomethingElse() throws IOException {
    Rack rack =
        anyrack.rack(
            """
            rack: http
            nodes: [{ name: box, firmware: uefi }]
            boot: { script: net.ipxe, serve: www }
            bmc: { redfish: { tls: false } }
            """);
    Path directory = rack.file().getParent();
    Files.writeString(directory.resolve("net.ipxe"), "#!ipxe\necho RACK-SCRIPT\nexit 1\n");
    EfiProgram.cd(Files.createDirectory(directory.resolve("www")).resolve("a.iso"), "FROM-URL");
    rack.up();
    Node box = rack.node("box");

    redfish(
        box,
        "PATCH",
        "",
        """
        {"Boot": {"BootSourceOverrideTarget": "UefiHttp", "BootSourceOverrideEnabled": "Once",
                  "HttpBootUri": "http://192.0.2.1/files/a.iso"}}
        """);
    assertThat(box.bmc().ask("chassis", "bootparam", "get", "5"))
        .contains("only next boot", "EFI boot", "Force PXE");
    assertThat(box.listed().path("boot").path("device").asString()).isEqualTo("http");
    redfish(box, "POST", "/Actions/ComputerSystem.Reset", "{\"ResetType\": \"On\"}");

    try (Guest guest = box.guest()) {
      guest.await("FROM-URL");
    }
    assertThat(box.history()).doesNotContain("RACK-SCRIPT");
    assertThat(box.listed().path("boot").path("device").isNull()).as("used up").isTrue();
    rack.down();
  }

  private static void redfish(Node node, String method, String path, String body) {
    JsonNode bmc = node.listed().path("bmc");
    JsonNode redfish = bmc.path("redfish");
    String login = bmc.path("username").asString() + ":" + bmc.path("password").asString();
    String place = redfish.path("url").asString() + redfish.path("system").asString() + path;
    try (HttpClient client = HttpClient.newHttpClient()) {
      var answer =
          client.send(
              HttpRequest.newBuilder(URI.create(place))
                  .header(
                      "Authorization",
                      "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8)))
                  .header("Content-Type", "application/json")
                  .method(method, HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
