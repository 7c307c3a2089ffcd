package io.anyrack.netboot.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.anyrack.netboot.event.BootEvent;
import io.anyrack.netboot.event.BootObserver;
import io.anyrack.netboot.file.Document;
import io.anyrack.netboot.metadata.Metadata;
import io.anyrack.netboot.port.Port;
import io.anyrack.netboot.port.Ports;
import io.anyrack.rack.address.Ipv4Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * The HTTP server behind the gateway's address and the metadata address. It listens on loopback and
 * answers only connections that the gateway announced: scripts and metadata may hold secrets, and
 * any user of this machine can connect to loopback.
 */
public final class BootHttpServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(BootHttpServer.class.getName());

  private static final Ipv4Address LOOPBACK = Ipv4Address.parse("127.0.0.1");

  private final BootSite site;
  private final Metadata metadata;
  private final Supplier<Ports> ports;
  private final BootObserver observer;
  private final Clock clock;
  private final HttpServer server;
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
  private final GuestStreams streams;

  /**
   * Starts a server on a port that the kernel chooses.
   *
   * @param site what is on the gateway's address
   * @param metadata what is on the metadata address
   * @param ports the rack's ports as they are now
   * @param observer is told of each request
   * @param clock dates what the observer is told
   * @throws UncheckedIOException if there is no free port
   */
  public BootHttpServer(
      BootSite site, Metadata metadata, Supplier<Ports> ports, BootObserver observer, Clock clock) {
    this.site = site;
    this.metadata = metadata;
    this.ports = ports;
    this.observer = observer;
    this.clock = clock;
    try {
      this.server = HttpServer.create(new InetSocketAddress(LOOPBACK.toInetAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open an HTTP port on 127.0.0.1: " + e.getMessage(), e);
    }
    this.streams = new GuestStreams(ports, server.getAddress());
    server.setExecutor(requests);
    server.createContext("/", this::handle);
    server.start();
  }

  /** The way in for guests. */
  public GuestStreams streams() {
    return streams;
  }

  /** Where the server listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      Optional<Guest> guest = streams.guest(exchange.getRemoteAddress());
      Optional<Port> port = guest.flatMap(known -> ports.get().find(known.attachment()));
      DocumentWriter writer = new DocumentWriter(exchange);
      if (port.isEmpty()) {
        refuse(writer, 403, "only for nodes of the rack\n");
      } else {
        answer(exchange, writer, guest.get(), port.get());
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "HTTP: an answer was broken off: {0}", e.getMessage());
    }
  }

  private void answer(HttpExchange exchange, DocumentWriter writer, Guest guest, Port port)
      throws IOException {
    String method = exchange.getRequestMethod();
    String path = exchange.getRequestURI().getPath();
    try {
      if (method.equals("GET") || method.equals("HEAD")) {
        answer(writer, guest, port, path);
      } else {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        refuse(writer, 405, "only GET and HEAD\n");
      }
    } finally {
      observer.happened(
          new BootEvent.HttpServed(
              clock.instant(), port.node().name(), path, writer.status(), writer.sent()));
    }
  }

  private void answer(DocumentWriter writer, Guest guest, Port port, String path)
      throws IOException {
    Optional<Document> document =
        guest.destination().address().equals(GuestStreams.METADATA)
            ? metadata.find(port, path)
            : site.find(port, path);
    if (document.isEmpty()) {
      refuse(writer, 404, "not found\n");
      return;
    }
    try {
      writer.write(document.get());
    } catch (FileSystemException e) {
      LOG.log(
          Level.WARNING,
          "HTTP: {0} asked for {1}, which cannot be read: {2}",
          port.node().name(),
          path,
          e.getMessage());
      refuse(writer, 404, "not found\n");
    }
  }

  private static void refuse(DocumentWriter writer, int status, String text) throws IOException {
    writer.write(
        status,
        new Document.Made("text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Ends the server and the transfers under way. */
  @Override
  public void close() {
    server.stop(0);
    requests.shutdownNow();
  }
}
