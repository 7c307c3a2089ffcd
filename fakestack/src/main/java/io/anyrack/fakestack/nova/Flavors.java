package io.anyrack.fakestack.nova;

import io.anyrack.fakestack.http.Answer;
import io.anyrack.fakestack.http.Call;
import io.anyrack.fakestack.http.Refusal;
import io.anyrack.fakestack.world.FlavorSpec;
import io.anyrack.fakestack.world.Json;
import io.anyrack.fakestack.world.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The flavors of the settings. */
final class Flavors {
  private final World world;
  private final Map<String, FlavorSpec> byId = new LinkedHashMap<>();

  Flavors(World world) {
    this.world = world;
    world.settings().flavors().forEach(each -> byId.put(world.uuid(), each));
  }

  Optional<FlavorSpec> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  String idOf(FlavorSpec flavor) {
    return byId.entrySet().stream()
        .filter(each -> each.getValue().equals(flavor))
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  Answer list(Call call, boolean detail) {
    List<String> ids = List.copyOf(byId.keySet());
    Page page = Page.of(call, ids, world.settings().pageSize());
    ArrayNode array = Json.array();
    page.ids()
        .forEach(
            id -> {
              ObjectNode flavor = json(id, Microversion.of(call));
              if (!detail) {
                flavor.retain(List.of("id", "name", "links"));
              }
              array.add(flavor);
            });
    ObjectNode body = Json.object("flavors", array);
    page.link(world, call).ifPresent(links -> body.set("flavors_links", links));
    return Answer.ok(body);
  }

  Answer show(Call call) {
    String id = call.variable("id");
    if (find(id).isEmpty()) {
      throw Refusal.fault(404, "Flavor " + id + " could not be found.");
    }
    return Answer.ok(Json.object("flavor", json(id, Microversion.of(call))));
  }

  private ObjectNode json(String id, Microversion version) {
    FlavorSpec spec = find(id).orElseThrow();
    ObjectNode flavor =
        Json.object()
            .put("id", id)
            .put("name", spec.name())
            .put("ram", spec.ramMegabytes())
            .put("disk", spec.diskGigabytes())
            .put("vcpus", spec.vcpus())
            .put("OS-FLV-EXT-DATA:ephemeral", spec.ephemeralGigabytes())
            .put("OS-FLV-DISABLED:disabled", false)
            .put("os-flavor-access:is_public", true)
            .put("rxtx_factor", 1.0);
    if (version.atLeast(75)) {
      flavor.put("swap", 0);
    } else {
      flavor.put("swap", "");
    }
    if (version.atLeast(55)) {
      flavor.putNull("description");
    }
    if (version.atLeast(61)) {
      flavor.putObject("extra_specs");
    }
    flavor
        .putArray("links")
        .addObject()
        .put("rel", "self")
        .put("href", world.base() + "/compute/v2.1/flavors/" + id);
    return flavor;
  }

  /** As a server shows its flavor. */
  ObjectNode inServer(FlavorSpec spec, Microversion version) {
    if (!version.atLeast(47)) {
      ObjectNode flavor = Json.object().put("id", idOf(spec));
      flavor
          .putArray("links")
          .addObject()
          .put("rel", "bookmark")
          .put("href", world.base() + "/compute/flavors/" + idOf(spec));
      return flavor;
    }
    return Json.object()
        .put("vcpus", spec.vcpus())
        .put("ram", spec.ramMegabytes())
        .put("disk", spec.diskGigabytes())
        .put("ephemeral", spec.ephemeralGigabytes())
        .put("swap", 0)
        .put("original_name", spec.name())
        .set("extra_specs", Json.object());
  }
}
