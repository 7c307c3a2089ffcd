package io.anyrack.fakestack.neutron;

import io.anyrack.fakestack.http.Refusal;
import io.anyrack.fakestack.world.Caller;
import io.anyrack.fakestack.world.Json;
import io.anyrack.fakestack.world.Quota;
import io.anyrack.fakestack.world.World;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Routers and their interfaces. */
final class Routers implements Kind {
  private static final Set<String> WRITABLE =
      Set.of("name", "description", "admin_state_up", "external_gateway_info", "routes");
  private static final Attributes ATTRIBUTES =
      new Attributes(
          Networks.with(WRITABLE, "availability_zone_hints"),
          WRITABLE,
          Set.of("availability_zones", "flavor_id"),
          Set.of("ha", "distributed"));

  private final World world;
  private final Shelf shelf;
  private final Networks networks;
  private final Shelf subnets;
  private final Ports ports;
  private final Shelf floating;

  Routers(World world, Shelf shelf, Networks networks, Shelf subnets, Ports ports, Shelf floating) {
    this.world = world;
    this.shelf = shelf;
    this.networks = networks;
    this.subnets = subnets;
    this.ports = ports;
    this.floating = floating;
  }

  @Override
  public Shelf shelf() {
    return shelf;
  }

  @Override
  public int quota() {
    return world.settings().quota().of(Quota.Limit.ROUTERS);
  }

  @Override
  public ObjectNode create(Caller caller, ObjectNode asked) {
    ATTRIBUTES.checkPost("router", caller, asked);
    ObjectNode router = shelf.blank(caller.projectId(), asked);
    router
        .put("admin_state_up", asked.path("admin_state_up").asBoolean(true))
        .put("status", "ACTIVE")
        .putNull("external_gateway_info")
        .putNull("flavor_id");
    router.putArray("availability_zones");
    router.putArray("availability_zone_hints");
    router.putArray("routes");
    gateway(caller, router, asked);
    shelf.add(router);
    return router;
  }

  @Override
  public void update(Caller caller, ObjectNode router, ObjectNode asked) {
    ATTRIBUTES.checkPut("router", caller, asked);
    if (asked.has("external_gateway_info")) {
      gateway(caller, router, asked);
    }
    ObjectNode plain = asked.deepCopy();
    plain.remove("external_gateway_info");
    checkRoutes(router, plain);
    router.setAll(plain);
  }

  private void checkRoutes(ObjectNode router, ObjectNode asked) {
    for (JsonNode route : asked.path("routes")) {
      Optional<Address> hop = Address.parse(Json.text(route, "nexthop"));
      boolean connected =
          hop.isPresent()
              && interfaces(router).stream()
                  .flatMap(port -> subnetsOf(port).stream())
                  .anyMatch(
                      each ->
                          Cidr.parse(Json.text(each, "cidr")).orElseThrow().contains(hop.get()));
      if (!connected) {
        throw Refusal.neutron(
            400,
            "InvalidRoutes",
            "Invalid format for routes: %s, the nexthop is not connected with router"
                .formatted(asked.path("routes")));
      }
    }
  }

  private void gateway(Caller caller, ObjectNode router, ObjectNode asked) {
    JsonNode info = asked.path("external_gateway_info");
    if (info.isMissingNode()) {
      return;
    }
    for (String name : List.of("enable_snat", "external_fixed_ips")) {
      if (info.has(name) && !caller.admin()) {
        throw Refusal.neutron(
            403,
            "PolicyNotAuthorized",
            "((rule:%1$s_router and (rule:%1$s_router:external_gateway_info and rule:%1$s_router:external_gateway_info:network_id)) and rule:%1$s_router:external_gateway_info:%2$s) is disallowed by policy"
                .formatted(
                    shelf.find(Json.text(router, "id")).isPresent() ? "update" : "create", name));
      }
    }
    Optional<String> networkId = Json.given(info, "network_id");
    if (networkId.isPresent()
        && networkId.get().equals(Json.text(router.path("external_gateway_info"), "network_id"))) {
      return;
    }
    if (router.path("external_gateway_info").isObject() && usedByFloating(router)) {
      throw Refusal.neutron(
          409,
          "RouterExternalGatewayInUseByFloatingIp",
          "Gateway cannot be updated for router %s, since a gateway to external network %s is required by one or more floating IPs."
              .formatted(
                  Json.text(router, "id"),
                  Json.text(router.path("external_gateway_info"), "network_id")));
    }
    dropGateway(router);
    if (networkId.isEmpty()) {
      return;
    }
    ObjectNode network = networks.seen(caller, networkId.get());
    if (!network.path("router:external").asBoolean(false)) {
      throw Refusal.neutron(
          400,
          "BadRequest",
          "Bad router request: Network " + networkId.get() + " is not an external network.");
    }
    ObjectNode port =
        ports.addForCloud(network, firstSubnet(network), Ports.GATEWAY, Json.text(router, "id"));
    ObjectNode shown = Json.object().put("network_id", networkId.get()).put("enable_snat", true);
    shown.set("external_fixed_ips", port.path("fixed_ips").deepCopy());
    router.set("external_gateway_info", shown);
  }

  private List<ObjectNode> firstSubnet(ObjectNode network) {
    return subnets.all().stream()
        .filter(each -> Json.text(each, "network_id").equals(Json.text(network, "id")))
        .limit(1)
        .toList();
  }

  private boolean usedByFloating(ObjectNode router) {
    return floating.all().stream()
        .anyMatch(each -> Json.text(each, "router_id").equals(Json.text(router, "id")));
  }

  private void dropGateway(ObjectNode router) {
    List.copyOf(ports.shelf().all()).stream()
        .filter(each -> Json.text(each, "device_owner").equals(Ports.GATEWAY))
        .filter(each -> Json.text(each, "device_id").equals(Json.text(router, "id")))
        .forEach(ports.shelf()::remove);
    router.putNull("external_gateway_info");
  }

  List<ObjectNode> interfaces(ObjectNode router) {
    return ports.shelf().all().stream()
        .filter(each -> Json.text(each, "device_owner").equals(Ports.ROUTER))
        .filter(each -> Json.text(each, "device_id").equals(Json.text(router, "id")))
        .toList();
  }

  private List<ObjectNode> subnetsOf(ObjectNode port) {
    return subnets.all().stream()
        .filter(each -> Allocation.on(port, Json.text(each, "id")))
        .toList();
  }

  @Override
  public void delete(Caller caller, ObjectNode router) {
    List<ObjectNode> attached = interfaces(router);
    if (!attached.isEmpty()) {
      throw Refusal.neutron(
          409,
          "RouterInUse",
          "Router %s has ports still attached: %s"
              .formatted(
                  Json.text(router, "id"),
                  attached.stream()
                      .map(each -> Json.text(each, "id"))
                      .collect(Collectors.joining(", "))));
    }
    dropGateway(router);
    shelf.remove(router);
  }

  /** {@code add_router_interface}. */
  ObjectNode attach(Caller caller, ObjectNode router, ObjectNode asked) {
    Optional<String> portId = Json.given(asked, "port_id");
    if (portId.isPresent()) {
      return attachPort(caller, router, portId.get());
    }
    String subnetId =
        Json.given(asked, "subnet_id")
            .orElseThrow(
                () ->
                    Refusal.neutron(
                        400,
                        "BadRequest",
                        "Bad router request: Either subnet_id or port_id must be specified."));
    ObjectNode subnet = subnets.find(subnetId).orElseThrow(() -> subnets.missing(subnetId));
    ObjectNode network = networks.seen(caller, Json.text(subnet, "network_id"));
    if (Json.given(subnet, "gateway_ip").isEmpty()) {
      throw Refusal.neutron(
          400,
          "BadRequest",
          "Bad router request: Subnet for router interface must have a gateway IP.");
    }
    refuseOverlap(router, subnet);
    ObjectNode port =
        ports.addForCloud(network, List.of(subnet), Ports.ROUTER, Json.text(router, "id"));
    return attached(router, port, subnetId);
  }

  private ObjectNode attachPort(Caller caller, ObjectNode router, String portId) {
    ObjectNode port =
        ports
            .find(portId)
            .filter(each -> ports.owns(caller, each))
            .orElseThrow(() -> ports.shelf().missing(portId));
    if (Json.given(port, "device_id").isPresent()) {
      throw Refusal.neutron(
          409,
          "PortInUse",
          "Unable to complete operation on port %s for network %s. Port already has an attached device %s."
              .formatted(portId, Json.text(port, "network_id"), Json.text(port, "device_id")));
    }
    List<ObjectNode> on = subnetsOf(port);
    if (on.isEmpty()) {
      throw Refusal.neutron(
          400, "BadRequest", "Bad router request: Router port must have at least one fixed IP.");
    }
    on.forEach(each -> refuseOverlap(router, each));
    port.put("device_owner", Ports.ROUTER).put("device_id", Json.text(router, "id"));
    ports.shelf().touch(port);
    return attached(router, port, Json.text(on.getFirst(), "id"));
  }

  private void refuseOverlap(ObjectNode router, ObjectNode subnet) {
    String id = Json.text(subnet, "id");
    Cidr cidr = Cidr.parse(Json.text(subnet, "cidr")).orElseThrow();
    for (ObjectNode port : interfaces(router)) {
      for (ObjectNode other : subnetsOf(port)) {
        if (Json.text(other, "id").equals(id)) {
          throw Refusal.neutron(
              400,
              "BadRequest",
              "Bad router request: Router already has a port on subnet " + id + ".");
        }
        if (Cidr.parse(Json.text(other, "cidr")).orElseThrow().overlaps(cidr)) {
          throw Refusal.neutron(
              400,
              "BadRequest",
              "Bad router request: Cidr %s of subnet %s overlaps with cidr %s of subnet %s."
                  .formatted(cidr, id, Json.text(other, "cidr"), Json.text(other, "id")));
        }
      }
    }
  }

  private ObjectNode attached(ObjectNode router, ObjectNode port, String subnetId) {
    port.put("status", "ACTIVE");
    shelf.touch(router);
    return answer(router, port, subnetId);
  }

  private static ObjectNode answer(ObjectNode router, ObjectNode port, String subnetId) {
    ObjectNode answer =
        Json.object()
            .put("id", Json.text(router, "id"))
            .put("tenant_id", Json.text(router, "tenant_id"))
            .put("port_id", Json.text(port, "id"))
            .put("network_id", Json.text(port, "network_id"))
            .put("subnet_id", subnetId);
    answer.putArray("subnet_ids").add(subnetId);
    return answer;
  }

  /** {@code remove_router_interface}; the port goes, also one that was there before. */
  ObjectNode detach(ObjectNode router, ObjectNode asked) {
    String id = Json.text(router, "id");
    Optional<String> portId = Json.given(asked, "port_id");
    String subnetId = Json.text(asked, "subnet_id");
    ObjectNode port =
        interfaces(router).stream()
            .filter(
                each ->
                    portId
                        .map(Json.text(each, "id")::equals)
                        .orElseGet(() -> Allocation.on(each, subnetId)))
            .findFirst()
            .orElseThrow(
                () ->
                    portId.isPresent()
                        ? Refusal.neutron(
                            404,
                            "RouterInterfaceNotFound",
                            "Router %s does not have an interface with id %s"
                                .formatted(id, portId.get()))
                        : Refusal.neutron(
                            404,
                            "RouterInterfaceNotFoundForSubnet",
                            "Router %s has no interface on subnet %s".formatted(id, subnetId)));
    String onSubnet = Json.text(subnetsOf(port).getFirst(), "id");
    boolean used =
        floating.all().stream()
            .filter(each -> Json.text(each, "router_id").equals(id))
            .flatMap(each -> ports.find(Json.text(each, "port_id")).stream())
            .anyMatch(each -> Allocation.on(each, onSubnet));
    if (used) {
      throw Refusal.neutron(
          409,
          "RouterInterfaceInUseByFloatingIP",
          "Router interface for subnet %s on router %s cannot be deleted, as it is required by one or more floating IPs."
              .formatted(onSubnet, id));
    }
    ports.shelf().remove(port);
    shelf.touch(router);
    return answer(router, port, onSubnet);
  }
}
