package io.anyrack.redfish.http;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it came.
 *
 * @param method in capitals
 * @param path decoded, without the query
 * @param query parameters, decoded; one without {@code =} has an empty value
 * @param headers their names in lower case
 * @param body what follows them
 * @param peer who sent it
 */
public record Request(
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    RequestBody body,
    InetSocketAddress peer) {

  /** A header, by its name in lower case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** The address it came from, without the port. */
  public String source() {
    return peer.getAddress().getHostAddress();
  }
}
