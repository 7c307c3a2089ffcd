package io.anyrack.redfish.resource;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Addresses of the web that clients send. */
final class WebAddress {
  private static final Set<String> SCHEMES = Set.of("http", "https");

  private WebAddress() {}

  /** An absolute URL of http or https; empty: the text is none. */
  static Optional<URI> parse(String text) {
    try {
      URI uri = new URI(text);
      String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
      return Optional.of(uri).filter(_ -> SCHEMES.contains(scheme) && uri.getHost() != null);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
