package io.anyrack.service.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.rack.RackException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class ControlTest {
  @TempDir Path directory;
  private ControlServer server;
  private ControlClient client;

  @BeforeEach
  void listen() {
    server = new ControlServer(directory.resolve("control.sock"), 4, new Echo());
    client = new ControlClient(directory.resolve("control.sock"));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static final class Echo implements ControlServer.Handler {
    @Override
    public ObjectNode handle(ObjectNode request, JsonLines connection) throws IOException {
      return switch (request.path("op").asString("")) {
        case "hello" -> JsonLines.object().put("pid", 1);
        case "count" -> {
          for (int i = 1; i <= 3; i++) {
            connection.write(JsonLines.object().put("progress", i));
          }
          yield JsonLines.object().put("counted", 3);
        }
        case "wait" -> {
          connection.write(JsonLines.object().put("waiting", true));
          connection.read();
          yield JsonLines.object();
        }
        case "refuse" -> throw new RackException("there is no node-9");
        default -> throw new IllegalStateException("boom");
      };
    }

    @Override
    public void answered(ObjectNode request) {}
  }

  @Test
  void answersARequest() {
    assertThat(client.isUp()).isTrue();
    assertThat(client.call("hello").path("pid").asInt()).isEqualTo(1);
  }

  @Test
  void tellsHowALongRequestGoesOn() {
    List<Integer> progress = new ArrayList<>();
    assertThat(
            client
                .call(
                    ControlClient.request("count"),
                    line -> progress.add(line.path("progress").asInt()))
                .path("counted")
                .asInt())
        .isEqualTo(3);
    assertThat(progress).containsExactly(1, 2, 3);
  }

  @Test
  void passesARefusalOn() {
    assertThatThrownBy(() -> client.call("refuse"))
        .isInstanceOf(ControlException.class)
        .hasMessage("there is no node-9");
  }

  @Test
  void saysThatTheServiceFailed() {
    assertThatThrownBy(() -> client.call("anything")).hasMessageContaining("the service failed");
  }

  @Test
  void saysThatNoServiceAnswers() {
    server.close();
    assertThat(client.isUp()).isFalse();
    assertThatThrownBy(() -> client.call("hello")).hasMessageContaining("does not answer");
  }

  @Test
  void tellsOneClientTooMany() throws IOException {
    List<JsonLines> others = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        others.add(client.open(ControlClient.request("wait")));
        assertThat(others.get(i).read().orElseThrow().has("waiting")).isTrue();
      }
      try (JsonLines connection =
          new JsonLines(
              SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve("control.sock"))))) {
        assertThat(connection.read().orElseThrow().path("error").asString(""))
            .isEqualTo("the service has too many clients; close a console or a log");
      }
    } finally {
      others.forEach(JsonLines::close);
    }
    awaitUp();
  }

  @Test
  void takesThePlaceOfAServerThatDied() {
    try (ControlServer _ = new ControlServer(directory.resolve("control.sock"), 4, new Echo())) {
      assertThat(client.isUp()).isTrue();
    }
  }

  @Test
  void letsOnlyTheOwnerIn() throws IOException {
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("control.sock"))))
        .isEqualTo("rw-------");
  }

  @Test
  void survivesGarbage() throws IOException {
    Random random = new Random(7);
    for (int i = 0; i < 50; i++) {
      byte[] garbage = new byte[random.nextInt(200)];
      random.nextBytes(garbage);
      try (SocketChannel channel =
          SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve("control.sock")))) {
        channel.write(ByteBuffer.wrap(garbage));
        channel.write(ByteBuffer.wrap("\n[1]\n".getBytes(UTF_8)));
      } catch (IOException e) {
        // The server may close first.
      }
    }
    awaitUp();
  }

  /** Connections of the garbage may still hold all places for a moment. */
  private void awaitUp() {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (!client.isUp()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }
}
