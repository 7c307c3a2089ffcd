package io.anyrack.fakestack.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Serial lines as nova-serialproxy hands them out; left out where a cloud has none. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SerialConsoleContract {
  private static final String SERIAL =
      "{\"remote_console\": {\"protocol\": \"serial\", \"type\": \"serial\"}}";

  private Wire wire;
  private Ground ground;
  private Guest guest;

  abstract Access access();

  @BeforeAll
  void server() {
    wire = new Wire(access());
    ground = Ground.make(wire);
    guest = ground.guest(ground.server(""));
    guest.await("ACTIVE");
    assumeTrue(ask().status() == 200, "this cloud hands out no serial lines");
  }

  @AfterAll
  void close() {
    wire.close();
  }

  private Reply ask() {
    return wire.post("compute", guest.path() + "/remote-consoles", SERIAL);
  }

  private URI url() {
    Reply reply = ask();
    assertThat(reply.text("/remote_console/protocol")).isEqualTo("serial");
    assertThat(reply.text("/remote_console/type")).isEqualTo("serial");
    return URI.create(reply.text("/remote_console/url"));
  }

  /** A client of a line. */
  private static final class Client implements WebSocket.Listener, AutoCloseable {
    final CompletableFuture<String> ended = new CompletableFuture<>();
    final WebSocket socket;
    private final HttpClient http = HttpClient.newHttpClient();

    Client(URI url) {
      socket = http.newWebSocketBuilder().subprotocols("binary").buildAsync(url, this).join();
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
      from.request(1);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      ended.complete("closed");
      return CompletableFuture.completedStage(null);
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      ended.complete("broken off");
    }

    boolean stays() throws Exception {
      try {
        ended.get(300, TimeUnit.MILLISECONDS);
        return false;
      } catch (TimeoutException e) {
        return true;
      }
    }

    @Override
    public void close() {
      socket.abort();
      http.close();
    }
  }

  @Test
  void aLineIsAWebSocketOfOctetsThatEndsWithTheServer() throws Exception {
    URI url = url();
    assertThat(url.getScheme()).isEqualTo("ws");
    assertThat(url.getQuery()).startsWith("token=");
    try (Client first = new Client(url);
        Client second = new Client(url())) {
      assertThat(first.socket.getSubprotocol()).isEqualTo("binary");
      first.socket.sendBinary(ByteBuffer.wrap(new byte[] {13}), true).join();
      assertThat(first.stays()).isTrue();
      assertThat(second.stays()).as("it waits without a word").isTrue();

      guest.act("{\"os-stop\": null}", "2.1", "SHUTOFF");

      assertThat(first.ended.get(1, TimeUnit.MINUTES)).isNotEmpty();
      assertThat(second.ended.get(1, TimeUnit.MINUTES)).isNotEmpty();
    }
    guest.act("{\"os-start\": null}", "2.1", "ACTIVE");
  }

  @Test
  void aTokenThatIsNoneEndsTheConnection() throws Exception {
    URI url = URI.create(url().toString().replaceFirst("token=.*", "token=nonsense"));
    try (Client client = new Client(url)) {
      assertThat(client.ended.get(1, TimeUnit.MINUTES)).isNotEmpty();
    }
  }
}
