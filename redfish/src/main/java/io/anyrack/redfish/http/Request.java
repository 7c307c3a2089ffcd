package io.anyrack.redfish.http;

import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A request as it came.
 *
 * @param method in capitals
 * @param path decoded, without the query
 * @param query parameters, decoded; one without {@code =} has an empty value
 * @param headers their names in lower case
 * @param body what follows them
 * @param peer who sent it
 * @param local where it came to
 * @param secure whether over TLS
 */
public record Request(
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    RequestBody body,
    InetSocketAddress peer,
    InetSocketAddress local,
    boolean secure) {

  /** A header, by its name in lower case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** Whether who asks takes an answer of a media type (RFC 9110 §12.5.1); no word is any type. */
  public boolean takes(String type) {
    String wanted = header("accept").orElse("").strip();
    String family = type.substring(0, type.indexOf('/')) + "/*";
    return wanted.isEmpty()
        || Pattern.compile(",")
            .splitAsStream(wanted)
            .map(range -> range.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT))
            .anyMatch(range -> range.equals(type) || range.equals(family) || range.equals("*/*"));
  }

  /** A look at another place by who sent this one. */
  Request at(String other) {
    return new Request("GET", other, Map.of(), Map.of(), RequestBody.NONE, peer, local, secure);
  }

  /** The address it came from, without the port. */
  public String source() {
    return peer.getAddress().getHostAddress();
  }
}
