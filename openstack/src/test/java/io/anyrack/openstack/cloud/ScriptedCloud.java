package io.anyrack.openstack.cloud;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.anyrack.openstack.config.CloudConfig;
import io.anyrack.openstack.config.Identity;
import io.anyrack.openstack.http.CallJournal;
import io.anyrack.openstack.http.Limits;
import io.anyrack.openstack.http.Retries;
import io.anyrack.openstack.project.Project;
import io.anyrack.rack.model.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An HTTP server that answers what a test told it to, and remembers what it was asked. It knows how
 * to log in and where its services are; everything else answers 599 until it is told.
 */
public final class ScriptedCloud implements AutoCloseable {
  /** How many requests a client of {@link #project} has under way to one service. */
  public static final int AT_ONCE = 8;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Queue<Reply>> replies = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final Identity identity;

  /** What was asked. */
  public record Asked(
      String call, String query, String body, String token, Map<String, String> headers) {
    /** The body, to be compared. */
    public JsonNode json() {
      return JSON.readTree(body);
    }
  }

  /** What is answered; status 0: the connection is cut. */
  public record Reply(int status, String body, Map<String, String> headers) {}

  /** A cloud with the user {@code demo}. */
  public ScriptedCloud() {
    this(
        new Identity.Password(
            new Identity.Named.ByName("demo", new Identity.Domain(true, "default")),
            new Secret("pa55word"),
            new Identity.Scope.Project(
                new Identity.Named.ByName("lab", new Identity.Domain(false, "Default")))));
  }

  /** A cloud asked by somebody. */
  public ScriptedCloud(Identity identity) {
    this.identity = identity;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
    answer("POST /v3/auth/tokens", 201, login("token-1", List.of("network", "image")));
    answer("GET /compute/v2.1/", 200, "{\"version\": {\"version\": \"2.93\"}}");
  }

  /** Where it listens; ends without a slash. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers {@code METHOD path} so; what is told last is repeated for ever. */
  public ScriptedCloud answer(String call, int status, String body) {
    return answer(call, status, body, Map.of());
  }

  /** The same with headers. */
  public ScriptedCloud answer(String call, int status, String body, Map<String, String> headers) {
    replies.computeIfAbsent(call, _ -> new ArrayDeque<>()).add(new Reply(status, body, headers));
    return this;
  }

  /** Forgets what it was told to answer to a call. */
  public ScriptedCloud forget(String call) {
    replies.remove(call);
    return this;
  }

  /** Lets whoever asks {@code METHOD path} wait for the answer. */
  public ScriptedCloud hold(String call, CountDownLatch until) {
    held.put(call, until);
    return this;
  }

  /** From now on answers 401 to all who come with this token. */
  public ScriptedCloud refuse(String token) {
    refused.add(token);
    return this;
  }

  /** What logging in is answered. */
  public String login(String token, List<String> plain) {
    String services =
        plain.stream().map(type -> service(type, url() + "/" + type)).reduce("", (a, b) -> a + b);
    return """
    {"token": {"expires_at": "2100-01-01T00:00:00.000000Z",
      "user": {"id": "user-1", "name": "demo"}, "project": {"id": "project-1", "name": "lab"},
      "roles": [{"id": "r", "name": "member"}],
      "catalog": [%s %s %s]}, "test": "%s"}
    """
        .formatted(
            service("compute", url() + "/compute/v2.1"),
            services,
            service("volumev3", url() + "/volume/v3/project-1").replaceFirst(",$", ""),
            token);
  }

  private static String service(String type, String url) {
    return """
    {"type": "%s", "endpoints": [
      {"interface": "public", "region_id": "RegionOne", "url": "%s"},
      {"interface": "internal", "region_id": "RegionOne", "url": "http://127.0.0.1:1/"}]},\
    """
        .formatted(type, url);
  }

  /** All that was asked with {@code METHOD path}. */
  public List<Asked> asked(String call) {
    return asked.stream().filter(each -> each.call().equals(call)).toList();
  }

  /** Its configuration. */
  public CloudConfig config() {
    return new CloudConfig(
        "scripted",
        URI.create(url()),
        identity,
        Optional.empty(),
        "public",
        Optional.empty(),
        true,
        Map.of());
  }

  /** A client whose waits between attempts are a millisecond. */
  public Project project() {
    Limits limits =
        new Limits(
            AT_ONCE,
            1 << 20,
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            new Retries(3, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(5)));
    return Project.open(config(), CallJournal.NONE, limits, InstantSource.fixed(Instant.EPOCH));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String call = exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Map<String, String> headers = new ConcurrentHashMap<>();
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
      asked.add(
          new Asked(
              call,
              Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse(""),
              body,
              headers.getOrDefault("X-auth-token", ""),
              headers));
      held.getOrDefault(call, new CountDownLatch(0)).await();
      boolean stale = refused.contains(headers.getOrDefault("X-auth-token", ""));
      Reply reply = stale ? new Reply(401, "expired", Map.of()) : reply(call);
      if (reply.status() == 0) {
        return;
      }
      reply.headers().forEach(exchange.getResponseHeaders()::add);
      if (call.equals("POST /v3/auth/tokens") && reply.status() == 201) {
        exchange
            .getResponseHeaders()
            .add("X-Subject-Token", JSON.readTree(reply.body()).path("test").asString());
      }
      byte[] octets = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status(), octets.length == 0 ? -1 : octets.length);
      exchange.getResponseBody().write(octets);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Reply reply(String call) {
    Queue<Reply> queue = replies.getOrDefault(call, new ArrayDeque<>());
    synchronized (queue) {
      Optional<Reply> next = Optional.ofNullable(queue.size() > 1 ? queue.poll() : queue.peek());
      return next.orElse(new Reply(599, "not told what to answer to " + call, Map.of()));
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
