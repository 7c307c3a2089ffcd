package io.anyrack.cli.verify;

import io.anyrack.service.control.ControlClient;
import io.anyrack.service.control.ControlServer;
import io.anyrack.service.control.JsonLines;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A rack's service that says what a test wants. */
final class FakeService implements AutoCloseable {
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final ControlServer server;
  private final ControlClient client;

  FakeService(Path directory) {
    Path socket = directory.resolve("s");
    server = new ControlServer(socket, 8, new Saying());
    client = new ControlClient(socket);
  }

  ControlClient client() {
    return client;
  }

  /** From now on the answer to {@code op}. */
  FakeService says(String op, String json) {
    answers.put(op, json);
    return this;
  }

  private final class Saying implements ControlServer.Handler {
    @Override
    public ObjectNode handle(ObjectNode request, JsonLines connection) {
      String op = request.path("op").asString("");
      return (ObjectNode)
          JsonMapper.shared().readTree(Optional.ofNullable(answers.get(op)).orElse("{}"));
    }

    @Override
    public void answered(ObjectNode request) {
      // Nothing follows.
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
