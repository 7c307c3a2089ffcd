package io.anyrack.fakestack.neutron;

import io.anyrack.fakestack.http.Refusal;
import io.anyrack.fakestack.world.Caller;
import io.anyrack.fakestack.world.Json;
import io.anyrack.fakestack.world.Quota;
import io.anyrack.fakestack.world.World;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** Networks. */
final class Networks implements Kind {
  private static final Set<String> WRITABLE =
      Set.of("name", "description", "admin_state_up", "mtu", "port_security_enabled");
  private static final Attributes ATTRIBUTES =
      new Attributes(
          with(WRITABLE, "availability_zone_hints", "is_default"),
          WRITABLE,
          Set.of("subnets", "availability_zones", "l2_adjacency", "availability_zone_hints"),
          Set.of(
              "shared",
              "router:external",
              "provider:network_type",
              "provider:physical_network",
              "provider:segmentation_id",
              "segments"));
  private static final int SMALLEST_MTU = 68;

  private final World world;
  private final Shelf shelf;
  private final Shelf ports;
  private final Shelf subnets;
  private final Shelf sharings;

  Networks(World world, Shelf shelf, Shelf subnets, Shelf ports, Shelf sharings) {
    this.world = world;
    this.shelf = shelf;
    this.subnets = subnets;
    this.ports = ports;
    this.sharings = sharings;
  }

  static Set<String> with(Set<String> some, String... more) {
    return java.util.stream.Stream.concat(some.stream(), java.util.stream.Stream.of(more))
        .collect(Collectors.toSet());
  }

  @Override
  public Shelf shelf() {
    return shelf;
  }

  @Override
  public int quota() {
    return world.settings().quota().of(Quota.Limit.NETWORKS);
  }

  @Override
  public Collection<ObjectNode> visible(Caller caller) {
    return shelf.all().stream().filter(each -> sees(caller, each)).toList();
  }

  private boolean sees(Caller caller, ObjectNode network) {
    return caller.owns(Json.text(network, "project_id"))
        || network.path("router:external").asBoolean(false)
        || network.path("shared").asBoolean(false)
        || sharings.all().stream()
            .filter(each -> Json.text(each, "object_id").equals(Json.text(network, "id")))
            .map(each -> Json.text(each, "target_tenant"))
            .anyMatch(target -> target.equals("*") || target.equals(caller.projectId()));
  }

  /** A network that the caller may put ports on. */
  ObjectNode seen(Caller caller, String id) {
    return shelf.find(id).filter(each -> sees(caller, each)).orElseThrow(() -> shelf.missing(id));
  }

  @Override
  public ObjectNode create(Caller caller, ObjectNode asked) {
    ATTRIBUTES.checkPost("network", caller, asked);
    boolean external = asked.path("router:external").asBoolean(false);
    ObjectNode network = shelf.blank(caller.projectId(), asked);
    network
        .put("admin_state_up", asked.path("admin_state_up").asBoolean(true))
        .put("status", "ACTIVE")
        .put("mtu", mtu(asked, external))
        .put("shared", asked.path("shared").asBoolean(false))
        .put("router:external", external)
        .put("is_default", false)
        .put("l2_adjacency", true)
        .put("port_security_enabled", asked.path("port_security_enabled").asBoolean(true))
        .putNull("ipv4_address_scope")
        .putNull("ipv6_address_scope");
    network.putArray("subnets");
    network.putArray("availability_zone_hints");
    network.putArray("availability_zones");
    shelf.add(network);
    return network;
  }

  private int mtu(ObjectNode asked, boolean external) {
    int ceiling = external ? 1500 : world.settings().mtu();
    int mtu = asked.path("mtu").asInt(0);
    if (mtu == 0) {
      return ceiling;
    }
    if (mtu > ceiling) {
      throw Attributes.invalid("Requested MTU is too big, maximum is " + ceiling + ".");
    }
    if (mtu < SMALLEST_MTU) {
      throw Refusal.neutron(
          400,
          "HTTPBadRequest",
          "Invalid input for mtu. Reason: '%d' is too small - must be at least '%d'."
              .formatted(mtu, SMALLEST_MTU));
    }
    return mtu;
  }

  @Override
  public void update(Caller caller, ObjectNode network, ObjectNode asked) {
    ATTRIBUTES.checkPut("network", caller, asked);
    if (asked.has("mtu")) {
      network.put("mtu", mtu(asked, network.path("router:external").asBoolean(false)));
    }
    ObjectNode rest = asked.deepCopy();
    rest.remove("mtu");
    network.setAll(rest);
  }

  @Override
  public void delete(Caller caller, ObjectNode network) {
    String id = Json.text(network, "id");
    List<ObjectNode> on =
        ports.all().stream().filter(each -> Json.text(each, "network_id").equals(id)).toList();
    List<ObjectNode> kept =
        on.stream().filter(each -> !Json.text(each, "device_owner").equals(Ports.DHCP)).toList();
    if (!kept.isEmpty()) {
      throw Refusal.neutron(
          409,
          "NetworkInUse",
          "Unable to complete operation on network %s. There are one or more ports still in use on the network, id for these ports is: %s."
              .formatted(
                  id,
                  kept.stream()
                      .map(each -> Json.text(each, "id"))
                      .collect(Collectors.joining(","))));
    }
    on.forEach(ports::remove);
    List.copyOf(subnets.all()).stream()
        .filter(each -> Json.text(each, "network_id").equals(id))
        .forEach(subnets::remove);
    List.copyOf(sharings.all()).stream()
        .filter(each -> Json.text(each, "object_id").equals(id))
        .forEach(sharings::remove);
    shelf.remove(network);
  }
}
