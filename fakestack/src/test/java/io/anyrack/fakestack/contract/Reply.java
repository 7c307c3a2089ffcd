package io.anyrack.fakestack.contract;

import java.net.http.HttpHeaders;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** An answer of the cloud. */
record Reply(int status, String body, HttpHeaders headers) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  JsonNode json() {
    try {
      return body.isEmpty() ? MissingNode.getInstance() : MAPPER.readTree(body);
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }

  JsonNode at(String pointer) {
    return json().at(pointer);
  }

  String text(String pointer) {
    return at(pointer).asString("");
  }

  /** The service's own words, in whatever form it says them. */
  String message() {
    for (JsonNode each : json()) {
      if (each.path("message").isString()) {
        return each.path("message").asString();
      }
    }
    return body;
  }

  /** Neutron's type of error. */
  String type() {
    return text("/NeutronError/type");
  }

  /** Status and message, for assertions that show both. */
  @Override
  public String toString() {
    return status + " " + message();
  }
}
