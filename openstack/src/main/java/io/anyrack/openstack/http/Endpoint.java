package io.anyrack.openstack.http;

import java.net.URI;
import java.util.Map;

/** Where a service is and how it is asked. Thread-safe. */
public interface Endpoint {
  /** The service's type, such as {@code compute}. */
  String service();

  /** The URL its paths are relative to; ends with a slash. */
  URI base();

  /** Headers of each request beside the token, such as the microversion. */
  Map<String, String> headers();

  /** Whether requests carry a token. */
  default boolean authenticated() {
    return true;
  }

  /** A service at a known place that asks for no headers. */
  record Fixed(String service, URI base, boolean authenticated) implements Endpoint {
    @Override
    public Map<String, String> headers() {
      return Map.of();
    }
  }
}
