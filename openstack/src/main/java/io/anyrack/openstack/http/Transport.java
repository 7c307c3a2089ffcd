package io.anyrack.openstack.http;

/** Carries requests to a cloud. Thread-safe. */
public final class Transport {
  Fields send(Exchange exchange) {
    throw new UnsupportedOperationException(exchange.template());
  }
}
