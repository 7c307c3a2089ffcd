package io.anyrack.fakestack.nova;

import static java.lang.System.Logger.Level.DEBUG;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyrack.fakestack.world.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * What nova-serialproxy is: web sockets to serial lines, opened with a token. A line has one
 * client; the next one is connected, too, and hears and says nothing until the one before is gone.
 */
final class SerialProxy implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(SerialProxy.class.getName());
  private static final Duration TOKENS = Duration.ofMinutes(10);
  private static final int LOOK_MILLIS = 50;

  private final World world;
  private final Predicate<String> running;
  private final BiConsumer<String, String> typed;
  private final ServerSocket listener;
  private final Map<String, Token> tokens = new HashMap<>();

  /** The clients of each server's line: the first has it. */
  private final Map<String, Deque<Client>> lines = new HashMap<>();

  private record Token(String server, Instant until) {}

  private record Client(BlockingQueue<byte[]> output) {}

  /**
   * A proxy on a port of loopback.
   *
   * @param running whether a server's guest runs; asked in the world's lock
   * @param typed gets what a client writes to a server's line; called in the world's lock
   */
  SerialProxy(World world, Predicate<String> running, BiConsumer<String, String> typed) {
    this.world = world;
    this.running = running;
    this.typed = typed;
    try {
      listener = new ServerSocket(0, 0, InetAddress.ofLiteral("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on loopback", e);
    }
    Thread.ofVirtual().name("serial proxy").start(this::accept);
  }

  /** A way to a server's line. */
  URI url(String server) {
    return world.locked(
        () -> {
          String token = world.uuid();
          tokens.put(token, new Token(server, world.now().plus(TOKENS)));
          return URI.create("ws://127.0.0.1:" + listener.getLocalPort() + "/?token=" + token);
        });
  }

  /** A guest writes; called in the world's lock. */
  void print(String server, String text) {
    Optional.ofNullable(lines.get(server))
        .flatMap(clients -> Optional.ofNullable(clients.peek()))
        .ifPresent(first -> first.output().add(text.replace("\n", "\r\n").getBytes(UTF_8)));
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread.ofVirtual().name("serial client").start(() -> serve(socket));
      } catch (IOException e) {
        LOG.log(DEBUG, "serial proxy: " + e.getMessage());
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      WebSocketStream stream = WebSocketStream.accept(socket);
      Optional<String> server = server(stream.target());
      if (server.isPresent()) {
        proxy(server.get(), stream);
      }
      stream.close(1000);
    } catch (IOException e) {
      LOG.log(DEBUG, "serial client: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<String> server(String target) {
    String token = target.replaceFirst("^.*[?&]token=([^&]*).*$", "$1");
    return world.locked(
        () ->
            Optional.ofNullable(tokens.get(token))
                .filter(each -> each.until().isAfter(world.now()))
                .map(Token::server)
                .filter(running));
  }

  private void proxy(String server, WebSocketStream stream)
      throws IOException, InterruptedException {
    Client client = new Client(new LinkedBlockingQueue<>());
    world.locked(() -> lines.computeIfAbsent(server, _ -> new ArrayDeque<>()).add(client));
    Thread reader =
        Thread.ofVirtual().name("serial input").start(() -> read(server, client, stream));
    try {
      while (reader.isAlive() && world.locked(() -> running.test(server))) {
        byte[] octets = client.output().poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (octets != null) {
          stream.write(octets);
        }
      }
    } finally {
      world.locked(() -> lines.getOrDefault(server, new ArrayDeque<>()).remove(client));
    }
  }

  private void read(String server, Client client, WebSocketStream stream) {
    try {
      for (Optional<byte[]> more = stream.read(); more.isPresent(); more = stream.read()) {
        String text = new String(more.get(), UTF_8);
        world.locked(
            () -> {
              if (client.equals(lines.getOrDefault(server, new ArrayDeque<>()).peek())) {
                typed.accept(server, text);
              }
              return true;
            });
      }
    } catch (IOException e) {
      LOG.log(DEBUG, "serial client: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      LOG.log(DEBUG, "serial proxy: " + e.getMessage());
    }
  }
}
