package io.anyrack.service;

import io.anyrack.rack.RackException;
import io.anyrack.rack.node.Event;
import io.anyrack.rack.node.EventLog;
import io.anyrack.service.control.JsonLines;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import tools.jackson.databind.node.ObjectNode;

/** A client that reads an event log, and maybe follows it. Lines: {@code {"event": {…}}}. */
final class LogRequest {
  private static final System.Logger LOG = System.getLogger(LogRequest.class.getName());

  /** A client that is this many events behind is let go: it shall not miss one unknowingly. */
  private static final int MAX_PENDING = 4096;

  private final RackService service;

  LogRequest(RackService service) {
    this.service = service;
  }

  ObjectNode serve(ObjectNode request, JsonLines connection) throws IOException {
    String name = request.path("node").asString("rack");
    EventLog log =
        service
            .node(name)
            .map(node -> node.events())
            .orElseGet(
                () -> {
                  if (name.equals("rack")) {
                    return service.events();
                  }
                  throw new RackException("the rack has no node '" + name + "'");
                });
    BlockingQueue<Event> later = new ArrayBlockingQueue<>(MAX_PENDING);
    try (EventLog.Subscription _ =
        log.listen(
            event -> {
              if (!later.offer(event)) {
                connection.close();
              }
            })) {
      boolean newOnly = request.path("new-only").asBoolean(false);
      long last = 0;
      for (Event event : log.everything()) {
        if (!newOnly) {
          connection.write(line(event));
        }
        last = event.id();
      }
      boolean follow = request.path("follow").asBoolean(false);
      if (follow) {
        endWith(connection);
      }
      while (follow) {
        Event event = later.take();
        if (event.id() > last) {
          connection.write(line(event));
        }
      }
    } catch (InterruptedException e) {
      throw new IOException("the client went away", e);
    }
    return JsonLines.object();
  }

  /** A client that follows says nothing more: the end of its stream ends the request. */
  private static void endWith(JsonLines connection) {
    Thread request = Thread.currentThread();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                connection.read();
              } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "the client went away: " + e.getMessage());
              }
              request.interrupt();
            });
  }

  private static ObjectNode line(Event event) {
    ObjectNode line = JsonLines.object();
    line.putObject("event")
        .put("id", event.id())
        .put("time", event.time().truncatedTo(ChronoUnit.MILLIS).toString())
        .put("kind", event.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .put("message", event.message())
        .put("origin", event.origin());
    return line;
  }
}
