package io.anyrack.fakestack.neutron;

import io.anyrack.fakestack.http.Answer;
import io.anyrack.fakestack.http.Call;
import io.anyrack.fakestack.http.Refusal;
import io.anyrack.fakestack.world.Caller;
import io.anyrack.fakestack.world.Json;
import io.anyrack.fakestack.world.World;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** All resources of one kind, as Neutron shows them; with the attributes that every kind has. */
final class Shelf {
  private static final Set<String> CONTROLS =
      Set.of(
          "fields",
          "limit",
          "marker",
          "page_reverse",
          "sort_key",
          "sort_dir",
          "tags",
          "tags-any",
          "not-tags",
          "not-tags-any");

  private final World world;
  private final String plural;
  private final String singular;
  private final String missingType;
  private final String missingMessage;
  private final Map<String, ObjectNode> byId = new LinkedHashMap<>();

  /**
   * An empty shelf.
   *
   * @param plural as in bodies, e.g. {@code security_groups}
   * @param missing type of the error for an unknown identifier, and its message with {@code %s}
   */
  Shelf(World world, String plural, String singular, String missing, String missingMessage) {
    this.world = world;
    this.plural = plural;
    this.singular = singular;
    this.missingType = missing;
    this.missingMessage = missingMessage;
  }

  String plural() {
    return plural;
  }

  String singular() {
    return singular;
  }

  /** The path's segment: dashes where bodies have underscores. */
  String path() {
    return plural.replace('_', '-');
  }

  /** A new resource with the attributes that all have; not yet on the shelf. */
  ObjectNode blank(String project, JsonNode asked) {
    String now = world.timestamp();
    return Json.object()
        .put("id", world.uuid())
        .put("name", Json.text(asked, "name"))
        .put("description", Json.text(asked, "description"))
        .put("tenant_id", project)
        .put("project_id", project)
        .put("created_at", now)
        .put("updated_at", now)
        .put("revision_number", 1)
        .set("tags", Json.array());
  }

  void add(ObjectNode resource) {
    byId.put(Json.text(resource, "id"), resource);
  }

  void remove(ObjectNode resource) {
    byId.remove(Json.text(resource, "id"));
  }

  Collection<ObjectNode> all() {
    return byId.values();
  }

  Optional<ObjectNode> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  int count(String project) {
    return (int)
        byId.values().stream()
            .filter(each -> Json.text(each, "project_id").equals(project))
            .count();
  }

  /** What may be changed by this caller; others' resources do not exist for it. */
  ObjectNode own(Caller caller, String id) {
    return find(id)
        .filter(each -> caller.owns(Json.text(each, "project_id")))
        .orElseThrow(() -> missing(id));
  }

  Refusal missing(String id) {
    return Refusal.neutron(404, missingType, missingMessage.formatted(id));
  }

  /** A change: also one to equal values. */
  void touch(ObjectNode resource) {
    resource.put("revision_number", resource.path("revision_number").asInt(0) + 1);
    resource.put("updated_at", world.timestamp());
  }

  Answer list(Call call, Collection<ObjectNode> visible) {
    List<ObjectNode> found = new ArrayList<>();
    for (ObjectNode each : visible) {
      if (fits(call, each)) {
        found.add(each);
      }
    }
    call.parameter("sort_key")
        .ifPresent(
            key -> {
              Comparator<ObjectNode> order = Comparator.comparing(each -> Json.text(each, key));
              found.sort(
                  call.parameter("sort_dir").orElse("asc").equals("desc")
                      ? order.reversed()
                      : order);
            });
    return page(call, found);
  }

  private Answer page(Call call, List<ObjectNode> found) {
    int begin = 0;
    Optional<String> marker = call.parameter("marker");
    if (marker.isPresent()) {
      begin = found.stream().map(each -> Json.text(each, "id")).toList().indexOf(marker.get()) + 1;
      if (begin == 0) {
        throw missing(marker.get());
      }
    }
    int asked = call.parameter("limit").map(Integer::parseInt).orElse(Integer.MAX_VALUE);
    int limit = Math.min(asked, world.settings().pageSize());
    int end = (int) Math.min(found.size(), (long) begin + limit);
    ObjectNode body = Json.object();
    ArrayNode array = body.putArray(plural);
    found.subList(begin, end).forEach(each -> array.add(only(call, each)));
    boolean paged = call.parameter("limit").isPresent() || found.size() > limit;
    if (paged && end > begin && end < found.size()) {
      String query =
          "limit=" + limit + others(call) + "&marker=" + Json.text(found.get(end - 1), "id");
      body.putArray(plural + "_links")
          .addObject()
          .put("rel", "next")
          .put("href", world.base() + "/network" + call.path() + "?" + query);
    }
    return Answer.ok(body);
  }

  private static String others(Call call) {
    StringBuilder text = new StringBuilder();
    call.query()
        .forEach(
            (name, values) -> {
              if (!name.equals("limit") && !name.equals("marker")) {
                values.forEach(
                    value ->
                        text.append('&').append(encode(name)).append('=').append(encode(value)));
              }
            });
    return text.toString();
  }

  private static String encode(String text) {
    return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
  }

  /** The resource with the fields that were asked for. */
  static ObjectNode only(Call call, ObjectNode resource) {
    List<String> fields = call.query().getOrDefault("fields", List.of());
    ObjectNode copy = resource.deepCopy();
    if (!fields.isEmpty()) {
      copy.retain(fields);
    }
    return copy;
  }

  private boolean fits(Call call, ObjectNode resource) {
    List<String> tags = Json.texts(resource.path("tags"));
    for (Map.Entry<String, List<String>> filter : call.query().entrySet()) {
      List<String> values = filter.getValue();
      boolean fits =
          switch (filter.getKey()) {
            case "tags" -> tags.containsAll(split(values));
            case "tags-any" -> split(values).stream().anyMatch(tags::contains);
            case "not-tags" -> !tags.containsAll(split(values));
            case "not-tags-any" -> split(values).stream().noneMatch(tags::contains);
            case "fixed_ips" -> values.stream().allMatch(each -> hasAddress(resource, each));
            default ->
                CONTROLS.contains(filter.getKey()) || equal(resource, filter.getKey(), values);
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static List<String> split(List<String> values) {
    return values.stream().flatMap(each -> List.of(each.split(",", -1)).stream()).toList();
  }

  private static boolean hasAddress(ObjectNode port, String filter) {
    int equals = filter.indexOf('=');
    String key = equals < 0 ? filter : filter.substring(0, equals);
    String value = equals < 0 ? "" : filter.substring(equals + 1);
    for (JsonNode each : port.path("fixed_ips")) {
      if (Json.text(each, key).equals(value)) {
        return true;
      }
    }
    return false;
  }

  private boolean equal(ObjectNode resource, String key, List<String> values) {
    if (!resource.has(key)) {
      throw Refusal.neutron(
          400, "HTTPBadRequest", "['" + key + "'] is invalid attribute for filtering");
    }
    JsonNode have = resource.path(key);
    return values.stream()
        .anyMatch(
            value ->
                have.isArray()
                    ? Json.texts(have).contains(value)
                    : Json.text(have).equalsIgnoreCase(value));
  }
}
