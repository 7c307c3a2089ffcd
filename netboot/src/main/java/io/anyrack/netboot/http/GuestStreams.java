package io.anyrack.netboot.http;

import io.anyrack.netboot.port.Ports;
import io.anyrack.rack.address.Endpoint;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.net.Attachment;
import io.anyrack.rack.net.StreamService;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Brings guests' connections to the HTTP server and remembers whose they are. As many are
 * remembered as the gateway keeps open.
 *
 * <p>Thread-safe.
 */
public final class GuestStreams implements StreamService {
  /** Where clouds answer metadata requests. */
  public static final Ipv4Address METADATA = Ipv4Address.parse("169.254.169.254");

  private static final int HTTP = 80;

  private final Supplier<Ports> ports;
  private final InetSocketAddress server;
  private final Map<InetSocketAddress, Guest> guests = new ConcurrentHashMap<>();

  /**
   * No connections yet.
   *
   * @param ports the rack's ports as they are now
   * @param server where the HTTP server listens
   */
  GuestStreams(Supplier<Ports> ports, InetSocketAddress server) {
    this.ports = ports;
    this.server = server;
  }

  @Override
  public Optional<InetSocketAddress> backend(Attachment from, Endpoint destination) {
    return ports
        .get()
        .rack()
        .network(from.network())
        .filter(network -> answers(network, destination))
        .map(_ -> server);
  }

  private static boolean answers(Network network, Endpoint destination) {
    boolean gateway = destination.address().equals(network.gateway());
    boolean metadata =
        destination.address().equals(METADATA)
            && network.metadata() instanceof Network.Metadata.Cloud;
    return destination.port() == HTTP && (gateway || metadata);
  }

  @Override
  public void opened(InetSocketAddress client, Attachment from, Endpoint destination) {
    guests.put(client, new Guest(from, destination));
  }

  @Override
  public void closed(InetSocketAddress client) {
    guests.remove(client);
  }

  /** The guest whose connection comes from {@code client}; empty: some process of this machine. */
  Optional<Guest> guest(InetSocketAddress client) {
    return Optional.ofNullable(guests.get(client));
  }
}
