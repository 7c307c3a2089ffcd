package io.anyrack.fakestack.neutron;

import io.anyrack.fakestack.http.Refusal;
import io.anyrack.fakestack.world.Caller;
import io.anyrack.fakestack.world.Json;
import io.anyrack.fakestack.world.Quota;
import io.anyrack.fakestack.world.World;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Floating addresses. */
final class FloatingIps implements Kind {
  private static final Attributes ATTRIBUTES =
      new Attributes(
          Set.of("floating_network_id", "port_id", "fixed_ip_address", "subnet_id", "description"),
          Set.of("port_id", "fixed_ip_address", "description"),
          Set.of("router_id", "port_details", "port_forwardings"),
          Set.of("floating_ip_address"));

  private final World world;
  private final Shelf shelf;
  private final Networks networks;
  private final Shelf subnets;
  private final Ports ports;
  private final Routers routers;

  FloatingIps(
      World world, Shelf shelf, Networks networks, Shelf subnets, Ports ports, Routers routers) {
    this.world = world;
    this.shelf = shelf;
    this.networks = networks;
    this.subnets = subnets;
    this.ports = ports;
    this.routers = routers;
  }

  @Override
  public Shelf shelf() {
    return shelf;
  }

  @Override
  public int quota() {
    return world.settings().quota().of(Quota.Limit.FLOATING_IPS);
  }

  @Override
  public ObjectNode create(Caller caller, ObjectNode asked) {
    ATTRIBUTES.checkPost("floatingip", caller, asked);
    ObjectNode network = networks.seen(caller, Attributes.required(asked, "floating_network_id"));
    String networkId = Json.text(network, "id");
    if (!network.path("router:external").asBoolean(false)) {
      throw Refusal.neutron(
          400,
          "BadRequest",
          "Bad floatingip request: Network " + networkId + " is not a valid external network.");
    }
    ObjectNode floating = shelf.blank(caller.projectId(), asked);
    floating.remove("name");
    floating
        .put("floating_network_id", networkId)
        .put("status", "DOWN")
        .putNull("router_id")
        .putNull("port_id")
        .putNull("fixed_ip_address")
        .putNull("port_details")
        .set("port_forwardings", Json.array());
    ObjectNode outer =
        ports.addForCloud(
            network,
            subnets.all().stream()
                .filter(each -> Json.text(each, "network_id").equals(networkId))
                .limit(1)
                .toList(),
            Ports.FLOATING,
            Json.text(floating, "id"));
    floating.put("floating_ip_address", Json.text(outer.path("fixed_ips").path(0), "ip_address"));
    try {
      associate(caller, floating, asked);
    } catch (Refusal e) {
      ports.shelf().remove(outer);
      throw e;
    }
    shelf.add(floating);
    return floating;
  }

  @Override
  public void update(Caller caller, ObjectNode floating, ObjectNode asked) {
    ATTRIBUTES.checkPut("floatingip", caller, asked);
    if (asked.has("port_id") || asked.isEmpty()) {
      associate(caller, floating, asked);
    }
    Json.given(asked, "description").ifPresent(text -> floating.put("description", text));
  }

  private void associate(Caller caller, ObjectNode floating, ObjectNode asked) {
    Optional<String> portId = Json.given(asked, "port_id");
    if (portId.isEmpty()) {
      release(floating);
      return;
    }
    ObjectNode port =
        ports
            .find(portId.get())
            .filter(each -> ports.owns(caller, each))
            .orElseThrow(() -> ports.shelf().missing(portId.get()));
    JsonNode fixed = fixed(port, Json.given(asked, "fixed_ip_address"));
    String address = Json.text(fixed, "ip_address");
    String networkId = Json.text(floating, "floating_network_id");
    for (ObjectNode other : shelf.all()) {
      boolean taken =
          !Json.text(other, "id").equals(Json.text(floating, "id"))
              && Json.text(other, "port_id").equals(portId.get())
              && Json.text(other, "fixed_ip_address").equals(address);
      if (taken) {
        throw Refusal.neutron(
            409,
            "FloatingIPPortAlreadyAssociated",
            "Cannot associate floating IP %s (%s) with port %s using fixed IP %s, as that fixed IP already has a floating IP on external network %s."
                .formatted(
                    Json.text(floating, "floating_ip_address"),
                    Json.text(floating, "id"),
                    portId.get(),
                    address,
                    networkId));
      }
    }
    String subnetId = Json.text(fixed, "subnet_id");
    ObjectNode router =
        routers.shelf().all().stream()
            .filter(
                each ->
                    Json.text(each.path("external_gateway_info"), "network_id").equals(networkId))
            .filter(
                each ->
                    routers.interfaces(each).stream().anyMatch(one -> Allocation.on(one, subnetId)))
            .findFirst()
            .orElseThrow(
                () ->
                    Refusal.neutron(
                        404,
                        "ExternalGatewayForFloatingIPNotFound",
                        "External network %s is not reachable from subnet %s.  Therefore, cannot associate Port %s with a Floating IP."
                            .formatted(networkId, subnetId, portId.get())));
    floating
        .put("port_id", portId.get())
        .put("fixed_ip_address", address)
        .put("router_id", Json.text(router, "id"))
        .put("status", "ACTIVE");
  }

  private static JsonNode fixed(ObjectNode port, Optional<String> asked) {
    for (JsonNode each : port.path("fixed_ips")) {
      if (asked
          .map(Json.text(each, "ip_address")::equals)
          .orElse(!Json.text(each, "ip_address").contains(":"))) {
        return each;
      }
    }
    throw Refusal.neutron(
        400,
        "BadRequest",
        "Bad floatingip request: Cannot add floating IP to port %s that has no fixed IPv4 addresses."
            .formatted(Json.text(port, "id")));
  }

  /** What happens to the addresses of a port that goes. */
  void releasePort(String portId) {
    shelf.all().stream()
        .filter(each -> Json.text(each, "port_id").equals(portId))
        .forEach(
            each -> {
              release(each);
              shelf.touch(each);
            });
  }

  private static void release(ObjectNode floating) {
    floating
        .putNull("port_id")
        .putNull("fixed_ip_address")
        .putNull("router_id")
        .put("status", "DOWN");
  }

  @Override
  public void delete(Caller caller, ObjectNode floating) {
    ports.shelf().all().stream()
        .filter(each -> Json.text(each, "device_id").equals(Json.text(floating, "id")))
        .findFirst()
        .ifPresent(ports.shelf()::remove);
    shelf.remove(floating);
  }
}
