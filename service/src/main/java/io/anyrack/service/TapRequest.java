package io.anyrack.service;

import io.anyrack.rack.RackException;
import io.anyrack.rack.net.Tap;
import io.anyrack.service.control.JsonLines;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * A client with a port of its own beside a node's. Lines to the client: {@code {"ready": true}},
 * then {@code {"frame": Base64}} for each frame that came in and {@code {"sent": WHY-NOT}} for each
 * that was to go out, empty where it did. Lines from the client: {@code {"frame": Base64}}. The
 * port goes when the client does.
 */
final class TapRequest {
  /** Above the largest frame a rack's network carries. */
  private static final int LARGEST_FRAME = 9100;

  private static final Duration LOOK = Duration.ofSeconds(1);

  private final RackService service;

  TapRequest(RackService service) {
    this.service = service;
  }

  ObjectNode serve(String node, ObjectNode request, JsonLines connection) throws IOException {
    boolean guarded = request.path("guarded").asBoolean(false);
    try (Tap tap =
        service
            .tap(node, request.path("nic").asInt(0), guarded)
            .orElseThrow(
                () -> new RackException("the frames of " + node + "'s network cannot be seen"))) {
      connection.write(JsonLines.object().put("ready", true));
      Thread receiver = Thread.ofVirtual().start(() -> receive(tap, connection));
      try {
        for (Optional<ObjectNode> line = connection.read();
            line.isPresent();
            line = connection.read()) {
          connection.write(JsonLines.object().put("sent", tap.send(frame(line.get())).orElse("")));
        }
      } finally {
        receiver.interrupt();
      }
    }
    return JsonLines.object();
  }

  private static byte[] frame(ObjectNode line) throws IOException {
    try {
      byte[] frame = Base64.getDecoder().decode(line.path("frame").asString(""));
      if (frame.length > LARGEST_FRAME) {
        throw new IOException("a frame of " + frame.length + " octets");
      }
      return frame;
    } catch (IllegalArgumentException e) {
      throw new IOException("a frame that is not Base64", e);
    }
  }

  private static void receive(Tap tap, JsonLines connection) {
    try {
      while (true) {
        Optional<byte[]> frame = tap.receive(LOOK);
        if (frame.isPresent()) {
          connection.write(
              JsonLines.object().put("frame", Base64.getEncoder().encodeToString(frame.get())));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      connection.close();
    }
  }
}
