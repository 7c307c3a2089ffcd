package io.anyrack.openstack.http;

import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/** What a request carries. */
sealed interface Body {
  /** Nothing. */
  record None() implements Body {}

  /** A document. */
  record Json(JsonNode document) implements Body {}

  /** A document with a media type of its own. */
  record Typed(JsonNode document, String mediaType) implements Body {}

  /** A file's octets, streamed. */
  record File(Path path) implements Body {}
}
