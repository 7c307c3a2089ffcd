package io.anyrack.cli.process;

import io.anyrack.cli.output.Terminal;
import io.anyrack.rack.RackException;
import io.anyrack.service.control.ControlClient;
import io.anyrack.service.control.ControlException;
import io.anyrack.service.control.JsonLines;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.node.ObjectNode;

/** Waits until consoles show a word, and tells meanwhile what happens to their nodes. */
public final class ConsoleWatch implements AutoCloseable {
  private final ControlClient service;
  private final Terminal terminal;
  private final List<JsonLines> connections = new ArrayList<>();
  private final Map<String, CompletableFuture<String>> marks = new LinkedHashMap<>();

  /** A watch that follows no node yet. */
  public ConsoleWatch(ControlClient service, Terminal terminal) {
    this.service = service;
    this.terminal = terminal;
  }

  /** Follows a node's log, and its console until a line there has {@code mark}. */
  public void follow(String node, String mark) {
    CompletableFuture<String> seen = new CompletableFuture<>();
    marks.put(node, seen);
    StringBuilder line = new StringBuilder();
    listen(
        ControlClient.request("console").put("node", node).put("watch-only", true),
        output -> {
          for (char c : text(output).toCharArray()) {
            if (c != '\n') {
              line.append(c);
            } else {
              if (line.indexOf(mark) >= 0) {
                seen.complete(line.toString().strip());
              }
              line.setLength(0);
            }
          }
        });
    listen(
        ControlClient.request("log").put("node", node).put("follow", true).put("new-only", true),
        event -> {
          String kind = event.path("event").path("kind").asString("");
          if (kind.equals("netboot") || kind.startsWith("power")) {
            terminal.say("   " + node + "  " + event.path("event").path("message").asString(""));
          }
        });
  }

  private static String text(ObjectNode output) {
    return new String(
        Base64.getDecoder().decode(output.path("out").asString("")), StandardCharsets.ISO_8859_1);
  }

  private void listen(ObjectNode request, java.util.function.Consumer<ObjectNode> lines) {
    JsonLines connection = service.open(request);
    connections.add(connection);
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                ControlClient.await(connection, lines);
              } catch (ControlException e) {
                marks.values().forEach(mark -> mark.completeExceptionally(e));
              }
            });
  }

  /**
   * Returns when every console has shown its mark.
   *
   * @throws RackException if one has not in time
   */
  public void await(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    marks.forEach(
        (node, mark) -> {
          try {
            terminal.say(
                "   "
                    + node
                    + "  console: "
                    + mark.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RackException("interrupted; the rack stays up", e);
          } catch (ExecutionException e) {
            throw new RackException("the rack's service ended while " + node + " was watched", e);
          } catch (TimeoutException e) {
            throw new RackException(
                node
                    + " did not boot in "
                    + limit.toSeconds()
                    + " s; look at `anyrack console --rack demo "
                    + node
                    + " --history` and `anyrack log --rack demo "
                    + node
                    + "`",
                e);
          }
        });
  }

  @Override
  public void close() {
    connections.forEach(JsonLines::close);
  }
}
