package io.anyrack.local.qemu;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * Something QEMU says by itself.
 *
 * @param name such as {@code SHUTDOWN}
 * @param data its members; an empty object where it has none
 * @param time when it happened, by QEMU's clock
 */
record QmpEvent(String name, JsonNode data, Instant time) {
  /** A member of the data; empty where there is none. */
  String text(String member) {
    return data.path(member).asString("");
  }

  /** Reads an event as it is on the wire. */
  static QmpEvent of(JsonNode message) {
    JsonNode time = message.path("timestamp");
    return new QmpEvent(
        message.path("event").asString(""),
        message.path("data"),
        Instant.ofEpochSecond(time.path("seconds").asLong(0))
            .plusNanos(time.path("microseconds").asLong(0) * 1000));
  }
}
