package io.anyrack.fakestack.nova;

import io.anyrack.fakestack.cinder.Cinder;
import io.anyrack.fakestack.glance.Glance;
import io.anyrack.fakestack.http.Answer;
import io.anyrack.fakestack.http.Call;
import io.anyrack.fakestack.http.Refusal;
import io.anyrack.fakestack.http.Routes;
import io.anyrack.fakestack.http.Service;
import io.anyrack.fakestack.neutron.Neutron;
import io.anyrack.fakestack.world.Json;
import io.anyrack.fakestack.world.Quota;
import io.anyrack.fakestack.world.World;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Nova, microversions 2.1 to 2.93. */
public final class Nova {
  private static final String ROOT = "/v2.1";
  private static final String SERVER = ROOT + "/servers/{id}";

  private final World world;
  private final Servers servers = new Servers();
  private final Flavors flavors;
  private final Keypairs keypairs;
  private final Hypervisor hypervisor;
  private final ServerView view;
  private final Builder builder;
  private final Actions actions;
  private final ServerList list;
  private final Attachments attachments;
  private final Labels labels;

  /** Without servers; without Cinder there are no volumes. */
  public Nova(World world, Neutron neutron, Glance glance, Optional<Cinder> cinder) {
    this.world = world;
    this.flavors = new Flavors(world);
    this.keypairs = new Keypairs(world);
    this.hypervisor = new Hypervisor(world, servers);
    this.view = new ServerView(world, flavors, neutron);
    this.builder =
        new Builder(world, servers, flavors, keypairs, glance, cinder, neutron, hypervisor);
    this.actions = new Actions(world, servers, glance, neutron, hypervisor, view);
    this.list = new ServerList(world, servers, view);
    this.attachments = new Attachments(world, servers, cinder, neutron);
    this.labels = new Labels(world, servers);
  }

  /** Where the guests run. */
  public Hypervisor hypervisor() {
    return hypervisor;
  }

  /** What is on HTTP. */
  public Service service() {
    Routes inner =
        new Routes()
            .on("GET", "/", _ -> versions())
            .on("GET", ROOT, _ -> Answer.ok(Json.object("version", version())))
            .on("GET", ROOT + "/servers", call -> list.list(call, false))
            .on("GET", ROOT + "/servers/detail", call -> list.list(call, true))
            .on("POST", ROOT + "/servers", builder::create)
            .on("GET", SERVER, call -> shown(servers.own(call), call))
            .on("PUT", SERVER, this::update)
            .on("DELETE", SERVER, builder::delete)
            .on("POST", SERVER + "/action", actions::act)
            .on("POST", SERVER + "/remote-consoles", this::remoteConsole)
            .on("GET", ROOT + "/flavors", call -> flavors.list(call, false))
            .on("GET", ROOT + "/flavors/detail", call -> flavors.list(call, true))
            .on("GET", ROOT + "/flavors/{id}", flavors::show)
            .on("GET", ROOT + "/limits", this::limits)
            .on("GET", ROOT + "/os-quota-sets/{project}", this::quotas)
            .on("GET", ROOT + "/os-availability-zone", _ -> zones());
    attachments.addTo(inner, SERVER);
    labels.addTo(inner, SERVER);
    keypairs.addTo(inner, ROOT);
    return new Service("compute", "/compute", versioned(inner), Set.of("", ROOT));
  }

  /** Every answer, also a refusal, says which microversion it is of. */
  private static Routes versioned(Routes inner) {
    return inner.each(
        (Function<Call, Answer> work) ->
            call -> {
              Microversion version = Microversion.of(call);
              try {
                return version.on(work.apply(call));
              } catch (Refusal e) {
                throw new Refusal(version.on(e.answer()));
              }
            });
  }

  private Answer shown(Server server, Call call) {
    return Answer.ok(Json.object("server", view.full(server, Microversion.of(call))));
  }

  private Answer update(Call call) {
    Server server = servers.own(call);
    ObjectNode asked = call.json("server");
    Json.given(asked, "name").ifPresent(name -> server.name = name);
    if (asked.has("description")) {
      server.description = Json.text(asked, "description");
    }
    return shown(server, call);
  }

  /** Serial consoles only, and those where a test wants them. */
  private Answer remoteConsole(Call call) {
    Server server = servers.own(call);
    String type = Json.text(call.json("remote_console"), "type");
    String url =
        Optional.of(type)
            .filter("serial"::equals)
            .flatMap(_ -> hypervisor.serialConsole(server.id))
            .orElseThrow(() -> Refusal.fault(400, "Unavailable console type " + type + "."))
            .toString();
    ObjectNode body = Json.object();
    body.putObject("remote_console").put("protocol", type).put("type", type).put("url", url);
    return Answer.ok(body);
  }

  private Answer limits(Call call) {
    Quota quota = world.settings().quota();
    List<Server> have = servers.ofProject(call.caller().projectId());
    ObjectNode body = Json.object();
    ObjectNode limits = body.putObject("limits");
    limits.putArray("rate");
    limits
        .putObject("absolute")
        .put("maxTotalInstances", quota.of(Quota.Limit.INSTANCES))
        .put("maxTotalCores", quota.of(Quota.Limit.CORES))
        .put("maxTotalRAMSize", quota.of(Quota.Limit.RAM_MEGABYTES))
        .put("maxServerMeta", quota.of(Quota.Limit.METADATA_ITEMS))
        .put("maxTotalKeypairs", quota.of(Quota.Limit.KEYPAIRS))
        .put("totalInstancesUsed", have.size())
        .put("totalCoresUsed", have.stream().mapToInt(each -> each.flavor.vcpus()).sum())
        .put("totalRAMUsed", have.stream().mapToInt(each -> each.flavor.ramMegabytes()).sum());
    return Answer.ok(body);
  }

  private Answer quotas(Call call) {
    String project = call.variable("project");
    if (!call.caller().owns(project)) {
      throw Refusal.fault(
          403, "Policy doesn't allow os_compute_api:os-quota-sets:show to be performed.");
    }
    Quota quota = world.settings().quota();
    return Answer.ok(
        Json.object(
            "quota_set",
            Json.object()
                .put("id", project)
                .put("instances", quota.of(Quota.Limit.INSTANCES))
                .put("cores", quota.of(Quota.Limit.CORES))
                .put("ram", quota.of(Quota.Limit.RAM_MEGABYTES))
                .put("key_pairs", quota.of(Quota.Limit.KEYPAIRS))
                .put("metadata_items", quota.of(Quota.Limit.METADATA_ITEMS))));
  }

  private static Answer zones() {
    ArrayNode zones = Json.array();
    ObjectNode zone = zones.addObject().put("zoneName", "nova");
    zone.putObject("zoneState").put("available", true);
    zone.putNull("hosts");
    return Answer.ok(Json.object("availabilityZoneInfo", zones));
  }

  private Answer versions() {
    ArrayNode array = Json.array();
    array.add(version());
    return Answer.ok(Json.object("versions", array));
  }

  private ObjectNode version() {
    ObjectNode version =
        Json.object()
            .put("id", "v2.1")
            .put("status", "CURRENT")
            .put("version", "2." + Microversion.NEWEST)
            .put("min_version", "2.1")
            .put("updated", "2013-07-23T11:33:21Z");
    version
        .putArray("links")
        .addObject()
        .put("rel", "self")
        .put("href", world.base() + "/compute/v2.1/");
    return version;
  }
}
