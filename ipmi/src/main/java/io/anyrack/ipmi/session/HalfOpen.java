package io.anyrack.ipmi.session;

import io.anyrack.ipmi.rmcpplus.CipherSuite;
import io.anyrack.ipmi.rmcpplus.KeyExchange;
import io.anyrack.ipmi.rmcpplus.OpenSessionRequest;
import io.anyrack.ipmi.rmcpplus.Rakp1;
import java.net.InetSocketAddress;
import java.util.Optional;

/** A login under way: after Open Session, before RAKP Message 3. */
final class HalfOpen {
  private final int id;
  private final OpenSessionRequest request;
  private final CipherSuite suite;
  private final InetSocketAddress peer;
  private final long since;
  private Optional<KeyExchange> exchange = Optional.empty();

  HalfOpen(
      int id, OpenSessionRequest request, CipherSuite suite, InetSocketAddress peer, long since) {
    this.id = id;
    this.request = request;
    this.suite = suite;
    this.peer = peer;
    this.since = since;
  }

  int id() {
    return id;
  }

  OpenSessionRequest request() {
    return request;
  }

  CipherSuite suite() {
    return suite;
  }

  InetSocketAddress peer() {
    return peer;
  }

  long since() {
    return since;
  }

  /** The exchange, once RAKP Message 1 was there. */
  Optional<KeyExchange> exchange() {
    return exchange;
  }

  /** The exchange this RAKP Message 1 already started: it was sent again. */
  Optional<KeyExchange> exchangeOf(Rakp1 rakp1) {
    return exchange.filter(known -> known.rakp1().equals(rakp1));
  }

  void exchange(KeyExchange started) {
    exchange = Optional.of(started);
  }
}
