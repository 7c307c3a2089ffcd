package io.anyrack.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody at the Redfish service of a node, which is served in the clear. */
record Redfish(Node node) {

  /** What is below the node's system. */
  JsonNode get(String path) {
    return JsonMapper.shared().readTree(send("GET", path, ""));
  }

  /** Resets the node's system. */
  void reset(String type) {
    send("POST", "/Actions/ComputerSystem.Reset", "{\"ResetType\": \"%s\"}".formatted(type));
  }

  /** Sends JSON there; it must be taken. */
  String send(String method, String path, String json) {
    return send(method, path, "application/json", json.getBytes(UTF_8));
  }

  /** Sends something there; it must be taken. */
  String send(String method, String path, String type, byte[] body) {
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
                  .header("Content-Type", type)
                  .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
