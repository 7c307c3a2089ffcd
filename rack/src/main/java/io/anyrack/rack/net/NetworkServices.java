package io.anyrack.rack.net;

import io.anyrack.rack.address.Endpoint;
import io.anyrack.rack.model.Network;
import java.util.Optional;

/** What answers on the gateway of a rack's networks. Thread-safe. */
public interface NetworkServices {
  /**
   * Who answers datagrams sent to {@code destination} on {@code network}; empty: the guest gets an
   * ICMP port unreachable, and broadcasts are dropped.
   */
  Optional<DatagramService> datagrams(Network network, Endpoint destination);

  /** Who takes TCP connections. */
  StreamService streams();
}
