package io.anyrack.openstack.http;

import io.anyrack.rack.model.Secret;

/** Has the token that requests carry. Thread-safe. */
public interface Authenticator {
  /** The token; gets one if there is none, while all others wait for it. */
  Secret token();

  /** A request with {@code stale} was answered 401: the next {@link #token} gets another one. */
  void rejected(Secret stale);
}
