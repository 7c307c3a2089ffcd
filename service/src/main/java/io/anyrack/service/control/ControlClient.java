package io.anyrack.service.control;

import io.anyrack.rack.cloud.BrokenOffException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Sends requests to a rack's service. Each call makes a connection of its own. Thread-safe. */
public final class ControlClient {
  private final Path socket;

  /**
   * A client for the service that listens on {@code socket}.
   *
   * @param socket the service's unix socket
   */
  public ControlClient(Path socket) {
    this.socket = socket;
  }

  /** Whether a service answers. */
  public boolean isUp() {
    if (!Files.exists(socket)) {
      return false;
    }
    try {
      call("hello");
      return true;
    } catch (ControlException e) {
      return false;
    }
  }

  /** A request without content. */
  public JsonNode call(String op) {
    return call(request(op), _ -> {});
  }

  /** A request without further lines of interest. */
  public JsonNode call(ObjectNode request) {
    return call(request, _ -> {});
  }

  /**
   * Sends a request and waits for its result.
   *
   * @param further gets each line before the result
   * @throws BrokenOffException if another request ended this one
   * @throws ControlException if the service refuses, or cannot be reached
   */
  public JsonNode call(ObjectNode request, Consumer<ObjectNode> further) {
    try (JsonLines connection = open(request)) {
      return await(connection, further);
    }
  }

  /**
   * Sends a request and hands out the connection, for a request that talks in both directions.
   *
   * @throws ControlException if the service cannot be reached
   */
  public JsonLines open(ObjectNode request) {
    try {
      JsonLines connection = new JsonLines(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
      connection.write(request);
      return connection;
    } catch (IOException e) {
      throw new ControlException(
          "the service of this rack does not answer on " + socket + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads lines until the result.
   *
   * @throws BrokenOffException if another request ended this one
   * @throws ControlException if there is an error instead, or the connection ends
   */
  public static JsonNode await(JsonLines connection, Consumer<ObjectNode> further) {
    try {
      for (Optional<ObjectNode> line = connection.read();
          line.isPresent();
          line = connection.read()) {
        ObjectNode answer = line.get();
        if (answer.path("broken-off").asBoolean(false)) {
          throw new BrokenOffException(answer.path("error").asString(""));
        }
        if (answer.has("error")) {
          throw new ControlException(answer.path("error").asString(""));
        }
        if (answer.has("result")) {
          return answer.path("result");
        }
        further.accept(answer);
      }
    } catch (IOException e) {
      throw new ControlException("the connection to the service broke: " + e.getMessage(), e);
    }
    throw new ControlException("the service ended before it answered; see `anyrack log rack`");
  }

  /** A request to fill. */
  public static ObjectNode request(String op) {
    return JsonLines.object().put("op", op);
  }
}
