package io.anyrack.redfish.event;

import io.anyrack.rack.node.Event;
import io.anyrack.redfish.schema.Documents;
import io.anyrack.redfish.schema.Schema;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event in Redfish's words (registry ResourceEvent).
 *
 * @param id 1 and up, never used twice by a service
 * @param node whose event it is
 * @param time when it happened
 * @param messageId which message
 * @param text the message
 * @param args its arguments
 * @param severity OK, Warning or Critical
 */
public record Notice(
    long id,
    String node,
    Instant time,
    String messageId,
    String text,
    List<String> args,
    String severity) {
  private static final String PREFIX = "ResourceEvent.1.4.";

  /** Copies the list. */
  public Notice {
    args = List.copyOf(args);
  }

  /** The event in Redfish's words; empty: it is none that clients are told. */
  static Optional<Notice> of(long id, String node, Event event) {
    String system = uri(node);
    return switch (event.kind()) {
      case POWER_ON ->
          message(
              id, node, event, "ResourcePoweredOn", "The resource '%s' has powered on.", system);
      case POWER_OFF ->
          message(
              id, node, event, "ResourcePoweredOff", "The resource '%s' has powered off.", system);
      case PAUSE ->
          message(id, node, event, "ResourcePaused", "The resource '%s' was paused.", system);
      case RESUME ->
          Optional.of(
              new Notice(
                  id,
                  node,
                  event.time(),
                  PREFIX + "ResourceStateChanged",
                  "The state of resource '%s' has changed to Enabled.".formatted(system),
                  List.of(system, "Enabled"),
                  "OK"));
      case RESET, BOOT, MEDIA ->
          Optional.of(
              new Notice(
                  id,
                  node,
                  event.time(),
                  PREFIX + "ResourceChanged",
                  "One or more resource properties have changed.",
                  List.of(),
                  "OK"));
      case FAULT ->
          Optional.of(
              new Notice(
                  id,
                  node,
                  event.time(),
                  PREFIX + "ResourceStatusChangedWarning",
                  "The health of resource '%s' has changed to Warning.".formatted(system),
                  List.of(system, "Warning"),
                  "Warning"));
      default -> Optional.empty();
    };
  }

  private static Optional<Notice> message(
      long id, String node, Event event, String key, String text, String system) {
    return Optional.of(
        new Notice(
            id, node, event.time(), PREFIX + key, text.formatted(system), List.of(system), "OK"));
  }

  static Notice test(long id, String node, Instant time) {
    return new Notice(id, node, time, PREFIX + "TestMessage", "Test message.", List.of(), "OK");
  }

  private static String uri(String node) {
    return "/redfish/v1/Systems/" + node;
  }

  /** The event as it is sent (schema {@code Event}). */
  public ObjectNode json(String context) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("@odata.type", Schema.EVENT.type())
        .put("Id", Long.toString(id))
        .put("Name", "Event")
        .put("Context", context);
    ObjectNode record = json.putArray("Events").addObject();
    record
        .put("MemberId", "0")
        .put("EventId", Long.toString(id))
        .put("EventTimestamp", time.truncatedTo(ChronoUnit.MILLIS).toString())
        .put("MessageId", messageId)
        .put("Message", text)
        .put("MessageSeverity", severity);
    Documents.words(record, "MessageArgs", args);
    Documents.link(record, "OriginOfCondition", uri(node));
    return json;
  }
}
