package io.anyrack.fakestack.world;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Small words for JSON trees. Thread-safe: there is no state. */
public final class Json {
  /** Reads and writes; shared, as Jackson's mappers are meant to be. */
  public static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  /** An empty object. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** An object with one member. */
  public static ObjectNode object(String name, JsonNode value) {
    ObjectNode node = object();
    node.set(name, value);
    return node;
  }

  /** An empty array. */
  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /** An array of strings. */
  public static ArrayNode strings(Collection<String> values) {
    ArrayNode array = array();
    values.forEach(array::add);
    return array;
  }

  /** The member's text, also of numbers; empty if it is missing or null. */
  public static String text(JsonNode node, String name) {
    return text(node.path(name));
  }

  /** The node's text, also of numbers; empty if it is missing or null. */
  public static String text(JsonNode node) {
    return node.isMissingNode() || node.isNull() || node.isContainer() ? "" : node.asString();
  }

  /** The member's text if it is there, is not null and is not empty. */
  public static Optional<String> given(JsonNode node, String name) {
    String text = text(node, name);
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  /** The elements' texts. */
  public static List<String> texts(JsonNode array) {
    List<String> list = new ArrayList<>();
    array.forEach(each -> list.add(text(each)));
    return list;
  }

  /** The member as an object, an empty one if it is not. */
  public static ObjectNode part(JsonNode node, String name) {
    return node.path(name) instanceof ObjectNode object ? object : object();
  }
}
