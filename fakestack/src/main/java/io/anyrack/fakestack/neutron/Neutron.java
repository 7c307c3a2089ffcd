package io.anyrack.fakestack.neutron;

import io.anyrack.fakestack.http.Answer;
import io.anyrack.fakestack.http.Call;
import io.anyrack.fakestack.http.Refusal;
import io.anyrack.fakestack.http.Routes;
import io.anyrack.fakestack.http.Service;
import io.anyrack.fakestack.world.Caller;
import io.anyrack.fakestack.world.Json;
import io.anyrack.fakestack.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Neutron v2.0. */
public final class Neutron {
  private static final String ROOT = "/v2.0";

  private final World world;
  private final Networks networks;
  private final Subnets subnets;
  private final Ports ports;
  private final Routers routers;
  private final SecurityGroups groups;
  private final FloatingIps floatingIps;
  private final List<Kind> kinds;

  /** An empty Neutron. */
  public Neutron(World world) {
    this.world = world;
    Shelf networkShelf =
        new Shelf(
            world, "networks", "network", "NetworkNotFound", "Network %s could not be found.");
    Shelf subnetShelf =
        new Shelf(world, "subnets", "subnet", "SubnetNotFound", "Subnet %s could not be found.");
    Shelf portShelf =
        new Shelf(world, "ports", "port", "PortNotFound", "Port %s could not be found.");
    Shelf routerShelf =
        new Shelf(world, "routers", "router", "RouterNotFound", "Router %s could not be found");
    Shelf groupShelf =
        new Shelf(
            world,
            "security_groups",
            "security_group",
            "SecurityGroupNotFound",
            "Security group %s does not exist");
    Shelf ruleShelf =
        new Shelf(
            world,
            "security_group_rules",
            "security_group_rule",
            "SecurityGroupRuleNotFound",
            "Security group rule %s does not exist");
    Shelf floatingShelf =
        new Shelf(
            world,
            "floatingips",
            "floatingip",
            "FloatingIPNotFound",
            "Floating IP %s could not be found");
    Shelf sharingShelf =
        new Shelf(
            world,
            "rbac_policies",
            "rbac_policy",
            "RbacPolicyNotFound",
            "RBAC policy of type network with ID %s not found");
    networks = new Networks(world, networkShelf, subnetShelf, portShelf, sharingShelf);
    groups = new SecurityGroups(world, groupShelf, ruleShelf, portShelf);
    ports = new Ports(world, portShelf, subnetShelf, routerShelf, floatingShelf, networks, groups);
    subnets = new Subnets(world, subnetShelf, networks, ports);
    routers = new Routers(world, routerShelf, networks, subnetShelf, ports, floatingShelf);
    floatingIps = new FloatingIps(world, floatingShelf, networks, subnetShelf, ports, routers);
    kinds =
        List.of(
            networks,
            subnets,
            ports,
            routers,
            groups,
            new SecurityGroupRules(world, ruleShelf, groups),
            floatingIps,
            new Sharings(sharingShelf, networkShelf));
  }

  /** What is on HTTP. */
  public Service service() {
    Routes routes = new Routes();
    routes
        .on("GET", "/", _ -> versions())
        .on("GET", ROOT, _ -> Answer.ok(Json.object("resources", Json.array())))
        .on("GET", ROOT + "/extensions", _ -> extensions())
        .on("GET", ROOT + "/extensions/{alias}", this::extension)
        .on("GET", ROOT + "/agents", _ -> Answer.ok(Json.object("agents", Json.array())))
        .on(
            "GET",
            ROOT + "/quotas/{project}",
            call -> Answer.ok(Json.object("quota", quota(call, false))))
        .on(
            "GET",
            ROOT + "/quotas/{project}/details.json",
            call -> Answer.ok(Json.object("quota", quota(call, true))))
        .on(
            "GET",
            ROOT + "/quotas/{project}/details",
            call -> Answer.ok(Json.object("quota", quota(call, true))));
    for (Kind kind : kinds) {
      add(routes, kind);
    }
    new Tags(kinds).addTo(routes, ROOT);
    routes
        .on(
            "PUT",
            ROOT + "/routers/{id}/add_router_interface",
            call -> Answer.ok(routers.attach(call.caller(), router(call), body(call))))
        .on(
            "PUT",
            ROOT + "/routers/{id}/remove_router_interface",
            call -> Answer.ok(routers.detach(router(call), body(call))));
    return new Service("network", "/network", routes, Set.of(""));
  }

  private void add(Routes routes, Kind kind) {
    String path = ROOT + "/" + kind.shelf().path();
    routes
        .on(
            "GET",
            path,
            call ->
                kind.shelf()
                    .list(
                        call,
                        kind.visible(call.caller()).stream()
                            .map(each -> shown(kind, each))
                            .toList()))
        .on("POST", path, call -> create(call, kind))
        .on(
            "GET",
            path + "/{id}",
            call ->
                Answer.ok(
                    Json.object(
                        kind.shelf().singular(), Shelf.only(call, shown(kind, seen(call, kind))))))
        .on("PUT", path + "/{id}", call -> update(call, kind))
        .on("DELETE", path + "/{id}", call -> delete(call, kind));
  }

  private ObjectNode shown(Kind kind, ObjectNode resource) {
    return kind == groups ? groups.shown(resource) : resource;
  }

  private static ObjectNode seen(Call call, Kind kind) {
    String id = call.variable("id");
    return kind.visible(call.caller()).stream()
        .filter(each -> Json.text(each, "id").equals(id))
        .findFirst()
        .orElseThrow(() -> kind.shelf().missing(id));
  }

  /** What the caller may change: what it sees and owns, and agents' ports on its networks. */
  private ObjectNode own(Call call, Kind kind) {
    ObjectNode resource = seen(call, kind);
    if (kind != ports && !call.caller().owns(Json.text(resource, "project_id"))) {
      throw Refusal.neutron(
          403,
          "PolicyNotAuthorized",
          "rule:%s_%s is disallowed by policy"
              .formatted(
                  call.method().equals("PUT") ? "update" : "delete", kind.shelf().singular()));
    }
    return resource;
  }

  private ObjectNode router(Call call) {
    return own(call, routers);
  }

  private static ObjectNode body(Call call) {
    return call.json() instanceof ObjectNode object ? object : Json.object();
  }

  /** One, or several of which all are made or none. */
  private Answer create(Call call, Kind kind) {
    ObjectNode body = body(call);
    Shelf shelf = kind.shelf();
    if (body.path(shelf.plural()) instanceof ArrayNode several) {
      checkQuota(call.caller(), kind, several.size());
      List<ObjectNode> made = new ArrayList<>();
      try {
        several.forEach(each -> made.add(kind.create(call.caller(), (ObjectNode) each)));
      } catch (Refusal e) {
        made.forEach(shelf::remove);
        throw e;
      }
      ArrayNode list = Json.array();
      made.forEach(each -> list.add(shown(kind, each)));
      return Answer.json(201, Json.object(shelf.plural(), list));
    }
    if (!(body.path(shelf.singular()) instanceof ObjectNode asked)) {
      throw Refusal.neutron(
          400,
          "HTTPBadRequest",
          "Bad %s request: Unable to find '%s' in request body"
              .formatted(shelf.singular(), shelf.singular()));
    }
    checkQuota(call.caller(), kind, 1);
    return Answer.json(
        201, Json.object(shelf.singular(), shown(kind, kind.create(call.caller(), asked))));
  }

  private static void checkQuota(Caller caller, Kind kind, int more) {
    if (!caller.admin() && kind.shelf().count(caller.projectId()) + more > kind.quota()) {
      throw Refusal.neutron(
          409, "OverQuota", "Quota exceeded for resources: ['" + kind.shelf().singular() + "'].");
    }
  }

  private Answer update(Call call, Kind kind) {
    ObjectNode resource = own(call, kind);
    checkRevision(call, resource);
    ObjectNode asked = Json.part(body(call), kind.shelf().singular());
    kind.update(call.caller(), resource, asked);
    kind.shelf().touch(resource);
    return Answer.ok(Json.object(kind.shelf().singular(), shown(kind, resource)));
  }

  /** {@code If-Match: revision_number=N}. */
  private static void checkRevision(Call call, ObjectNode resource) {
    String wanted = call.header("if-match");
    if (!wanted.isEmpty()
        && !wanted.equals("revision_number=" + Json.text(resource, "revision_number"))) {
      throw Refusal.neutron(
          412,
          "RevisionNumberConstraintFailed",
          "Constrained to %s, but current revision is %s"
              .formatted(
                  wanted.replace("revision_number=", ""), Json.text(resource, "revision_number")));
    }
  }

  private Answer delete(Call call, Kind kind) {
    ObjectNode resource = own(call, kind);
    checkRevision(call, resource);
    kind.delete(call.caller(), resource);
    if (kind == ports) {
      floatingIps.releasePort(Json.text(resource, "id"));
    }
    return Answer.empty(204);
  }

  private ObjectNode quota(Call call, boolean details) {
    String project = call.variable("project");
    if (!call.caller().owns(project)) {
      throw Refusal.neutron(403, "NotAuthorized", "rule:get_quota is disallowed by policy");
    }
    ObjectNode quota = Json.object();
    for (Kind kind : kinds) {
      String name = kind.shelf().singular();
      if (details) {
        quota
            .putObject(name)
            .put("limit", kind.quota())
            .put("used", kind.shelf().count(project))
            .put("reserved", 0);
      } else {
        quota.put(name, kind.quota());
      }
    }
    return quota;
  }

  private Answer versions() {
    ObjectNode body = Json.object();
    ObjectNode version =
        body.putArray("versions").addObject().put("id", "v2.0").put("status", "CURRENT");
    version
        .putArray("links")
        .addObject()
        .put("rel", "self")
        .put("href", world.base() + "/network/v2.0/");
    return Answer.ok(body);
  }

  private Answer extensions() {
    ArrayNode list = Json.array();
    world.settings().extensions().stream().sorted().forEach(alias -> list.add(describe(alias)));
    return Answer.ok(Json.object("extensions", list));
  }

  private Answer extension(Call call) {
    String alias = call.variable("alias");
    if (!world.settings().extensions().contains(alias)) {
      throw Refusal.neutron(
          404, "HTTPNotFound", "Extension with alias " + alias + " does not exist");
    }
    return Answer.ok(Json.object("extension", describe(alias)));
  }

  private static ObjectNode describe(String alias) {
    return Json.object()
        .put("name", alias)
        .put("alias", alias)
        .put("description", alias)
        .put("updated", "2020-01-01T00:00:00-00:00")
        .set("links", Json.array());
  }

  // --- what Nova, and the cloud's operator, do here ---

  /** A network's name, as servers show their addresses under it. */
  public String networkName(String networkId) {
    return networks.shelf().find(networkId).map(each -> Json.text(each, "name")).orElse("");
  }

  /** The network if this caller sees it. */
  public Optional<ObjectNode> network(Caller caller, String id) {
    return networks.visible(caller).stream()
        .filter(each -> Json.text(each, "id").equals(id))
        .findFirst();
  }

  /** The networks that a server gets by {@code auto} or by saying nothing: the caller's own. */
  public List<ObjectNode> ownNetworks(Caller caller) {
    return networks.shelf().all().stream()
        .filter(each -> Json.text(each, "project_id").equals(caller.projectId()))
        .toList();
  }

  /** The port if it belongs to this caller. */
  public Optional<ObjectNode> port(Caller caller, String id) {
    return ports.find(id).filter(each -> caller.owns(Json.text(each, "project_id")));
  }

  /** Whether ports on this network can have addresses. */
  public boolean hasSubnet(String networkId) {
    return networks
        .shelf()
        .find(networkId)
        .map(each -> !each.path("subnets").isEmpty())
        .orElse(false);
  }

  /** Whether a port on this network has an address already. */
  public boolean addressTaken(String networkId, String address) {
    return ports.shelf().all().stream()
        .filter(each -> Json.text(each, "network_id").equals(networkId))
        .flatMap(each -> each.path("fixed_ips").valueStream())
        .anyMatch(each -> Json.text(each, "ip_address").equals(address));
  }

  /** The ports of a server, in the order of its cards. */
  public List<ObjectNode> portsOf(String serverId) {
    return ports.shelf().all().stream()
        .filter(each -> Json.text(each, "device_id").equals(serverId))
        .toList();
  }

  /** Makes a port for a server. */
  public ObjectNode createPort(Caller caller, ObjectNode asked) {
    checkQuota(caller, ports, 1);
    return ports.create(caller, asked);
  }

  /** Gives a port to a server. */
  public void bind(ObjectNode port, String serverId) {
    port.put("device_id", serverId).put("device_owner", "compute:nova");
    ports.shelf().touch(port);
  }

  /** The agent has wired a server's ports, or cut them off. */
  public void wire(String serverId, boolean active) {
    for (ObjectNode port : portsOf(serverId)) {
      String status = active && port.path("admin_state_up").asBoolean(true) ? "ACTIVE" : "DOWN";
      if (!Json.text(port, "status").equals(status)) {
        port.put("status", status);
        ports.shelf().touch(port);
      }
    }
  }

  /** Takes a port from its server. */
  public void unbind(ObjectNode port) {
    port.put("device_id", "").put("device_owner", "").put("status", "DOWN");
    ports.shelf().touch(port);
  }

  /** Deletes a port that Nova had made. */
  public void deletePort(ObjectNode port) {
    ports.shelf().remove(port);
    floatingIps.releasePort(Json.text(port, "id"));
  }

  /** The identifier of a project's group by its name or identifier. */
  public Optional<String> securityGroup(Caller caller, String nameOrId) {
    return groups.visible(caller).stream()
        .filter(
            each ->
                Json.text(each, "name").equals(nameOrId) || Json.text(each, "id").equals(nameOrId))
        .map(each -> Json.text(each, "id"))
        .findFirst();
  }

  /** The names of the groups of a server's ports. */
  public List<String> groupNames(String serverId) {
    return portsOf(serverId).stream()
        .flatMap(port -> Json.texts(port.path("security_groups")).stream())
        .distinct()
        .flatMap(id -> groups.shelf().find(id).stream())
        .map(each -> Json.text(each, "name"))
        .toList();
  }

  /** The floating addresses of a server's ports, by fixed address. */
  public Optional<String> floatingAddress(JsonNode port, String fixedAddress) {
    return floatingIps.shelf().all().stream()
        .filter(each -> Json.text(each, "port_id").equals(Json.text(port, "id")))
        .filter(each -> Json.text(each, "fixed_ip_address").equals(fixedAddress))
        .map(each -> Json.text(each, "floating_ip_address"))
        .findFirst();
  }

  /** Makes what every tenant finds: {@code external}, and a network behind a router. */
  public void seed(Caller operator, List<Caller> tenants) {
    ObjectNode external =
        networks.create(
            operator, Json.object().put("name", "external").put("router:external", true));
    ObjectNode outside =
        Json.object()
            .put("name", "external")
            .put("network_id", Json.text(external, "id"))
            .put("ip_version", 4)
            .put("cidr", "198.51.100.0/24")
            .put("gateway_ip", "198.51.100.1")
            .put("enable_dhcp", false);
    outside
        .putArray("allocation_pools")
        .addObject()
        .put("start", "198.51.100.50")
        .put("end", "198.51.100.250");
    subnets.create(operator, outside);
    for (Caller tenant : tenants) {
      ObjectNode network = networks.create(tenant, Json.object().put("name", "private"));
      ObjectNode subnet =
          subnets.create(
              tenant,
              Json.object()
                  .put("name", "private")
                  .put("network_id", Json.text(network, "id"))
                  .put("ip_version", 4)
                  .put("cidr", "10.20.0.0/24"));
      ObjectNode asked = Json.object().put("name", "router");
      asked.putObject("external_gateway_info").put("network_id", Json.text(external, "id"));
      ObjectNode router = routers.create(tenant, asked);
      routers.attach(tenant, router, Json.object().put("subnet_id", Json.text(subnet, "id")));
    }
  }
}
