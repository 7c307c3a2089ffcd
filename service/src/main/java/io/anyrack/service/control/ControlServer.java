package io.anyrack.service.control;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import io.anyrack.rack.RackException;
import io.anyrack.rack.cloud.BrokenOffException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes requests on a unix socket that only its owner may use.
 *
 * <p>A connection carries one request: {@code {"op": …}}. The answer is any number of lines with
 * other keys ({@code progress}, {@code say}, {@code event}, {@code out}), then one with {@code
 * result} or {@code error}; with {@code broken-off} beside it where another request ended this one.
 */
public final class ControlServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ControlServer.class.getName());
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final ServerSocketChannel listener;
  private final Path socket;
  private final Handler handler;
  private final Semaphore places;

  /** Does what a request asks for. */
  public interface Handler {
    /**
     * Handles one request; may write further lines to {@code connection} and read from it
     * meanwhile.
     *
     * @return the result
     * @throws RackException to be told to the client
     * @throws IOException if the client went away
     */
    ObjectNode handle(ObjectNode request, JsonLines connection) throws IOException;

    /** The answer to {@code request} was sent, or the client is gone. */
    void answered(ObjectNode request);
  }

  /**
   * Starts to listen.
   *
   * @param socket where; a stale socket there is removed
   * @param maxConnections more are told so and closed
   * @throws RackException if the socket cannot be made
   */
  public ControlServer(Path socket, int maxConnections, Handler handler) {
    this.socket = socket;
    this.handler = handler;
    this.places = new Semaphore(maxConnections);
    try {
      Files.deleteIfExists(socket);
      listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      listener.bind(UnixDomainSocketAddress.of(socket));
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new RackException(
          "cannot listen on the unix socket %s: %s; where the path is too long, put the state under a shorter one with XDG_STATE_HOME"
              .formatted(socket, e.getMessage()),
          e);
    }
    Thread.ofPlatform().name("control").daemon().start(this::accept);
  }

  private void accept() {
    while (listener.isOpen()) {
      try {
        SocketChannel channel = listener.accept();
        if (places.tryAcquire()) {
          Thread.ofVirtual().name("control-request").start(() -> serve(channel));
        } else {
          refuse(channel);
        }
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOG.log(WARNING, "control socket: " + e.getMessage());
        // Such as too many open files: it will not be better at once.
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  /** What is this short fits the socket's buffer, so that the thread does not wait. */
  private static void refuse(SocketChannel channel) {
    try (JsonLines connection = new JsonLines(channel)) {
      connection.write(
          JsonLines.object()
              .put("error", "the service has too many clients; close a console or a log"));
    } catch (IOException e) {
      LOG.log(DEBUG, "a client went away: " + e.getMessage());
    }
  }

  private void serve(SocketChannel channel) {
    try (JsonLines connection = new JsonLines(channel)) {
      Optional<ObjectNode> request = connection.read();
      if (request.isPresent()) {
        try {
          connection.write(answer(request.get(), connection));
        } finally {
          handler.answered(request.get());
        }
      }
    } catch (IOException e) {
      LOG.log(DEBUG, "a client went away: " + e.getMessage());
    } finally {
      places.release();
    }
  }

  private ObjectNode answer(ObjectNode request, JsonLines connection) throws IOException {
    try {
      return JsonLines.object().set("result", handler.handle(request, connection));
    } catch (BrokenOffException e) {
      return JsonLines.object().put("error", e.getMessage()).put("broken-off", true);
    } catch (RackException e) {
      return JsonLines.object().put("error", e.getMessage());
    } catch (RuntimeException e) {
      LOG.log(ERROR, "request " + request.path("op").asString(""), e);
      return JsonLines.object().put("error", "the service failed: " + e + "; see its log");
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      LOG.log(WARNING, "control socket: " + e.getMessage());
    }
  }
}
