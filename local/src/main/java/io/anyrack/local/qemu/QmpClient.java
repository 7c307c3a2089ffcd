package io.anyrack.local.qemu;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client of the QEMU Machine Protocol (QEMU's {@code docs/interop/qmp-spec}): one JSON object a
 * line, answers told apart by their id, events in between. Thread-safe. No call waits longer than
 * the timeout.
 */
final class QmpClient implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Is told what QEMU says by itself, on the client's own thread: must not call the client. */
  interface Listener {
    /** Something happened. */
    void event(QmpEvent event);

    /** The connection has ended, from whichever side. Called once, after all events. */
    void closed();
  }

  private final SocketChannel channel;
  private final Duration timeout;
  private final Listener listener;
  private final AtomicLong ids = new AtomicLong();
  private final CompletableFuture<JsonNode> greeting = new CompletableFuture<>();
  private final Map<Long, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();

  private QmpClient(SocketChannel channel, Duration timeout, Listener listener) {
    this.channel = channel;
    this.timeout = timeout;
    this.listener = listener;
  }

  /**
   * Connects and leaves the negotiation mode.
   *
   * @throws QmpException if nobody listens there, or what listens does not greet in time: QEMU
   *     serves one client at a time
   */
  static QmpClient connect(Path socket, Duration timeout, Listener listener) {
    SocketChannel channel;
    try {
      channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    } catch (IOException e) {
      throw new QmpException("cannot make a unix socket", e);
    }
    var client = new QmpClient(channel, timeout, listener);
    try {
      Thread.ofVirtual().name("qmp " + socket).start(() -> client.run(socket));
      client.await("greeting", client.greeting);
      client.execute("qmp_capabilities");
      return client;
    } catch (QmpException e) {
      client.close();
      throw new QmpException(
          "no connection to QEMU on "
              + socket
              + ": "
              + e.getMessage()
              + " (another process may hold its control socket)",
          e);
    }
  }

  /** Executes a command without arguments. */
  JsonNode execute(String command) {
    return execute(command, Map.of());
  }

  /**
   * Executes a command and returns what it returns.
   *
   * @throws QmpException if QEMU refuses, does not answer in time, or is gone
   */
  JsonNode execute(String command, Map<String, ?> arguments) {
    long id = ids.incrementAndGet();
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("execute", command);
    request.put("arguments", arguments);
    request.put("id", id);
    var answer = new CompletableFuture<JsonNode>();
    pending.put(id, answer);
    try {
      write(ByteBuffer.wrap((JSON.writeValueAsString(request) + "\n").getBytes(UTF_8)));
      return await(command, answer);
    } catch (IOException e) {
      throw new QmpException("QEMU is gone, " + command + " was not done", e);
    } finally {
      pending.remove(id);
    }
  }

  /** Ends the connection; the machine goes on. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException _) {
      // There is nothing left to close.
    }
  }

  private synchronized void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private JsonNode await(String what, CompletableFuture<JsonNode> answer) {
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new QmpException(what + ": " + reason(e), e);
    } catch (TimeoutException e) {
      throw new QmpException(
          what + ": QEMU did not answer within " + timeout.toMillis() + " ms", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new QmpException(what + ": interrupted", e);
    }
  }

  private static String reason(ExecutionException e) {
    return e.getCause() == null ? e.toString() : String.valueOf(e.getCause().getMessage());
  }

  private void run(Path socket) {
    String end = "QEMU closed the connection";
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      var lines = new LineReader(channel);
      for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
        receive(JSON.readTree(line));
      }
    } catch (IOException e) {
      end = e.getMessage() == null ? end : e.getMessage();
    } catch (JacksonException e) {
      end = "what answers does not speak QMP: " + e.getOriginalMessage();
    } finally {
      close();
      var failure = new IOException(end);
      boolean greeted = !greeting.completeExceptionally(failure);
      // A command sent from now on fails in its write: the channel is closed.
      pending.values().forEach(answer -> answer.completeExceptionally(failure));
      if (greeted) {
        listener.closed();
      }
    }
  }

  private void receive(JsonNode message) {
    if (message.has("QMP")) {
      greeting.complete(message);
    } else if (message.has("event")) {
      listener.event(QmpEvent.of(message));
    } else if (message.has("id")) {
      var answer = pending.get(message.get("id").asLong(0));
      if (answer == null) {
        return; // its caller has stopped waiting
      }
      if (message.has("return")) {
        answer.complete(message.get("return"));
      } else {
        answer.completeExceptionally(
            new IOException("QEMU says: " + message.at("/error/desc").asString("no reason")));
      }
    }
  }
}
