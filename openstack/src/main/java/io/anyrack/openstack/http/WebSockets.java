package io.anyrack.openstack.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Web sockets (RFC 6455) that carry octets, as OpenStack's console proxies have them: subprotocol
 * {@code binary}. No {@code Origin} is sent, which they take for a client that is no browser.
 * Thread-safe.
 */
public final class WebSockets {
  private final HttpClient http;
  private final Duration connectTime;
  private final int waiting;

  /**
   * Web sockets.
   *
   * @param http makes the connections
   * @param connectTime until one is open
   * @param waiting the most octets that wait to be sent; more are dropped
   */
  public WebSockets(HttpClient http, Duration connectTime, int waiting) {
    this.http = http;
    this.connectTime = connectTime;
    this.waiting = waiting;
  }

  /** An open web socket. Thread-safe. */
  public interface Connection extends AutoCloseable {
    /** Sends octets, in order; does not block. */
    void send(byte[] octets);

    @Override
    void close();
  }

  /**
   * Opens one.
   *
   * @param url its query may hold a token: it is in no message
   * @param octets gets what comes, from one thread at a time; must not block
   * @param ended is called once, when it ends without {@link Connection#close}
   * @throws UnavailableException if it cannot be opened
   */
  public Connection open(URI url, Consumer<byte[]> octets, Runnable ended) {
    Socket socket = new Socket(octets, ended, waiting);
    CompletableFuture<WebSocket> opening =
        http.newWebSocketBuilder()
            .subprotocols("binary")
            .connectTimeout(connectTime)
            .buildAsync(url, socket);
    try {
      socket.use(opening.get(connectTime.toMillis(), TimeUnit.MILLISECONDS));
      return socket;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      giveUp(opening);
      throw unreachable(url, "interrupted");
    } catch (TimeoutException e) {
      giveUp(opening);
      throw unreachable(url, "no answer within " + connectTime.toSeconds() + " s");
    } catch (ExecutionException e) {
      throw unreachable(
          url,
          e.getCause() instanceof WebSocketHandshakeException refused
              ? "it answered " + refused.getResponse().statusCode() + " and opened no web socket"
              : Silence.words(
                  e.getCause() instanceof IOException cause ? cause : new IOException(e)));
    }
  }

  private static void giveUp(CompletableFuture<WebSocket> opening) {
    var _ = opening.thenAccept(WebSocket::abort);
    opening.cancel(true);
  }

  private static UnavailableException unreachable(URI url, String why) {
    return new UnavailableException(
        new Refusal(0, "console proxy", "at " + url.getHost() + ":" + url.getPort(), why, ""));
  }

  private static final class Socket implements Connection, WebSocket.Listener {
    private final Consumer<byte[]> octets;
    private final Runnable ended;
    private final int waiting;
    private final AtomicBoolean over = new AtomicBoolean();
    private final CompletableFuture<WebSocket> open = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();

    /** What waits while a message is under way: only one may be. */
    private ByteArrayOutputStream next = new ByteArrayOutputStream();

    private boolean sending;

    Socket(Consumer<byte[]> octets, Runnable ended, int waiting) {
      this.octets = octets;
      this.ended = ended;
      this.waiting = waiting;
    }

    void use(WebSocket socket) {
      open.complete(socket);
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      byte[] got = new byte[data.remaining()];
      data.get(got);
      if (got.length > 0) {
        octets.accept(got);
      }
      socket.request(1);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      byte[] got = data.toString().getBytes(StandardCharsets.UTF_8);
      if (got.length > 0) {
        octets.accept(got);
      }
      socket.request(1);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      end();
      return CompletableFuture.completedStage(null);
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      end();
    }

    private void end() {
      if (over.compareAndSet(false, true)) {
        ended.run();
      }
    }

    @Override
    public void send(byte[] more) {
      lock.lock();
      try {
        if (next.size() + more.length > waiting) {
          return;
        }
        next.writeBytes(more);
        if (sending) {
          return;
        }
        sending = true;
      } finally {
        lock.unlock();
      }
      sendNext();
    }

    private void sendNext() {
      byte[] now;
      lock.lock();
      try {
        now = next.toByteArray();
        sending = now.length > 0 && !over.get();
        if (!sending) {
          return;
        }
        next = new ByteArrayOutputStream();
      } finally {
        lock.unlock();
      }
      var _ =
          open.thenCompose(socket -> socket.sendBinary(ByteBuffer.wrap(now), true))
              .whenComplete(
                  (_, failure) -> {
                    if (failure == null) {
                      sendNext();
                    } else {
                      end();
                    }
                  });
    }

    @Override
    public void close() {
      over.set(true);
      var _ =
          open.thenCompose(
              socket ->
                  socket
                      .sendClose(WebSocket.NORMAL_CLOSURE, "")
                      .orTimeout(1, TimeUnit.SECONDS)
                      .whenComplete((_, _) -> socket.abort()));
    }
  }
}
