package io.anyrack.fakestack.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * One call as the journal has it.
 *
 * @param service its type, e.g. {@code compute}
 * @param path as that service sees it, without the query
 * @param query the raw query, empty if there is none
 * @param request the body, the first 64 KiB; an image's content is left out
 * @param headers of the request, names in lower case, without the token
 * @param status what was answered; 0 if the connection was dropped
 * @param at when it arrived
 * @param took from arrival to the answer
 */
public record Entry(
    String service,
    String method,
    String path,
    String query,
    String request,
    Map<String, String> headers,
    int status,
    Instant at,
    Duration took) {
  public Entry {
    headers = Map.copyOf(headers);
  }

  /** Method and path, e.g. {@code GET /v2.1/servers/detail}. */
  public String line() {
    return method + " " + path;
  }

  @Override
  public String toString() {
    return service + " " + line() + (query.isEmpty() ? "" : "?" + query) + " " + status;
  }
}
