package io.anyrack.local.gateway;

import io.anyrack.rack.address.Endpoint;
import io.anyrack.rack.net.Attachment;
import io.anyrack.rack.net.StreamService;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The rack's own services, and behind them the world.
 *
 * @param services asked first
 * @param outward whether an endpoint the services do not know is reached directly
 */
record OutwardStreams(StreamService services, Predicate<Endpoint> outward)
    implements StreamService {
  @Override
  public Optional<InetSocketAddress> backend(Attachment from, Endpoint destination) {
    return services.backend(from, destination).or(() -> direct(destination));
  }

  private Optional<InetSocketAddress> direct(Endpoint destination) {
    return outward.test(destination)
        ? Optional.of(
            new InetSocketAddress(destination.address().toInetAddress(), destination.port()))
        : Optional.empty();
  }

  @Override
  public void opened(InetSocketAddress client, Attachment from, Endpoint destination) {
    services.opened(client, from, destination);
  }

  @Override
  public void closed(InetSocketAddress client) {
    services.closed(client);
  }
}
