package io.anyrack.netboot.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.anyrack.netboot.event.BootObserver;
import io.anyrack.netboot.file.Document;
import io.anyrack.netboot.metadata.Metadata;
import io.anyrack.netboot.port.Port;
import io.anyrack.netboot.port.Ports;
import io.anyrack.netboot.script.BootPath;
import io.anyrack.rack.address.Ipv4Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
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
  private final NodeAnswers answers;
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
    this.answers = new NodeAnswers(observer, clock);
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
      if (port.isEmpty()) {
        NodeAnswers.refuse(new DocumentWriter(exchange), 403, "only for nodes of the rack\n");
      } else {
        String path = exchange.getRequestURI().getPath();
        boolean _ =
            answers.answer(
                exchange,
                port.get().node().name(),
                path,
                () -> document(guest.get(), port.get(), path));
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "HTTP: an answer was broken off: {0}", e.getMessage());
    }
  }

  private Optional<Document> document(Guest guest, Port port, String path) {
    return guest.destination().address().equals(GuestStreams.METADATA)
        ? metadata.find(port, path)
        : site.find(port, BootPath.url(port.network().gateway(), ""), path);
  }

  /** Ends the server and the transfers under way. */
  @Override
  public void close() {
    server.stop(0);
    requests.shutdownNow();
  }
}
