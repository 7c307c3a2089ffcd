package io.anyrack.netboot.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.anyrack.netboot.event.BootObserver;
import io.anyrack.netboot.port.Ports;
import io.anyrack.netboot.script.BootPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The HTTP server for nodes on networks of a cloud. Anybody may be able to connect to it, so it
 * answers only who is known to be a node of the rack, as many at once as it is told to.
 */
public final class TenantHttpServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(TenantHttpServer.class.getName());

  /** A name or an address, with a port or without (RFC 9110 §7.2). */
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]{1,253}(:[0-9]{1,5})?");

  private final BootSite site;
  private final Askers askers;
  private final Consumer<String> scriptDelivered;
  private final NodeAnswers answers;
  private final Semaphore free;
  private final HttpServer server;
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Starts a server.
   *
   * @param address where it listens
   * @param site what it hands out
   * @param ports the rack's ports as they are now
   * @param servers the node that has the server of this id
   * @param scriptDelivered is told of each node that has got its script
   * @param observer is told of each request of a node
   * @param clock dates what the observer is told
   * @param atOnce how many requests are answered at once; further ones get 503
   * @throws UncheckedIOException if it cannot listen there
   */
  public TenantHttpServer(
      InetSocketAddress address,
      BootSite site,
      Supplier<Ports> ports,
      Function<UUID, Optional<String>> servers,
      Consumer<String> scriptDelivered,
      BootObserver observer,
      Clock clock,
      int atOnce) {
    this.site = site;
    this.askers = new Askers(ports, servers);
    this.scriptDelivered = scriptDelivered;
    this.answers = new NodeAnswers(observer, clock);
    this.free = new Semaphore(atOnce);
    try {
      this.server = HttpServer.create(address, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
    server.setExecutor(requests);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Where the server listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      if (!free.tryAcquire()) {
        exchange.getResponseHeaders().set("Retry-After", "5");
        NodeAnswers.refuse(new DocumentWriter(exchange), 503, "too many requests at once\n");
        return;
      }
      try {
        answer(exchange);
      } finally {
        free.release();
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "HTTP: an answer was broken off: {0}", e.getMessage());
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    Optional<Asker> known =
        askers.of(exchange.getRemoteAddress().getAddress(), exchange.getRequestURI());
    if (known.isEmpty()) {
      NodeAnswers.refuse(new DocumentWriter(exchange), 403, "only for nodes of the rack\n");
      return;
    }
    Asker asker = known.get();
    String node = asker.port().node().name();
    String base = "http://" + host(exchange) + asker.prefix();
    boolean whole =
        answers.answer(
            exchange, node, asker.path(), () -> site.find(asker.port(), base, asker.path()));
    if (whole && asker.path().equals(BootPath.SCRIPT)) {
      scriptDelivered.accept(node);
    }
  }

  /** The way the node found us is the way it will find us again, whatever lies between. */
  private static String host(HttpExchange exchange) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host"))
        .filter(host -> HOST.matcher(host).matches())
        .orElseGet(
            () -> {
              InetSocketAddress local = exchange.getLocalAddress();
              return local.getAddress().getHostAddress() + ":" + local.getPort();
            });
  }

  /** Ends the server and the transfers under way. */
  @Override
  public void close() {
    server.stop(0);
    requests.shutdownNow();
  }
}
