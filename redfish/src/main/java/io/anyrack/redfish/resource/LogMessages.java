package io.anyrack.redfish.resource;

import io.anyrack.rack.node.Event;
import io.anyrack.redfish.schema.Documents;
import io.anyrack.redfish.schema.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The registry of the messages in nodes' logs: one for each kind of event, whose text is the
 * event's own words. It is served here, as nobody else publishes it.
 */
final class LogMessages {
  static final String PREFIX = "Anyrack";
  static final String REGISTRY = PREFIX + ".1.0.0";

  private LogMessages() {}

  /** Says which message an entry has. */
  static void addTo(ObjectNode entry, Event event) {
    entry.put("MessageId", "%s.1.0.%s".formatted(PREFIX, key(event.kind())));
    Documents.words(entry, "MessageArgs", List.of(event.message()));
  }

  /** How bad an event of a kind is. */
  static String severity(Event.Kind kind) {
    return kind == Event.Kind.FAULT ? "Warning" : "OK";
  }

  private static String key(Event.Kind kind) {
    return Arrays.stream(kind.name().split("_", -1))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }

  /** The registry (schema {@code MessageRegistry}). */
  static ObjectNode registry() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("@odata.type", Schema.MESSAGE_REGISTRY.type())
            .put("Id", REGISTRY)
            .put("Name", "Messages of nodes' logs")
            .put("Language", "en")
            .put("RegistryPrefix", PREFIX)
            .put("RegistryVersion", "1.0.0")
            .put("OwningEntity", "Anyrack");
    ObjectNode messages = json.putObject("Messages");
    for (Event.Kind kind : Event.Kind.values()) {
      String words = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      ObjectNode message =
          messages
              .putObject(key(kind))
              .put(
                  "Description", "An event of the kind '%s' in the log of a node.".formatted(words))
              .put("Message", "%1")
              .put("MessageSeverity", severity(kind))
              .put("NumberOfArgs", 1);
      Documents.words(message, "ParamTypes", List.of("string"));
      Documents.words(message, "ArgDescriptions", List.of("What happened, in words."));
      message.put("Resolution", "None.");
    }
    return json;
  }
}
