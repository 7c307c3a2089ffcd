package io.anyrack.redfish.message;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One message to a client (DSP0266 §8.6).
 *
 * @param kind which one of the registry
 * @param args its arguments, in order
 * @param property a JSON pointer to the property it is about, such as {@code
 *     /Boot/BootSourceOverrideTarget}
 * @param resolution what to do, where it is known better than the registry does
 */
public record Message(
    BaseMessage kind, List<String> args, Optional<String> property, Optional<String> resolution) {
  /** Copies the list. */
  public Message {
    args = List.copyOf(args);
  }

  /** A message about no property. */
  public static Message of(BaseMessage kind, String... args) {
    return new Message(kind, List.of(args), Optional.empty(), Optional.empty());
  }

  /** The same message about a property. */
  public Message about(String pointer) {
    return new Message(kind, args, Optional.of(pointer), resolution);
  }

  /** The same message with what this service knows to advise. */
  public Message advising(String text) {
    return new Message(kind, args, property, Optional.of(text));
  }

  /** The text with its arguments put in. */
  public String text() {
    return kind.text(args);
  }

  /** As the schema {@code Message} has it. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("@odata.type", "#Message.v1_1_2.Message")
        .put("MessageId", kind.id())
        .put("Message", text());
    ArrayNode arguments = json.putArray("MessageArgs");
    args.forEach(arguments::add);
    property.ifPresent(pointer -> json.putArray("RelatedProperties").add("#" + pointer));
    json.put("MessageSeverity", kind.severity().word())
        .put("Severity", kind.severity().word())
        .put("Resolution", resolution.orElse(kind.resolution()));
    return json;
  }
}
