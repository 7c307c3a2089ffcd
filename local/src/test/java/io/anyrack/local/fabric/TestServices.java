package io.anyrack.local.fabric;

import io.anyrack.rack.address.Endpoint;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.net.Attachment;
import io.anyrack.rack.net.Datagram;
import io.anyrack.rack.net.DatagramService;
import io.anyrack.rack.net.NetworkServices;
import io.anyrack.rack.net.StreamService;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** UDP port 7 echoes, to the asker or, for a payload starting with {@code b}, to everybody. */
final class TestServices implements NetworkServices, StreamService {
  private final Map<Integer, InetSocketAddress> backends = new ConcurrentHashMap<>();
  private final Map<InetSocketAddress, String> clients = new ConcurrentHashMap<>();

  /** TCP port {@code port} of any address ends at {@code backend}. */
  void listen(int port, InetSocketAddress backend) {
    backends.put(port, backend);
  }

  /** Who is behind a backend's client. */
  Optional<String> nodeOf(InetSocketAddress client) {
    return Optional.ofNullable(clients.get(client));
  }

  boolean hasClients() {
    return !clients.isEmpty();
  }

  @Override
  public Optional<DatagramService> datagrams(Network network, Endpoint destination) {
    return destination.port() == 7 ? Optional.of(TestServices::echo) : Optional.empty();
  }

  private static void echo(Attachment from, Datagram datagram, DatagramService.Replies replies) {
    Endpoint to =
        datagram.payload()[0] == 'b' ? new Endpoint(Ipv4Address.BROADCAST, 9) : datagram.source();
    replies.send(new Datagram(datagram.destination(), to, datagram.payload()));
  }

  @Override
  public StreamService streams() {
    return this;
  }

  @Override
  public Optional<InetSocketAddress> backend(Attachment from, Endpoint destination) {
    return Optional.ofNullable(backends.get(destination.port()));
  }

  @Override
  public void opened(InetSocketAddress client, Attachment from, Endpoint destination) {
    clients.put(client, from.node() + " to " + destination);
  }

  @Override
  public void closed(InetSocketAddress client) {
    clients.remove(client);
  }
}
