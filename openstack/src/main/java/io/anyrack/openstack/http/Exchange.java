package io.anyrack.openstack.http;

import java.util.Map;

/**
 * A request as it goes out.
 *
 * @param endpoint to whom
 * @param method the HTTP method
 * @param template the path for people and counters
 * @param target the path and query relative to the endpoint, or a whole URL under it
 * @param headers beside the endpoint's own
 * @param body what it carries
 */
record Exchange(
    Endpoint endpoint,
    String method,
    String template,
    String target,
    Map<String, String> headers,
    Body body) {
  Exchange {
    headers = Map.copyOf(headers);
  }

  Exchange to(String other) {
    return new Exchange(endpoint, method, template, other, headers, body);
  }
}
