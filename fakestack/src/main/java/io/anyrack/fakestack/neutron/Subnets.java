package io.anyrack.fakestack.neutron;

import io.anyrack.fakestack.http.Refusal;
import io.anyrack.fakestack.world.Caller;
import io.anyrack.fakestack.world.Json;
import io.anyrack.fakestack.world.Quota;
import io.anyrack.fakestack.world.World;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Subnets, and the DHCP agent's port on each network that has one with DHCP. */
final class Subnets implements Kind {
  private static final Set<String> WRITABLE =
      Set.of(
          "name",
          "description",
          "enable_dhcp",
          "gateway_ip",
          "dns_nameservers",
          "host_routes",
          "allocation_pools",
          "service_types",
          "dns_publish_fixed_ip");
  private static final Attributes ATTRIBUTES =
      new Attributes(
          Networks.with(
              WRITABLE,
              "network_id",
              "cidr",
              "ip_version",
              "ipv6_ra_mode",
              "ipv6_address_mode",
              "subnetpool_id",
              "prefixlen"),
          WRITABLE,
          Set.of(),
          Set.of("segment_id"));
  private static final Set<String> AUTOMATIC = Set.of("slaac", "dhcpv6-stateless");

  private final World world;
  private final Shelf shelf;
  private final Networks networks;
  private final Ports ports;

  Subnets(World world, Shelf shelf, Networks networks, Ports ports) {
    this.world = world;
    this.shelf = shelf;
    this.networks = networks;
    this.ports = ports;
  }

  /** Whether guests give themselves their addresses there. */
  static boolean automatic(ObjectNode subnet) {
    return AUTOMATIC.contains(Json.text(subnet, "ipv6_address_mode"));
  }

  @Override
  public Shelf shelf() {
    return shelf;
  }

  @Override
  public int quota() {
    return world.settings().quota().of(Quota.Limit.SUBNETS);
  }

  @Override
  public java.util.Collection<ObjectNode> visible(Caller caller) {
    Set<String> seen =
        networks.visible(caller).stream()
            .filter(each -> !each.path("router:external").asBoolean(false) || caller.admin())
            .map(each -> Json.text(each, "id"))
            .collect(java.util.stream.Collectors.toSet());
    return shelf.all().stream()
        .filter(each -> seen.contains(Json.text(each, "network_id")))
        .toList();
  }

  @Override
  public ObjectNode create(Caller caller, ObjectNode asked) {
    ATTRIBUTES.checkPost("subnet", caller, asked);
    String networkId = Attributes.required(asked, "network_id");
    ObjectNode network = networks.shelf().own(caller, networkId);
    Cidr cidr = cidr(asked);
    for (ObjectNode other : of(networkId)) {
      if (Cidr.parse(Json.text(other, "cidr")).orElseThrow().overlaps(cidr)) {
        throw Attributes.invalid(
            "Requested subnet with cidr: %s for network: %s overlaps with another subnet."
                .formatted(cidr, networkId));
      }
    }
    ObjectNode subnet = shelf.blank(caller.projectId(), asked).put("revision_number", 0);
    subnet
        .put("network_id", networkId)
        .put("ip_version", cidr.first().bits() == 32 ? 4 : 6)
        .put("cidr", cidr.toString())
        .put("enable_dhcp", asked.path("enable_dhcp").asBoolean(true))
        .putNull("subnetpool_id");
    mode(subnet, asked, "ipv6_ra_mode");
    mode(subnet, asked, "ipv6_address_mode");
    Optional<Address> gateway = gateway(asked, cidr);
    gateway.ifPresentOrElse(
        address -> subnet.put("gateway_ip", address.toString()),
        () -> subnet.putNull("gateway_ip"));
    subnet.set("allocation_pools", pools(asked, cidr, gateway));
    for (String name : List.of("host_routes", "dns_nameservers", "service_types")) {
      subnet.set(name, asked.path(name).isArray() ? asked.path(name) : Json.array());
    }
    shelf.add(subnet);
    network.withArray("subnets").add(Json.text(subnet, "id"));
    networks.shelf().touch(network);
    world.after(world.settings().delays().action(), () -> serveDhcp(networkId));
    return subnet;
  }

  private static void mode(ObjectNode subnet, ObjectNode asked, String name) {
    Json.given(asked, name)
        .ifPresentOrElse(mode -> subnet.put(name, mode), () -> subnet.putNull(name));
  }

  private static Cidr cidr(ObjectNode asked) {
    if (Json.given(asked, "cidr").isEmpty()) {
      throw Refusal.neutron(
          400,
          "BadRequest",
          "Bad subnets request: a subnetpool must be specified in the absence of a cidr.");
    }
    String text = Json.text(asked, "cidr");
    Cidr cidr =
        Cidr.parse(text)
            .orElseThrow(
                () ->
                    Refusal.neutron(
                        400,
                        "HTTPBadRequest",
                        "Invalid input for cidr. Reason: '"
                            + text
                            + "' is not a valid IP subnet."));
    int version = asked.path("ip_version").asInt(0);
    if (version != (cidr.first().bits() == 32 ? 4 : 6)) {
      throw Attributes.invalid(
          "cidr '%s' does not match the ip_version '%d'.".formatted(text, version));
    }
    return cidr;
  }

  private static Optional<Address> gateway(ObjectNode asked, Cidr cidr) {
    if (asked.has("gateway_ip")) {
      return Json.given(asked, "gateway_ip")
          .map(
              text ->
                  Address.parse(text)
                      .orElseThrow(
                          () ->
                              Refusal.neutron(
                                  400,
                                  "HTTPBadRequest",
                                  "Invalid input for gateway_ip. Reason: '"
                                      + text
                                      + "' is not a valid IP address.")));
    }
    return Optional.of(cidr.first().plus(1));
  }

  private static ArrayNode pools(ObjectNode asked, Cidr cidr, Optional<Address> gateway) {
    if (asked.path("allocation_pools") instanceof ArrayNode given) {
      for (JsonNode pool : given) {
        Optional<Address> start = Address.parse(Json.text(pool, "start"));
        Optional<Address> end = Address.parse(Json.text(pool, "end"));
        if (start.isEmpty() || end.isEmpty() || start.get().compareTo(end.get()) > 0) {
          throw Refusal.neutron(
              400,
              "InvalidAllocationPool",
              "The allocation pool " + range(pool) + " is not valid.");
        }
        if (!cidr.contains(start.get()) || !cidr.contains(end.get())) {
          throw Refusal.neutron(
              400,
              "OutOfBoundsAllocationPool",
              "The allocation pool %s spans beyond the subnet cidr %s."
                  .formatted(range(pool), cidr));
        }
        if (gateway.isPresent()
            && gateway.get().compareTo(start.get()) >= 0
            && gateway.get().compareTo(end.get()) <= 0) {
          throw Refusal.neutron(
              409,
              "GatewayConflictWithAllocationPools",
              "Gateway ip %s conflicts with allocation pool %s."
                  .formatted(gateway.get(), range(pool)));
        }
      }
      return given;
    }
    Address first = cidr.first().plus(1);
    Address last = cidr.first().bits() == 32 ? cidr.last().plus(-1) : cidr.last();
    ArrayNode pools = Json.array();
    if (gateway.isEmpty() || !cidr.contains(gateway.get())) {
      pool(pools, first, last);
    } else {
      pool(pools, first, gateway.get().plus(-1));
      pool(pools, gateway.get().plus(1), last);
    }
    return pools;
  }

  private static void pool(ArrayNode pools, Address first, Address last) {
    if (first.compareTo(last) <= 0) {
      pools.addObject().put("start", first.toString()).put("end", last.toString());
    }
  }

  private static String range(JsonNode pool) {
    return Json.text(pool, "start") + "-" + Json.text(pool, "end");
  }

  @Override
  public void update(Caller caller, ObjectNode subnet, ObjectNode asked) {
    ATTRIBUTES.checkPut("subnet", caller, asked);
    Cidr cidr = Cidr.parse(Json.text(subnet, "cidr")).orElseThrow();
    if (asked.has("allocation_pools")) {
      pools(asked, cidr, gateway(asked.has("gateway_ip") ? asked : subnet, cidr));
    }
    subnet.setAll(asked);
    serveDhcp(Json.text(subnet, "network_id"));
  }

  @Override
  public void delete(Caller caller, ObjectNode subnet) {
    String id = Json.text(subnet, "id");
    boolean used =
        ports.shelf().all().stream()
            .filter(each -> !Json.text(each, "device_owner").equals(Ports.DHCP))
            .filter(
                each -> !automatic(subnet) || Json.text(each, "device_owner").equals(Ports.ROUTER))
            .anyMatch(each -> Allocation.on(each, id));
    if (used) {
      throw Refusal.neutron(
          409,
          "SubnetInUse",
          "Unable to complete operation on subnet %s: One or more ports have an IP allocation from this subnet."
              .formatted(id));
    }
    ports.shelf().all().forEach(each -> Allocation.release(each, id));
    shelf.remove(subnet);
    String networkId = Json.text(subnet, "network_id");
    networks
        .shelf()
        .find(networkId)
        .ifPresent(
            network ->
                network.set(
                    "subnets",
                    Json.strings(
                        of(networkId).stream().map(each -> Json.text(each, "id")).toList())));
    serveDhcp(networkId);
  }

  List<ObjectNode> of(String networkId) {
    return shelf.all().stream()
        .filter(each -> Json.text(each, "network_id").equals(networkId))
        .toList();
  }

  /** What the agent does: it has one port while the network has a subnet with DHCP. */
  private void serveDhcp(String networkId) {
    Optional<ObjectNode> network = networks.shelf().find(networkId);
    List<ObjectNode> served =
        of(networkId).stream().filter(each -> each.path("enable_dhcp").asBoolean(false)).toList();
    List<ObjectNode> agents =
        ports.shelf().all().stream()
            .filter(each -> Json.text(each, "network_id").equals(networkId))
            .filter(each -> Json.text(each, "device_owner").equals(Ports.DHCP))
            .toList();
    if (network.isEmpty() || served.isEmpty()) {
      agents.forEach(ports.shelf()::remove);
    } else if (agents.isEmpty()) {
      ports.addForCloud(network.get(), served, Ports.DHCP, "dhcp-agent-" + networkId);
    }
  }
}
