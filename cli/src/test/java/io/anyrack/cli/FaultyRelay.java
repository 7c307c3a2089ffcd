package io.anyrack.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.anyrack.fakestack.http.Fault;
import io.anyrack.fakestack.http.Faults;
import io.anyrack.fakestack.http.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;

/**
 * Passes calls on to HTTP services and their answers back, unless a fault says otherwise. A
 * connection that is dropped before an upload is done is dropped on the other side too, with half
 * of the body sent.
 */
final class FaultyRelay implements AutoCloseable {
  private static final Set<String> OF_A_CONNECTION =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "transfer-encoding",
          "upgrade",
          "http2-settings",
          "keep-alive",
          "date");

  private final Faults faults;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  FaultyRelay(Faults faults) {
    this.faults = faults;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.start();
  }

  /**
   * Passes calls on to a further service.
   *
   * @param name what faults call it
   * @param target its URL
   * @return its URL here
   */
  URI to(String name, URI target) {
    URI here = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + name);
    String prefix = "/" + name;
    server.createContext(prefix, exchange -> handle(exchange, name, prefix, target));
    return here.resolve(prefix + target.getRawPath());
  }

  private void handle(HttpExchange exchange, String name, String prefix, URI target)
      throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getRawPath().substring(prefix.length());
      String query =
          Optional.ofNullable(exchange.getRequestURI().getRawQuery())
              .map(text -> "?" + text)
              .orElse("");
      URI there = target.resolve(path + query);
      byte[] body = exchange.getRequestBody().readAllBytes();
      Optional<Fault> fault = faults.take(new Request(name, exchange.getRequestMethod(), path));
      if (fault.isPresent()) {
        switch (fault.get()) {
          case Fault.DropBefore _ -> {
            breakOff(exchange, there, body);
            return;
          }
          case Fault.Status status -> {
            status
                .retryAfter()
                .ifPresent(
                    time ->
                        exchange
                            .getResponseHeaders()
                            .set("Retry-After", Long.toString(time.toSeconds())));
            answer(exchange, status.status(), "broken for a test".getBytes(StandardCharsets.UTF_8));
            return;
          }
          case Fault.Slow slow -> Thread.sleep(slow.time());
          case Fault.First first -> first.event().run();
          case Fault.DropAfter _, Fault.StatusAfter _ -> {}
        }
      }
      HttpResponse<byte[]> response = client.send(passed(exchange, there, body), BODY);
      switch (fault.orElse(new Fault.Slow(Duration.ZERO))) {
        case Fault.DropAfter _ -> {}
        case Fault.StatusAfter status -> answer(exchange, status.status(), new byte[0]);
        default -> {
          passOn(response.headers().map(), exchange.getResponseHeaders()::add);
          answer(exchange, response.statusCode(), response.body());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final HttpResponse.BodyHandler<byte[]> BODY =
      HttpResponse.BodyHandlers.ofByteArray();

  private static HttpRequest passed(HttpExchange exchange, URI there, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(there)
            .method(
                exchange.getRequestMethod(),
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    passOn(exchange.getRequestHeaders(), request::header);
    return request.build();
  }

  /** All but what is for one connection only (RFC 9110 §7.6.1). */
  private static void passOn(Map<String, List<String>> headers, BiConsumer<String, String> to) {
    headers.forEach(
        (header, values) -> {
          if (!OF_A_CONNECTION.contains(header.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> to.accept(header, value));
          }
        });
  }

  /** The service is told the whole length and sent half of it. */
  private static void breakOff(HttpExchange exchange, URI there, byte[] body) throws IOException {
    if (body.length == 0) {
      return;
    }
    StringBuilder head =
        new StringBuilder(
            "%s %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n"
                .formatted(
                    exchange.getRequestMethod(),
                    there.getRawPath(),
                    there.getAuthority(),
                    body.length));
    passOn(
        exchange.getRequestHeaders(),
        (header, value) -> head.append(header + ": " + value + "\r\n"));
    try (Socket socket = new Socket(there.getHost(), there.getPort());
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream()) {
      out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
      out.write(body, 0, body.length / 2);
      out.flush();
      socket.shutdownOutput();
      in.readAllBytes();
    }
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    boolean empty = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, empty ? -1 : body.length);
    if (!empty) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    client.close();
  }
}
