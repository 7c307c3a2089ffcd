package io.anyrack.redfish.message;

import io.anyrack.rack.RackException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A request that is refused: its status, what the client is told, and headers beside it. */
public final class RedfishException extends RackException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final transient List<Message> messages;
  private final transient Map<String, String> headers;

  /** A refusal with headers. */
  public RedfishException(int status, List<Message> messages, Map<String, String> headers) {
    super(messages.stream().map(Message::text).collect(Collectors.joining(" ")));
    this.status = status;
    this.messages = List.copyOf(messages);
    this.headers = Map.copyOf(headers);
  }

  /** A refusal with one message. */
  public RedfishException(int status, Message message) {
    this(status, List.of(message), Map.of());
  }

  /** There is no such resource. */
  public static RedfishException notFound(String uri) {
    return new RedfishException(404, Message.of(BaseMessage.RESOURCE_MISSING_AT_URI, uri));
  }

  /** Something else has to end first. */
  public static RedfishException busy(Duration retryAfter, String what) {
    String seconds = Long.toString(Math.max(1, retryAfter.toSeconds()));
    return new RedfishException(
        503,
        List.of(
            Message.of(BaseMessage.SERVICE_TEMPORARILY_UNAVAILABLE, seconds)
                .advising("Wait for what is under way (" + what + ") and retry the operation.")),
        Map.of("Retry-After", seconds));
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** Headers of the answer. */
  public Map<String, String> headers() {
    return headers;
  }

  /** The body of the answer (DSP0266 §8.6). */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode error = json.putObject("error");
    if (messages.size() == 1) {
      error.put("code", messages.getFirst().kind().id()).put("message", messages.getFirst().text());
    } else {
      error
          .put("code", BaseMessage.GENERAL_ERROR.id())
          .put("message", "Several things are wrong with the request: see the extended messages.");
    }
    ArrayNode extended = error.putArray("@Message.ExtendedInfo");
    messages.forEach(message -> extended.add(message.json()));
    return json;
  }
}
