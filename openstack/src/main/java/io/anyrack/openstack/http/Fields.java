package io.anyrack.openstack.http;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Reads an object of an answer. What is missing or null reads as nothing, since clouds differ in
 * what they leave out.
 *
 * @param node the object
 */
public record Fields(JsonNode node) {

  /** A text; empty where there is none. */
  public String text(String name) {
    return optional(name).orElse("");
  }

  /** A text that need not be there; an empty one counts as not there. */
  public Optional<String> optional(String name) {
    JsonNode value = node.path(name);
    if (value.isMissingNode() || value.isNull() || value.isContainer()) {
      return Optional.empty();
    }
    return Optional.of(value.asString()).filter(text -> !text.isEmpty());
  }

  /** A whole number; 0 where there is none. */
  public int number(String name) {
    return number(name, 0);
  }

  /** A whole number, or {@code otherwise}. */
  public int number(String name, int otherwise) {
    return node.path(name).asInt(otherwise);
  }

  /** A whole number that may be large, or {@code otherwise}. */
  public long longNumber(String name, long otherwise) {
    return node.path(name).asLong(otherwise);
  }

  /** A truth value, or {@code otherwise}. */
  public boolean flag(String name, boolean otherwise) {
    return node.path(name).asBoolean(otherwise);
  }

  /** An object inside; an empty one where there is none. */
  public Fields object(String name) {
    return new Fields(node.path(name));
  }

  /** Whether there is an object, a list or a value under this name. */
  public boolean has(String name) {
    return node.hasNonNull(name);
  }

  /** The elements of a list. */
  public <T> List<T> list(String name, Function<Fields, T> element) {
    return node.path(name).valueStream().map(each -> element.apply(new Fields(each))).toList();
  }

  /** A list of texts. */
  public List<String> texts(String name) {
    return node.path(name).valueStream().map(JsonNode::asString).toList();
  }

  /** An object of texts, in the answer's order. */
  public Map<String, String> map(String name) {
    Map<String, String> map = new LinkedHashMap<>();
    node.path(name)
        .properties()
        .forEach(entry -> map.put(entry.getKey(), scalar(entry.getValue())));
    return map;
  }

  /** All values of this object that are neither objects nor lists, as texts. */
  public Map<String, String> scalars() {
    Map<String, String> map = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!entry.getValue().isContainer() && !entry.getValue().isNull()) {
        map.put(entry.getKey(), entry.getValue().asString());
      }
    }
    return map;
  }

  private static String scalar(JsonNode value) {
    return value.isNull() ? "" : value.isContainer() ? value.toString() : value.asString();
  }

  /** A point in time, with or without a zone; without one it is UTC. */
  public Optional<Instant> instant(String name) {
    return optional(name).flatMap(Fields::instantOf);
  }

  private static Optional<Instant> instantOf(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      return utc(text);
    }
  }

  private static Optional<Instant> utc(String text) {
    try {
      return Optional.of(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
