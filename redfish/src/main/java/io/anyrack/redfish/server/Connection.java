package io.anyrack.redfish.server;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import io.anyrack.redfish.RedfishService;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.socket.PlainSocket;
import io.helidon.common.socket.SocketWriter;
import io.helidon.common.socket.TlsSocket;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** One accepted connection: its socket, and HTTP on it. Served by one thread, closed by any. */
final class Connection {
  private static final System.Logger LOG = System.getLogger(Connection.class.getName());

  /** How long, and how much, is still read when the last answer is on its way. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  private static final long LINGER_OCTETS = 8L << 20;
  private static final int LINGER_BUFFER = 16 << 10;

  private final RedfishServer server;
  private final Supplier<RedfishService> service;
  private final Socket accepted;

  Connection(RedfishServer server, Supplier<RedfishService> service, Socket accepted) {
    this.server = server;
    this.service = service;
    this.accepted = accepted;
  }

  /** Answers requests until either side closes. */
  void serve(Optional<SSLContext> tls) {
    try (accepted) {
      accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
      accepted.setSoTimeout((int) server.limits().idle().toMillis());
      HelidonSocket socket =
          tls.isPresent()
              ? secured(tls.get())
              : PlainSocket.server(accepted, "redfish", String.valueOf(accepted.getPort()));
      speak(socket);
      linger();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | DataReader.InsufficientDataAvailableException e) {
      LOG.log(DEBUG, "connection of " + accepted.getRemoteSocketAddress() + " ended", e);
    } catch (RuntimeException e) {
      // What a client can cause is no fault of ours: it goes away in the middle of an answer.
      LOG.log(
          accepted.isClosed() || isOfTheSocket(e) ? DEBUG : WARNING,
          "connection of " + accepted.getRemoteSocketAddress(),
          e);
    }
  }

  private static boolean isOfTheSocket(Throwable failure) {
    return failure instanceof IOException
        || Optional.ofNullable(failure.getCause()).filter(Connection::isOfTheSocket).isPresent();
  }

  private HelidonSocket secured(SSLContext context) throws IOException {
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(accepted, null, true);
    socket.setUseClientMode(false);
    socket.startHandshake();
    return TlsSocket.server(socket, "redfish", String.valueOf(accepted.getPort()));
  }

  private void speak(HelidonSocket socket) throws InterruptedException {
    Exchange exchange = new Exchange(service.get(), server.limits());
    Router router =
        Router.builder().addRouting(HttpRouting.builder().any(exchange::handle)).build();
    SocketWriter writer = SocketWriter.create(socket);
    server
        .http()
        .connection(
            new Context(server.context(), socket, writer, DataReader.create(socket), router))
        .handle(server.unlimited());
  }

  /**
   * Reads what a client still sends after the last answer, a bounded part of it: closed before, the
   * connection is reset, and the answer may be lost on its way (RFC 9112 §9.6).
   */
  private void linger() throws IOException {
    if (accepted.isClosed()) {
      return;
    }
    accepted.shutdownOutput();
    accepted.setSoTimeout((int) LINGER.toMillis());
    long end = System.nanoTime() + LINGER.toNanos();
    byte[] unread = new byte[LINGER_BUFFER];
    long left = LINGER_OCTETS;
    while (left > 0 && System.nanoTime() < end) {
      int read = accepted.getInputStream().read(unread);
      if (read < 0) {
        return;
      }
      left -= read;
    }
  }

  /** What HTTP needs to know of the connection. */
  private record Context(
      ListenerContext listenerContext,
      HelidonSocket serverSocket,
      DataWriter dataWriter,
      DataReader dataReader,
      Router router)
      implements ConnectionContext {
    @Override
    public ExecutorService executor() {
      return listenerContext.executor();
    }

    @Override
    public PeerInfo remotePeer() {
      return serverSocket.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
      return serverSocket.localPeer();
    }

    @Override
    public boolean isSecure() {
      return serverSocket.isSecure();
    }

    @Override
    public String socketId() {
      return serverSocket.socketId();
    }

    @Override
    public String childSocketId() {
      return serverSocket.childSocketId();
    }
  }

  void close() {
    try {
      accepted.close();
    } catch (IOException e) {
      LOG.log(DEBUG, "closing a connection", e);
    }
  }
}
