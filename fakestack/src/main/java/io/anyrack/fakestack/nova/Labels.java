package io.anyrack.fakestack.nova;

import io.anyrack.fakestack.http.Answer;
import io.anyrack.fakestack.http.Call;
import io.anyrack.fakestack.http.Refusal;
import io.anyrack.fakestack.http.Routes;
import io.anyrack.fakestack.world.Json;
import io.anyrack.fakestack.world.Quota;
import io.anyrack.fakestack.world.World;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Metadata and tags of servers. */
final class Labels {
  private static final int MOST_TAGS = 50;
  private static final Set<VmState> ALLOWED =
      Set.of(VmState.ACTIVE, VmState.PAUSED, VmState.SUSPENDED, VmState.STOPPED);

  private final World world;
  private final Servers servers;

  Labels(World world, Servers servers) {
    this.world = world;
    this.servers = servers;
  }

  void addTo(Routes routes, String server) {
    routes
        .on("GET", server + "/metadata", call -> metadata(servers.own(call)))
        .on("POST", server + "/metadata", call -> setMetadata(call, false))
        .on("PUT", server + "/metadata", call -> setMetadata(call, true))
        .on("DELETE", server + "/metadata/{key}", this::removeMetadata)
        .on(
            "GET",
            server + "/tags",
            call -> Answer.ok(Json.object("tags", Json.strings(tagged(call).tags))))
        .on("PUT", server + "/tags", this::setTags)
        .on("DELETE", server + "/tags", this::clearTags)
        .on("GET", server + "/tags/{tag}", call -> Answer.empty(has(call) ? 204 : 404))
        .on("PUT", server + "/tags/{tag}", this::addTag)
        .on("DELETE", server + "/tags/{tag}", this::removeTag);
  }

  private static Answer metadata(Server server) {
    return Answer.ok(Json.object("metadata", server.metadata.deepCopy()));
  }

  private static void check(Server server, String action) {
    if (!ALLOWED.contains(server.state)) {
      throw Actions.conflict(server, action, "vm_state", server.state.toString());
    }
  }

  private Answer setMetadata(Call call, boolean replace) {
    Server server = servers.own(call);
    Actions.checkLock(call, server);
    check(server, "update metadata");
    ObjectNode changed = replace ? Json.object() : server.metadata.deepCopy();
    changed.setAll(call.json("metadata"));
    if (changed.size() > world.settings().quota().of(Quota.Limit.METADATA_ITEMS)) {
      throw Refusal.fault(
          403,
          "Maximum number of metadata items exceeds %d"
              .formatted(world.settings().quota().of(Quota.Limit.METADATA_ITEMS)));
    }
    server.metadata = changed;
    return metadata(server);
  }

  private Answer removeMetadata(Call call) {
    Server server = servers.own(call);
    Actions.checkLock(call, server);
    if (!server.metadata.has(call.variable("key"))) {
      throw Refusal.fault(404, "Metadata item was not found");
    }
    check(server, "delete metadata");
    server.metadata.remove(call.variable("key"));
    return Answer.empty(204);
  }

  private Server tagged(Call call) {
    if (!Microversion.of(call).atLeast(26)) {
      throw new Refusal(Answer.html(404, "The resource could not be found.<br /><br />\n\n\n"));
    }
    return servers.own(call);
  }

  private boolean has(Call call) {
    return tagged(call).tags.contains(call.variable("tag"));
  }

  private Server changing(Call call) {
    Server server = tagged(call);
    check(server, "update tags");
    return server;
  }

  private Answer setTags(Call call) {
    Server server = changing(call);
    var tags = Json.texts(call.json().path("tags"));
    if (tags.size() > MOST_TAGS) {
      throw Refusal.fault(
          400,
          "Invalid input for field/attribute tags. Value: %s. %s is too long"
              .formatted(tags, tags));
    }
    server.tags.clear();
    tags.stream().distinct().forEach(server.tags::add);
    return Answer.ok(Json.object("tags", Json.strings(server.tags)));
  }

  private Answer clearTags(Call call) {
    changing(call).tags.clear();
    return Answer.empty(204);
  }

  private Answer addTag(Call call) {
    Server server = changing(call);
    if (server.tags.contains(call.variable("tag"))) {
      return Answer.empty(204);
    }
    server.tags.add(call.variable("tag"));
    return Answer.empty(201);
  }

  private Answer removeTag(Call call) {
    if (!changing(call).tags.remove(call.variable("tag"))) {
      throw Refusal.fault(
          404, "Instance %s has no tag '%s'".formatted(call.variable("id"), call.variable("tag")));
    }
    return Answer.empty(204);
  }
}
