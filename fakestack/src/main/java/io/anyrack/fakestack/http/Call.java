package io.anyrack.fakestack.http;

import io.anyrack.fakestack.world.Caller;
import io.anyrack.fakestack.world.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One call of a service.
 *
 * @param path as the service sees it: without the service's prefix
 * @param query parameters, each with its values in order
 * @param headers names in lower case
 * @param variables the path's segments that stood in braces in the route
 * @param from who calls; empty where no token is asked for
 * @param content the body as it arrives
 */
public record Call(
    String method,
    String path,
    Map<String, List<String>> query,
    Map<String, String> headers,
    Map<String, String> variables,
    Optional<Caller> from,
    InputStream content) {
  /** The largest JSON body; Nova's user data alone may have 64 KiB. */
  private static final int LARGEST_JSON = 1 << 20;

  /** Who calls. */
  public Caller caller() {
    return from.orElseThrow(
        () ->
            Refusal.error(
                401, "Unauthorized", "The request you have made requires authentication."));
  }

  /** A variable of the path. */
  public String variable(String name) {
    return Optional.ofNullable(variables.get(name))
        .orElseThrow(() -> new IllegalArgumentException("no {" + name + "} in the route"));
  }

  /** A header, empty if it is missing. */
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** The first value of a query parameter. */
  public Optional<String> parameter(String name) {
    return query.getOrDefault(name, List.of()).stream().findFirst();
  }

  /** The body's JSON. */
  public JsonNode json() {
    try {
      byte[] bytes = content.readNBytes(LARGEST_JSON + 1);
      if (bytes.length > LARGEST_JSON) {
        throw Refusal.fault(413, "Request is too large.");
      }
      return bytes.length == 0 ? Json.object() : Json.MAPPER.readTree(bytes);
    } catch (IOException e) {
      throw Refusal.fault(400, "The body broke off.");
    } catch (JacksonException e) {
      throw Refusal.fault(400, "Malformed request body");
    }
  }

  /** The object that the body has under this name. */
  public ObjectNode json(String name) {
    return Json.part(json(), name);
  }

  Call as(Optional<Caller> caller, Map<String, String> segments) {
    return new Call(method, path, query, headers, segments, caller, content);
  }
}
