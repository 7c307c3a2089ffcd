package io.anyrack.redfish.http;

import io.anyrack.redfish.message.BaseMessage;
import io.anyrack.redfish.message.Message;
import io.anyrack.redfish.message.RedfishException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Gives of a resource what its client wants. Used for one answer. */
final class QueryAnswer {
  private static final String ID = "@odata.id";
  private static final String MEMBERS = "Members";
  private static final String COUNT = "Members@odata.count";
  private static final Set<String> ALWAYS = Set.of(ID, "@odata.type", "@odata.etag");

  private final QueryOptions options;
  private final Function<String, Optional<ObjectNode>> resources;
  private int left;

  /**
   * An answer to be made.
   *
   * @param options what the client wants
   * @param resources finds other resources that the client may see
   * @param most how many resources an answer has at most
   */
  QueryAnswer(QueryOptions options, Function<String, Optional<ObjectNode>> resources, int most) {
    this.options = options;
    this.resources = resources;
    this.left = most;
  }

  /** The answer, made of the resource itself. */
  ObjectNode of(ObjectNode resource) {
    Optional<ArrayNode> members =
        resource.get(MEMBERS) instanceof ArrayNode array && resource.has(COUNT)
            ? Optional.of(array)
            : Optional.empty();
    if (members.isEmpty() && (options.only() || options.skip().isPresent() || paged())) {
      throw new RedfishException(400, Message.of(BaseMessage.QUERY_NOT_SUPPORTED_ON_RESOURCE));
    }
    ObjectNode answer = resource;
    if (options.only() && members.isPresent() && members.get().size() == 1) {
      answer = resources.apply(members.get().get(0).path(ID).asString("")).orElse(resource);
    }
    members.ifPresent(array -> page(resource, array));
    ObjectNode whole = answer;
    options.expand().ifPresent(expand -> expand(whole, expand, false));
    return options.select().isEmpty() ? answer : selected(answer, options.select());
  }

  private boolean paged() {
    return options.top().isPresent();
  }

  private void page(ObjectNode collection, ArrayNode members) {
    int all = members.size();
    int from = Math.min(options.skip().orElse(0), all);
    int to = (int) Math.min((long) from + options.top().orElse(all), all);
    if (from == 0 && to == all) {
      return;
    }
    List<JsonNode> kept = new ArrayList<>();
    for (int i = from; i < to; i++) {
      kept.add(members.get(i));
    }
    members.removeAll().addAll(kept);
    if (to < all && to > from) {
      collection.put(MEMBERS + "@odata.nextLink", next(collection, to, options.top().orElse(all)));
    }
  }

  /** What else is wanted of this page is wanted of the next. */
  private String next(ObjectNode collection, int skip, int top) {
    StringBuilder link = new StringBuilder(collection.path(ID).asString(""));
    link.append("?$skip=").append(skip).append("&$top=").append(top);
    options.expand().ifPresent(expand -> link.append("&$expand=").append(expand.text()));
    if (!options.select().isEmpty()) {
      link.append("&$select=").append(String.join(",", options.select()));
    }
    return link.toString();
  }

  private void expand(ObjectNode node, QueryOptions.Expand expand, boolean inLinks) {
    for (String name : List.copyOf(node.propertyNames())) {
      boolean links = inLinks || name.equals("Links");
      switch (node.get(name)) {
        case ObjectNode object -> node.set(name, expanded(object, expand, links));
        case ArrayNode array -> {
          for (int i = 0; i < array.size(); i++) {
            if (array.get(i) instanceof ObjectNode object) {
              array.set(i, expanded(object, expand, links));
            }
          }
        }
        default -> {}
      }
    }
  }

  private ObjectNode expanded(ObjectNode node, QueryOptions.Expand expand, boolean inLinks) {
    boolean isLink = node.size() == 1 && node.has(ID);
    if (!isLink) {
      expand(node, expand, inLinks);
      return node;
    }
    if (!(inLinks ? expand.links() : expand.others()) || left == 0) {
      return node;
    }
    Optional<ObjectNode> resource = resources.apply(node.path(ID).asString(""));
    if (resource.isEmpty()) {
      return node;
    }
    left--;
    if (expand.levels() > 1) {
      expand(resource.get(), expand.deeper(), false);
    }
    return resource.get();
  }

  /** What is in an array is selected by the path of the array and its own. */
  private static ObjectNode selected(ObjectNode whole, List<String> paths) {
    ObjectNode part = JsonNodeFactory.instance.objectNode();
    ALWAYS.stream()
        .sorted()
        .forEach(
            name -> Optional.ofNullable(whole.get(name)).ifPresent(value -> part.set(name, value)));
    Map<String, List<String>> inner = new LinkedHashMap<>();
    for (String path : paths) {
      int slash = path.indexOf('/');
      if (slash < 0) {
        Optional.ofNullable(whole.get(path)).ifPresent(value -> part.set(path, value));
      } else {
        inner
            .computeIfAbsent(path.substring(0, slash), _ -> new ArrayList<>())
            .add(path.substring(slash + 1));
      }
    }
    inner.forEach(
        (name, rest) -> {
          switch (whole.get(name)) {
            case ObjectNode object -> part.set(name, selected(object, rest));
            case ArrayNode array -> {
              ArrayNode kept = part.putArray(name);
              array.forEach(
                  each ->
                      kept.add(each instanceof ObjectNode object ? selected(object, rest) : each));
            }
            case null, default -> {}
          }
        });
    return part;
  }
}
