package io.anyrack.rack.net;

import io.anyrack.rack.address.Endpoint;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Says where TCP connections of guests end, and learns whose they are. Thread-safe. */
public interface StreamService {
  /**
   * Where to connect for a guest that connects to {@code destination}; empty: the guest gets a RST.
   */
  Optional<InetSocketAddress> backend(Attachment from, Endpoint destination);

  /**
   * A connection to a backend is about to be made from {@code client}. Called before the first
   * octet, so that the backend can tell by its peer's address who is asking.
   */
  void opened(InetSocketAddress client, Attachment from, Endpoint destination);

  /** The connection from {@code client} has ended. */
  void closed(InetSocketAddress client);
}
