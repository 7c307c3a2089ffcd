package io.anyrack.fakestack.neutron;

import io.anyrack.fakestack.http.Answer;
import io.anyrack.fakestack.http.Call;
import io.anyrack.fakestack.http.Refusal;
import io.anyrack.fakestack.http.Routes;
import io.anyrack.fakestack.world.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tags of all kinds of resources. */
final class Tags {
  private static final int LONGEST = 255;
  private static final java.util.Set<String> WITHOUT =
      java.util.Set.of("security_group_rules", "rbac_policies");

  private final List<Kind> kinds;

  Tags(List<Kind> kinds) {
    this.kinds = kinds;
  }

  void addTo(Routes routes, String root) {
    String path = root + "/{kind}/{id}/tags";
    routes
        .on("GET", path, call -> Answer.ok(Json.object("tags", of(call).path("tags"))))
        .on("PUT", path, this::replace)
        .on("DELETE", path, call -> set(call, List.of(), Answer.empty(204)))
        .on("GET", path + "/{tag}", this::has)
        .on("PUT", path + "/{tag}", this::add)
        .on("DELETE", path + "/{tag}", this::remove);
  }

  private Kind kind(Call call) {
    return kinds.stream()
        .filter(
            each ->
                each.shelf().path().equals(call.variable("kind"))
                    || each.shelf().plural().equals(call.variable("kind")))
        .filter(each -> !WITHOUT.contains(each.shelf().plural()))
        .findFirst()
        .orElseThrow(() -> missing(call));
  }

  private ObjectNode of(Call call) {
    return kind(call).visible(call.caller()).stream()
        .filter(each -> Json.text(each, "id").equals(call.variable("id")))
        .findFirst()
        .orElseThrow(() -> missing(call));
  }

  private static Refusal missing(Call call) {
    return Refusal.neutron(
        404,
        "TagResourceNotFound",
        "Resource %s %s could not be found.".formatted(call.variable("kind"), call.variable("id")));
  }

  private Answer replace(Call call) {
    List<String> tags = new ArrayList<>();
    for (JsonNode each : call.json().path("tags")) {
      String tag = Json.text(each);
      if (tag.length() > LONGEST || tag.isEmpty()) {
        throw Refusal.neutron(
            400,
            "InvalidInput",
            "Invalid input for operation: '"
                + tag
                + "' exceeds maximum length of "
                + LONGEST
                + ".");
      }
      if (!tags.contains(tag)) {
        tags.add(tag);
      }
    }
    return set(call, tags, Answer.ok(Json.object("tags", Json.strings(tags))));
  }

  private Answer set(Call call, List<String> tags, Answer answer) {
    ObjectNode resource = of(call);
    resource.set("tags", Json.strings(tags));
    kind(call).shelf().touch(resource);
    return answer;
  }

  private Answer has(Call call) {
    requireTag(call);
    return Answer.empty(204);
  }

  private List<String> requireTag(Call call) {
    List<String> tags = Json.texts(of(call).path("tags"));
    if (!tags.contains(call.variable("tag"))) {
      throw Refusal.neutron(
          404, "TagNotFound", "Tag " + call.variable("tag") + " could not be found.");
    }
    return tags;
  }

  private Answer add(Call call) {
    List<String> tags = new ArrayList<>(Json.texts(of(call).path("tags")));
    if (!tags.contains(call.variable("tag"))) {
      tags.add(call.variable("tag"));
    }
    return set(call, tags, Answer.json(201, tools.jackson.databind.node.NullNode.getInstance()));
  }

  private Answer remove(Call call) {
    List<String> tags = new ArrayList<>(requireTag(call));
    tags.remove(call.variable("tag"));
    return set(call, tags, Answer.empty(204));
  }
}
