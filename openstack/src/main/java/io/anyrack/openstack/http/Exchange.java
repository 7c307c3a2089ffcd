package io.anyrack.openstack.http;

import java.util.Map;

/**
 * A request as it goes out.
 *
 * @param endpoint to whom
 * @param method the HTTP method
 * @param template the path for counters
 * @param target the path and query relative to the endpoint
 * @param headers beside the endpoint's own
 * @param body what it carries
 * @param repeatable whether it does the same when it comes twice
 */
record Exchange(
    Endpoint endpoint,
    String method,
    String template,
    String target,
    Map<String, String> headers,
    Body body,
    boolean repeatable) {
  Exchange {
    headers = Map.copyOf(headers);
  }

  Exchange to(String other) {
    return new Exchange(endpoint, method, template, other, headers, body, repeatable);
  }

  /** Whether it can be broken off, and nothing happens later for it. */
  boolean leavesNoTrace() {
    return method.equals("GET") || method.equals("HEAD") || body instanceof Body.File;
  }

  /** The path for people: with ids, without the query. */
  String shown() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }
}
