package io.anyrack.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** Where guests with {@link TalkingLinux} ask for orders and tell what they see. */
final class Desk implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, String> orders = new ConcurrentHashMap<>();
  private final Map<String, Told> told = new ConcurrentHashMap<>();
  private int number;

  /** What a guest told last of one thing, and when that came here. */
  record Told(String text, long at) {
    /** How long after {@code before} that was. */
    Duration since(Told before) {
      return Duration.ofNanos(at - before.at);
    }
  }

  Desk() throws IOException {
    server = HttpServer.create(new InetSocketAddress(RealCloud.ADDRESS, 0), 64);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://%s:%d".formatted(RealCloud.ADDRESS, server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange;
        OutputStream body = exchange.getResponseBody()) {
      String[] words = exchange.getRequestURI().getPath().split("/", -1);
      String guest = words[1];
      String what = words[2];
      String answer = "";
      switch (what) {
        case "order" -> {
          note(guest + " is there", "");
          answer = Optional.ofNullable(orders.get(guest)).orElse("");
        }
        case "heard" -> note(guest + " heard " + words[3], "");
        case "sees" -> note(guest + " sees " + words[3], words[4]);
        default -> note(guest + " " + what, words[3]);
      }
      exchange.sendResponseHeaders(200, 0);
      body.write(answer.getBytes(UTF_8));
    }
  }

  private void note(String key, String text) {
    told.put(key, new Told(text, System.nanoTime()));
  }

  private Told await(String key, String text) {
    Eventually.await(
        "a guest tells: " + key + " " + text,
        () ->
            Optional.ofNullable(told.get(key))
                .filter(last -> last.text().equals(text))
                .isPresent());
    return Optional.ofNullable(told.get(key)).orElseThrow();
  }

  /** Waits until the guest with a MAC asks for orders. */
  void awaitGuest(String mac) {
    await(mac + " is there", "");
  }

  /** Tells a guest to do something; returns when it is about to. */
  Told order(String mac, String... words) {
    number++;
    orders.put(mac, number + " " + String.join(" ", words));
    return await(mac + " heard " + number, "");
  }

  /** Waits until at {@code address}, as {@code mac} sees it, {@code who} answers, or none. */
  Told awaitSight(String mac, String address, String who) {
    return await(mac + " sees " + address, who);
  }

  /** Waits until a guest has fetched something. */
  Told awaitFetched(String mac, String line) {
    return await(mac + " fetched", line);
  }

  /** This moment, as if somebody told it. */
  static Told now() {
    return new Told("", System.nanoTime());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
