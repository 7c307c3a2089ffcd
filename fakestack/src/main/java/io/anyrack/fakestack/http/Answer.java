package io.anyrack.fakestack.http;

import io.anyrack.fakestack.world.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What a service answers.
 *
 * @param headers beside Content-Length
 * @param body may be empty; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
public record Answer(int status, Map<String, String> headers, byte[] body) {
  public Answer {
    headers = Map.copyOf(headers);
  }

  /** An answer without a body. */
  public static Answer empty(int status) {
    return new Answer(status, Map.of(), new byte[0]);
  }

  /** An answer in JSON. */
  public static Answer json(int status, JsonNode body) {
    return new Answer(
        status, Map.of("Content-Type", "application/json"), Json.MAPPER.writeValueAsBytes(body));
  }

  /** An answer in JSON, all good. */
  public static Answer ok(JsonNode body) {
    return json(200, body);
  }

  /** A page. */
  public static Answer html(int status, String page) {
    return new Answer(
        status,
        Map.of("Content-Type", "text/html; charset=UTF-8"),
        page.getBytes(StandardCharsets.UTF_8));
  }

  /** Content as it is. */
  public static Answer bytes(byte[] content) {
    return new Answer(200, Map.of("Content-Type", "application/octet-stream"), content);
  }

  /** The same with a further header. */
  public Answer with(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return new Answer(status, all, body);
  }

  @Override
  public String toString() {
    return status + " " + new String(body, StandardCharsets.UTF_8);
  }
}
