package io.anyrack.fakestack.nova;

import io.anyrack.fakestack.http.Answer;
import io.anyrack.fakestack.http.Call;
import io.anyrack.fakestack.http.Refusal;
import io.anyrack.fakestack.world.Json;
import io.anyrack.fakestack.world.World;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists of servers. */
final class ServerList {
  private static final Set<String> FILTERS =
      Set.of(
          "all_tenants",
          "changes-since",
          "changes-before",
          "deleted",
          "flavor",
          "host",
          "image",
          "ip",
          "ip6",
          "limit",
          "locked",
          "marker",
          "name",
          "not-tags",
          "not-tags-any",
          "project_id",
          "reservation_id",
          "sort_dir",
          "sort_key",
          "status",
          "tags",
          "tags-any",
          "tenant_id",
          "user_id",
          "uuid",
          "vm_state",
          "task_state",
          "power_state",
          "availability_zone",
          "config_drive",
          "key_name",
          "description",
          "created_at",
          "launched_at",
          "progress");

  private final World world;
  private final Servers servers;
  private final ServerView view;

  ServerList(World world, Servers servers, ServerView view) {
    this.world = world;
    this.servers = servers;
    this.view = view;
  }

  Answer list(Call call, boolean detail) {
    Microversion version = Microversion.of(call);
    boolean all =
        call.parameter("all_tenants")
            .map(each -> !each.equals("0") && !each.equalsIgnoreCase("false"))
            .orElse(false);
    if (all && !call.caller().admin()) {
      throw Refusal.fault(
          403,
          "Policy doesn't allow os_compute_api:servers:%s:get_all_tenants to be performed."
              .formatted(detail ? "detail" : "index"));
    }
    if (version.atLeast(75)) {
      checkFilters(call);
    }
    Optional<Instant> since = call.parameter("changes-since").map(ServerList::instant);
    List<Server> found = new ArrayList<>(servers.all());
    if (since.isPresent()) {
      found.addAll(servers.gone());
    }
    found.removeIf(each -> !all && !each.owner.projectId().equals(call.caller().projectId()));
    found.removeIf(each -> since.isPresent() && each.updated.isBefore(since.get()));
    found.removeIf(each -> !fits(call, each, version));
    Page page =
        Page.of(call, found.stream().map(each -> each.id).toList(), world.settings().pageSize());
    ArrayNode array = Json.array();
    found.stream()
        .filter(each -> page.ids().contains(each.id))
        .forEach(each -> array.add(detail ? view.full(each, version) : view.brief(each)));
    ObjectNode body = Json.object("servers", array);
    page.link(world, call).ifPresent(links -> body.set("servers_links", links));
    return Answer.ok(body);
  }

  /** Older microversions leave out what they do not know. */
  private static void checkFilters(Call call) {
    for (String name : call.query().keySet()) {
      if (!FILTERS.contains(name)) {
        throw Refusal.fault(400, "'" + name + "' does not match any of the regexes: '^_'");
      }
    }
  }

  private static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text.endsWith("Z") || text.contains("+") ? text : text + "Z")
          .toInstant();
    } catch (DateTimeParseException e) {
      throw Refusal.fault(400, "Invalid input for query parameters changes-since. Value: " + text);
    }
  }

  private static boolean fits(Call call, Server server, Microversion version) {
    if (version.atLeast(26)) {
      Optional<String> tags = call.parameter("tags");
      if (tags.isPresent() && !server.tags.containsAll(List.of(tags.get().split(",", -1)))) {
        return false;
      }
      Optional<String> any = call.parameter("tags-any");
      if (any.isPresent()
          && List.of(any.get().split(",", -1)).stream().noneMatch(server.tags::contains)) {
        return false;
      }
    }
    return call.parameter("status").map(each -> server.status().equalsIgnoreCase(each)).orElse(true)
        && call.parameter("image").map(server.imageId::equals).orElse(true)
        && call.parameter("name")
            .map(each -> Pattern.compile(each).matcher(server.name).find())
            .orElse(true);
  }
}
