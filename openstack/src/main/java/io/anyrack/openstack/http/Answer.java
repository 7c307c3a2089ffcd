package io.anyrack.openstack.http;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** What came back. */
record Answer(HttpResponse<byte[]> response) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  int status() {
    return response.statusCode();
  }

  boolean good() {
    return status() / 100 == 2;
  }

  Optional<String> header(String name) {
    return response.headers().firstValue(name);
  }

  /** The request's name in the cloud's logs. */
  String requestId() {
    return header("x-openstack-request-id").or(() -> header("x-compute-request-id")).orElse("");
  }

  String text() {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  /** The document; a missing one where there is no body or none in JSON. */
  JsonNode document() {
    try {
      return response.body().length == 0
          ? MissingNode.getInstance()
          : JSON.readTree(response.body());
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }
}
