package io.anyrack.fakestack.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.anyrack.fakestack.world.AccessRule;
import io.anyrack.fakestack.world.Caller;
import io.anyrack.fakestack.world.World;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The HTTP side of all services: finds the service and the route, knows who calls, does what faults
 * ask for, and keeps the journal.
 *
 * <p>One virtual thread for each call.
 */
public final class Front {
  private static final System.Logger LOG = System.getLogger(Front.class.getName());
  private static final int LARGEST_BODY = 1 << 20;
  private static final int JOURNAL_BODY = 1 << 16;

  private final World world;
  private final List<Service> services;
  private final Function<String, Optional<Caller>> tokens;
  private final Journal journal;
  private final Faults faults;

  /**
   * Answers nothing until it is put on a server.
   *
   * @param tokens who a token stands for, empty if nobody
   */
  public Front(
      World world,
      List<Service> services,
      Function<String, Optional<Caller>> tokens,
      Journal journal,
      Faults faults) {
    this.world = world;
    this.services = List.copyOf(services);
    this.tokens = tokens;
    this.journal = journal;
    this.faults = faults;
  }

  /** Answers all calls of a server from now on. */
  public void serve(HttpServer server) {
    server.createContext("/", this::handle);
  }

  private void handle(HttpExchange exchange) throws IOException {
    Instant begun = world.now();
    try (exchange) {
      String path = exchange.getRequestURI().getRawPath();
      Optional<Service> service =
          services.stream().filter(each -> under(each.prefix(), path)).findFirst();
      if (service.isEmpty()) {
        send(exchange, Answer.empty(404));
        return;
      }
      String inner = path.substring(service.get().prefix().length());
      Request request = new Request(service.get().type(), exchange.getRequestMethod(), inner);
      Optional<Routes.Match> match = service.get().routes().find(request.method(), inner);
      boolean streaming = match.isPresent() && match.get().streaming();
      byte[] body =
          streaming ? new byte[0] : exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
      pause(world.settings().latency());
      Optional<Answer> answer = answer(exchange, service.get(), request, match, streaming, body);
      journal.add(entry(exchange, request, body, answer, begun));
      if (answer.isPresent()) {
        send(exchange, answer.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Empty for a dropped connection: closing the exchange before its headers closes the connection.
   */
  private Optional<Answer> answer(
      HttpExchange exchange,
      Service service,
      Request request,
      Optional<Routes.Match> match,
      boolean streaming,
      byte[] body)
      throws InterruptedException {
    Optional<Fault> fault = faults.take(request);
    if (fault.isPresent()) {
      switch (fault.get()) {
        case Fault.DropBefore _ -> {
          return Optional.empty();
        }
        case Fault.Status status -> {
          return Optional.of(broken(status));
        }
        case Fault.Slow slow -> pause(slow.time());
        case Fault.First first -> first.event().run();
        case Fault.DropAfter _, Fault.StatusAfter _ -> {}
      }
    }
    InputStream content = streaming ? exchange.getRequestBody() : new ByteArrayInputStream(body);
    Answer answer = work(call(exchange, request, content), service, request, match);
    return switch (fault.orElse(new Fault.Slow(Duration.ZERO))) {
      case Fault.DropAfter _ -> Optional.empty();
      case Fault.StatusAfter status ->
          Optional.of(Answer.html(status.status(), "<html><body>gateway</body></html>"));
      default -> Optional.of(answer);
    };
  }

  private Answer work(Call call, Service service, Request request, Optional<Routes.Match> match) {
    try {
      boolean open =
          service.open().stream()
              .anyMatch(each -> request.path().equals(each) || request.path().equals(each + "/"));
      Optional<Caller> caller = open ? Optional.empty() : Optional.of(authenticate(call, service));
      if (match.isEmpty()) {
        return Answer.html(404, "The resource could not be found.<br /><br />\n\n\n");
      }
      Call known = call.as(caller, match.get().variables());
      return match.get().streaming()
          ? match.get().work().apply(known)
          : world.locked(() -> match.get().work().apply(known));
    } catch (Refusal e) {
      return e.answer(call.header("accept"));
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, () -> "the fake cloud failed at " + request, e);
      return Refusal.fault(500, "Unexpected API Error. " + e).answer();
    }
  }

  private Caller authenticate(Call call, Service service) {
    Optional<Caller> caller = world.locked(() -> tokens.apply(call.header("x-auth-token")));
    if (caller.isEmpty() || !allowed(caller.get(), call, service)) {
      throw new Refusal(
          Refusal.error(401, "Unauthorized", "The request you have made requires authentication.")
              .answer()
              .with("WWW-Authenticate", "Keystone uri=\"" + world.base() + "/identity\""));
    }
    return caller.get();
  }

  /** Keystone itself does not apply access rules to its own calls. */
  private static boolean allowed(Caller caller, Call call, Service service) {
    if (caller.accessRules().isEmpty() || service.type().equals("identity")) {
      return true;
    }
    for (AccessRule rule : caller.accessRules().get()) {
      if (rule.covers(service.type(), call.method(), call.path())) {
        return true;
      }
    }
    return false;
  }

  private static Answer broken(Fault.Status fault) {
    Answer answer = Refusal.fault(fault.status(), "The service is broken for a test.").answer();
    return fault
        .retryAfter()
        .map(time -> answer.with("Retry-After", Long.toString(time.toSeconds())))
        .orElse(answer);
  }

  private void send(HttpExchange exchange, Answer answer) throws IOException {
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.getResponseHeaders().set("X-Openstack-Request-Id", "req-" + world.uuid());
    boolean head = exchange.getRequestMethod().equals("HEAD");
    int length = answer.body().length;
    exchange.sendResponseHeaders(answer.status(), length == 0 || head ? -1 : length);
    if (length > 0 && !head) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(answer.body());
      }
    }
  }

  private Entry entry(
      HttpExchange exchange, Request request, byte[] body, Optional<Answer> answer, Instant begun) {
    Map<String, String> headers = headers(exchange);
    headers.remove("x-auth-token");
    headers.remove("x-subject-token");
    String query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    return new Entry(
        request.service(),
        request.method(),
        request.path(),
        query,
        new String(body, 0, Math.min(body.length, JOURNAL_BODY), StandardCharsets.UTF_8),
        headers,
        answer.map(Answer::status).orElse(0),
        begun,
        Duration.between(begun, world.now()));
  }

  private static Call call(HttpExchange exchange, Request request, InputStream content) {
    return new Call(
        request.method(),
        request.path(),
        query(Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("")),
        headers(exchange),
        Map.of(),
        Optional.empty(),
        content);
  }

  private static Map<String, String> headers(HttpExchange exchange) {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
    return headers;
  }

  private static Map<String, List<String>> query(String raw) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    for (String part : raw.split("&", -1)) {
      if (!part.isEmpty()) {
        int equals = part.indexOf('=');
        String name = equals < 0 ? part : part.substring(0, equals);
        String value = equals < 0 ? "" : part.substring(equals + 1);
        query
            .computeIfAbsent(
                URLDecoder.decode(name, StandardCharsets.UTF_8), _ -> new ArrayList<>())
            .add(URLDecoder.decode(value, StandardCharsets.UTF_8));
      }
    }
    return query;
  }

  private static boolean under(String prefix, String path) {
    return path.equals(prefix) || path.startsWith(prefix + "/");
  }

  private static void pause(Duration time) throws InterruptedException {
    if (time.isPositive()) {
      Thread.sleep(time);
    }
  }
}
