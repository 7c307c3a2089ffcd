package io.anyrack.netboot.http;

import com.sun.net.httpserver.HttpExchange;
import io.anyrack.netboot.event.BootEvent;
import io.anyrack.netboot.event.BootObserver;
import io.anyrack.netboot.file.Document;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers requests of nodes that are known, and tells the observer. Thread-safe. */
final class NodeAnswers {
  private static final System.Logger LOG = System.getLogger(NodeAnswers.class.getName());

  private final BootObserver observer;
  private final Clock clock;

  NodeAnswers(BootObserver observer, Clock clock) {
    this.observer = observer;
    this.clock = clock;
  }

  /**
   * Answers one request.
   *
   * @param node who asks
   * @param path what the observer is told that it asks for
   * @param document finds what it gets
   * @return whether it was a GET that got the whole document
   * @throws IOException if the node went away
   */
  boolean answer(
      HttpExchange exchange, String node, String path, Supplier<Optional<Document>> document)
      throws IOException {
    DocumentWriter writer = new DocumentWriter(exchange);
    String method = exchange.getRequestMethod();
    try {
      if (method.equals("GET") || method.equals("HEAD")) {
        write(writer, node, path, document.get());
      } else {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        refuse(writer, 405, "only GET and HEAD\n");
      }
      return method.equals("GET") && writer.status() == 200;
    } finally {
      observer.happened(
          new BootEvent.HttpServed(clock.instant(), node, path, writer.status(), writer.sent()));
    }
  }

  private static void write(
      DocumentWriter writer, String node, String path, Optional<Document> document)
      throws IOException {
    if (document.isEmpty()) {
      refuse(writer, 404, "not found\n");
      return;
    }
    try {
      writer.write(document.get());
    } catch (FileSystemException e) {
      LOG.log(
          Level.WARNING,
          "HTTP: {0} asked for {1}, which cannot be read: {2}",
          node,
          path,
          e.getMessage());
      refuse(writer, 404, "not found\n");
    }
  }

  /** Says no. */
  static void refuse(DocumentWriter writer, int status, String text) throws IOException {
    writer.write(
        status,
        new Document.Made("text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8)));
  }
}
