package io.anyrack.service;

import io.anyrack.rack.cloud.Console;
import io.anyrack.service.control.JsonLines;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import tools.jackson.databind.node.ObjectNode;

/**
 * A client at a node's serial line. Lines to the client: {@code {"out": Base64}}, and {@code
 * {"writer": WHO}} if somebody else may write. Lines from the client: {@code {"in": Base64}} and
 * {@code {"break": true}}.
 */
final class ConsoleRequest {
  /** A client that reads slower than this many pieces of output is let go. */
  private static final int MAX_PENDING = 4096;

  private final Console console;

  ConsoleRequest(Console console) {
    this.console = console;
  }

  ObjectNode serve(ObjectNode request, JsonLines connection) throws IOException {
    if (request.path("history-only").asBoolean(false)) {
      connection.write(output(console.history()));
      return JsonLines.object();
    }
    boolean watchOnly = request.path("watch-only").asBoolean(false);
    BlockingQueue<byte[]> pending = new ArrayBlockingQueue<>(MAX_PENDING);
    Thread sender = Thread.ofVirtual().start(() -> send(pending, connection));
    Optional<Console.Writer> writer =
        watchOnly ? Optional.empty() : console.claim("anyrack console");
    try (Console.Attachment _ =
        console.read(
            !watchOnly,
            octets -> {
              if (!pending.offer(octets)) {
                connection.close();
              }
            })) {
      if (writer.isEmpty() && !watchOnly) {
        connection.write(
            console
                .readOnly()
                .map(reason -> JsonLines.object().put("read-only", reason))
                .orElseGet(
                    () ->
                        JsonLines.object()
                            .put("writer", console.writer().orElse("somebody else"))));
      }
      for (Optional<ObjectNode> line = connection.read();
          line.isPresent();
          line = connection.read()) {
        input(line.get(), writer);
      }
    } finally {
      writer.ifPresent(Console.Writer::close);
      sender.interrupt();
    }
    return JsonLines.object();
  }

  private static void input(ObjectNode line, Optional<Console.Writer> writer) throws IOException {
    if (writer.isEmpty()) {
      return;
    }
    if (line.path("break").asBoolean(false)) {
      writer.get().sendBreak();
    } else {
      try {
        writer.get().write(Base64.getDecoder().decode(line.path("in").asString("")));
      } catch (IllegalArgumentException e) {
        throw new IOException("input that is not Base64", e);
      }
    }
  }

  private static void send(BlockingQueue<byte[]> pending, JsonLines connection) {
    try {
      while (true) {
        connection.write(output(pending.take()));
      }
    } catch (InterruptedException | IOException e) {
      connection.close();
    }
  }

  private static ObjectNode output(byte[] octets) {
    return JsonLines.object().put("out", Base64.getEncoder().encodeToString(octets));
  }
}
