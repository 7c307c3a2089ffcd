package io.anyrack.local.tcp;

import io.anyrack.rack.address.Endpoint;
import io.anyrack.rack.net.Attachment;
import io.anyrack.rack.net.StreamService;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;

/**
 * Carries octets between a {@link Flow} and its backend's socket, with one virtual thread each way;
 * each side is read only as fast as the other takes it.
 */
final class Carrier {
  private static final Logger LOG = System.getLogger(Carrier.class.getName());

  private final Flow flow;
  private final StreamService streams;
  private final Duration timeout;
  private final Attachment from;
  private final Endpoint destination;

  /**
   * A carrier that waits to be started.
   *
   * @param timeout how long the backend may take to accept
   */
  Carrier(
      Flow flow, StreamService streams, Duration timeout, Attachment from, Endpoint destination) {
    this.flow = flow;
    this.streams = streams;
    this.timeout = timeout;
    this.from = from;
    this.destination = destination;
  }

  void start() {
    Thread.ofVirtual().name("tcp to " + destination).start(() -> guarded(this::find));
  }

  private interface Step {
    void run() throws IOException, InterruptedException;
  }

  /** Whatever goes wrong, the guest is told. */
  private void guarded(Step step) {
    boolean done = false;
    try {
      step.run();
      done = true;
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.DEBUG, () -> from.node() + " to " + destination + ": " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (!done) {
        flow.abort();
      }
    }
  }

  private void find() throws IOException, InterruptedException {
    Optional<InetSocketAddress> backend = streams.backend(from, destination);
    if (backend.isPresent()) {
      connect(backend.get());
    } else {
      flow.abort();
    }
  }

  private void connect(InetSocketAddress backend) throws IOException, InterruptedException {
    try (SocketChannel channel = SocketChannel.open()) {
      channel.bind(new InetSocketAddress(localFor(backend.getAddress()), 0));
      InetSocketAddress client = (InetSocketAddress) channel.getLocalAddress();
      streams.opened(client, from, destination);
      try {
        flow.attach(channel);
        channel.socket().connect(backend, Math.toIntExact(timeout.toMillis()));
        flow.accept();
        Thread back = Thread.ofVirtual().start(() -> guarded(() -> toBackend(channel)));
        toGuest(channel);
        back.join();
      } finally {
        streams.closed(client);
      }
    }
  }

  /** A loopback backend shall see the client's true address from the first moment. */
  private static InetAddress localFor(InetAddress backend) throws IOException {
    byte[] address = new byte[backend.getAddress().length];
    if (backend.isLoopbackAddress()) {
      address[0] = (byte) (address.length == 4 ? 127 : 0);
      address[address.length - 1] = 1;
    }
    return InetAddress.getByAddress(address);
  }

  private void toGuest(SocketChannel channel) throws IOException, InterruptedException {
    Optional<ByteBuffer> room = flow.awaitRoom();
    while (room.isPresent()) {
      int octets = channel.read(room.get());
      if (octets < 0) {
        flow.finish();
        return;
      }
      flow.produced(octets);
      room = flow.awaitRoom();
    }
  }

  private void toBackend(SocketChannel channel) throws IOException, InterruptedException {
    Optional<ByteBuffer> content = flow.awaitContent();
    while (content.isPresent() && content.get().hasRemaining()) {
      flow.consumed(channel.write(content.get()));
      content = flow.awaitContent();
    }
    if (content.isPresent()) {
      channel.shutdownOutput();
    }
  }
}
