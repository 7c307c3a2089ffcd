package io.anyrack.redfish.server;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import io.anyrack.redfish.RedfishService;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * A TCP port of a service. While nobody connects it costs a socket and a virtual thread that waits:
 * the service itself is asked for with the first connection. Thread-safe.
 */
public final class RedfishListener implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(RedfishListener.class.getName());
  private static final int BACKLOG = 128;

  private final RedfishServer server;
  private final Supplier<RedfishService> service;
  private final Optional<SSLContext> tls;
  private final ServerSocket socket;
  private final Semaphore places;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet(1);

  private RedfishListener(
      RedfishServer server,
      Supplier<RedfishService> service,
      Optional<SSLContext> tls,
      ServerSocket socket) {
    this.server = server;
    this.service = service;
    this.tls = tls;
    this.socket = socket;
    this.places = new Semaphore(server.limits().connections());
  }

  static RedfishListener open(
      RedfishServer server,
      Supplier<RedfishService> service,
      InetSocketAddress address,
      Optional<SSLContext> tls) {
    RedfishListener listener =
        new RedfishListener(server, service, tls, bound(address, server.limits().connections()));
    Thread.ofVirtual().name("redfish-" + listener.port()).start(listener::accept);
    return listener;
  }

  private static ServerSocket bound(InetSocketAddress address, int connections) {
    try {
      ServerSocket socket = new ServerSocket();
      try {
        socket.bind(address, Math.min(connections, BACKLOG));
        return socket;
      } catch (IOException e) {
        socket.close();
        throw e;
      }
    } catch (IOException e) {
      throw new RedfishBindException(address, e);
    }
  }

  /** Where too many are connected the next ones wait in the kernel. */
  private void accept() {
    try {
      while (!socket.isClosed()) {
        places.acquire();
        Optional<Socket> accepted = next();
        accepted.ifPresentOrElse(this::begin, places::release);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<Socket> next() throws InterruptedException {
    try {
      return Optional.of(socket.accept());
    } catch (IOException e) {
      if (!socket.isClosed()) {
        // Such as too many open files: connections that end make room.
        LOG.log(WARNING, "Redfish on port " + port() + ": " + e.getMessage());
        Thread.sleep(server.limits().afterFailure());
      }
      return Optional.empty();
    }
  }

  private void begin(Socket accepted) {
    Connection connection = new Connection(server, service, accepted);
    connections.add(connection);
    Thread.ofVirtual()
        .name("redfish-" + accepted.getRemoteSocketAddress())
        .start(
            () -> {
              try {
                connection.serve(tls);
              } finally {
                connections.remove(connection);
                places.release();
              }
            });
    if (socket.isClosed()) {
      connection.close();
    }
  }

  /** Where it listens. */
  public int port() {
    return socket.getLocalPort();
  }

  /** Stops listening; connections are closed. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.log(DEBUG, "closing port " + port(), e);
    }
    connections.forEach(Connection::close);
  }
}
