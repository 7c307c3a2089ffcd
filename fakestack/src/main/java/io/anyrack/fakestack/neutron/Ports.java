package io.anyrack.fakestack.neutron;

import io.anyrack.fakestack.http.Refusal;
import io.anyrack.fakestack.world.Caller;
import io.anyrack.fakestack.world.Json;
import io.anyrack.fakestack.world.Quota;
import io.anyrack.fakestack.world.World;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Ports. */
final class Ports implements Kind {
  static final String DHCP = "network:dhcp";
  static final String ROUTER = "network:router_interface";
  static final String GATEWAY = "network:router_gateway";
  static final String FLOATING = "network:floatingip";

  private static final Set<String> WRITABLE =
      Set.of(
          "name",
          "description",
          "admin_state_up",
          "fixed_ips",
          "device_id",
          "device_owner",
          "security_groups",
          "allowed_address_pairs",
          "extra_dhcp_opts",
          "port_security_enabled",
          "binding:vnic_type");
  private static final Attributes ATTRIBUTES =
      new Attributes(
          Networks.with(WRITABLE, "network_id", "mac_address"),
          WRITABLE,
          Set.of("ip_allocation"),
          Set.of("binding:host_id", "binding:profile"));

  private final World world;
  private final Shelf shelf;
  private final Networks networks;
  private final SecurityGroups groups;
  private final Shelf routers;
  private final Shelf floating;
  private final Allocation allocation;

  Ports(
      World world,
      Shelf shelf,
      Shelf subnets,
      Shelf routers,
      Shelf floating,
      Networks networks,
      SecurityGroups groups) {
    this.routers = routers;
    this.floating = floating;
    this.world = world;
    this.shelf = shelf;
    this.networks = networks;
    this.groups = groups;
    this.allocation = new Allocation(shelf, subnets);
  }

  @Override
  public Shelf shelf() {
    return shelf;
  }

  @Override
  public int quota() {
    return world.settings().quota().of(Quota.Limit.PORTS);
  }

  /** Also the agents' ports on the caller's networks. */
  @Override
  public Collection<ObjectNode> visible(Caller caller) {
    return shelf.all().stream().filter(each -> owns(caller, each)).toList();
  }

  boolean owns(Caller caller, ObjectNode port) {
    return caller.owns(Json.text(port, "project_id"))
        || networks
            .shelf()
            .find(Json.text(port, "network_id"))
            .map(network -> caller.owns(Json.text(network, "project_id")))
            .orElse(false);
  }

  @Override
  public ObjectNode create(Caller caller, ObjectNode asked) {
    ATTRIBUTES.checkPost("port", caller, asked);
    ObjectNode network = networks.seen(caller, Attributes.required(asked, "network_id"));
    ObjectNode port = blank(caller.projectId(), network, asked);
    if (asked.has("mac_address")) {
      port.put("mac_address", mac(network, Json.text(asked, "mac_address")));
    }
    port.put("device_id", Json.text(asked, "device_id"))
        .put("device_owner", Json.text(asked, "device_owner"))
        .put(
            "ip_allocation",
            asked.path("fixed_ips").isArray() && asked.path("fixed_ips").isEmpty()
                ? "none"
                : "immediate")
        .put(
            "port_security_enabled",
            asked
                .path("port_security_enabled")
                .asBoolean(network.path("port_security_enabled").asBoolean(true)));
    port.set("fixed_ips", allocation.allocate(port, asked.path("fixed_ips")));
    boolean secure = port.path("port_security_enabled").asBoolean(true);
    if (asked.path("security_groups").isArray()) {
      groups(caller, port, asked.path("security_groups"), secure);
    } else if (secure) {
      port.putArray("security_groups").add(Json.text(groups.ofProject(caller.projectId()), "id"));
    }
    pairs(port, asked.path("allowed_address_pairs"), secure);
    options(port, asked.path("extra_dhcp_opts"));
    shelf.add(port);
    return port;
  }

  private ObjectNode blank(String project, ObjectNode network, ObjectNode asked) {
    ObjectNode port = shelf.blank(project, asked);
    port.put("network_id", Json.text(network, "id"))
        .put("mac_address", freshMac(network))
        .put("admin_state_up", asked.path("admin_state_up").asBoolean(true))
        .put("status", "DOWN")
        .put("device_id", "")
        .put("device_owner", "")
        .put("binding:vnic_type", asked.path("binding:vnic_type").asString("normal"))
        .put("port_security_enabled", true)
        .put("ip_allocation", "immediate");
    for (String name :
        List.of("fixed_ips", "security_groups", "allowed_address_pairs", "extra_dhcp_opts")) {
      port.putArray(name);
    }
    return port;
  }

  /**
   * A port of the cloud's own, with an address of each of these subnets; its gateway's for a
   * router.
   */
  ObjectNode addForCloud(
      ObjectNode network, List<ObjectNode> subnets, String owner, String deviceId) {
    ObjectNode port =
        blank(
            owner.equals(DHCP) || owner.equals(ROUTER) ? Json.text(network, "project_id") : "",
            network,
            Json.object());
    port.put("device_owner", owner)
        .put("device_id", deviceId)
        .put("status", "ACTIVE")
        .put("port_security_enabled", false);
    ArrayNode wanted = Json.array();
    for (ObjectNode subnet : subnets) {
      ObjectNode one = wanted.addObject().put("subnet_id", Json.text(subnet, "id"));
      if (owner.equals(ROUTER)) {
        one.put("ip_address", Json.text(subnet, "gateway_ip"));
      }
    }
    port.set("fixed_ips", allocation.allocate(port, wanted));
    shelf.add(port);
    return port;
  }

  private String freshMac(ObjectNode network) {
    String mac = world.mac();
    while (macTaken(network, mac)) {
      mac = world.mac();
    }
    return mac;
  }

  private boolean macTaken(ObjectNode network, String mac) {
    return shelf.all().stream()
        .filter(each -> Json.text(each, "network_id").equals(Json.text(network, "id")))
        .anyMatch(each -> Json.text(each, "mac_address").equals(mac));
  }

  private String mac(ObjectNode network, String asked) {
    String mac = asked.toLowerCase(Locale.ROOT);
    if (!mac.matches("([0-9a-f]{2}:){5}[0-9a-f]{2}")) {
      throw Refusal.neutron(
          400,
          "HTTPBadRequest",
          "Invalid input for mac_address. Reason: '" + asked + "' is not a valid MAC address.");
    }
    if (macTaken(network, mac)) {
      throw Refusal.neutron(
          409,
          "MacAddressInUse",
          "Unable to complete operation for network %s. The mac address %s is in use."
              .formatted(Json.text(network, "id"), mac));
    }
    return mac;
  }

  private void groups(Caller caller, ObjectNode port, JsonNode ids, boolean secure) {
    if (!secure && !ids.isEmpty()) {
      throw Refusal.neutron(
          400,
          "PortSecurityAndIPRequiredForSecurityGroups",
          "Port security must be enabled and port must have an IP address in order to use security"
              + " groups.");
    }
    ids.forEach(id -> groups.shelf().own(caller, Json.text(id)));
    port.set("security_groups", ids.deepCopy());
  }

  private void pairs(ObjectNode port, JsonNode asked, boolean secure) {
    if (!asked.isArray()) {
      return;
    }
    if (!secure && !asked.isEmpty()) {
      throw pairsNeedSecurity();
    }
    if (asked.size() > world.settings().addressPairs()) {
      throw Refusal.neutron(
          400,
          "AllowedAddressPairExhausted",
          "The number of allowed address pair exceeds the maximum "
              + world.settings().addressPairs()
              + ".");
    }
    ArrayNode pairs = Json.array();
    for (JsonNode each : asked) {
      String address = Json.text(each, "ip_address");
      if (Address.parse(address).isEmpty() && Cidr.parse(address).isEmpty()) {
        throw Refusal.neutron(
            400,
            "HTTPBadRequest",
            "Invalid input for allowed_address_pairs. Reason: '"
                + address
                + "' is not a valid IP address or subnet.");
      }
      String mac =
          Json.given(each, "mac_address")
              .orElse(Json.text(port, "mac_address"))
              .toLowerCase(Locale.ROOT);
      for (JsonNode other : pairs) {
        if (Json.text(other, "ip_address").equals(address)
            && Json.text(other, "mac_address").equals(mac)) {
          throw Refusal.neutron(
              400,
              "DuplicateAddressPairInRequest",
              "Request contains duplicate address pair: mac_address %s ip_address %s."
                  .formatted(mac, address));
        }
      }
      pairs.addObject().put("mac_address", mac).put("ip_address", address);
    }
    port.set("allowed_address_pairs", pairs);
  }

  private static Refusal pairsNeedSecurity() {
    return Refusal.neutron(
        409,
        "AddressPairAndPortSecurityRequired",
        "Port Security must be enabled in order to have allowed address pairs on a port.");
  }

  /** Each option is set, be it empty, or removed if its value is null; others stay. */
  private static void options(ObjectNode port, JsonNode asked) {
    ArrayNode options = port.withArray("extra_dhcp_opts");
    for (JsonNode each : asked) {
      String name = Attributes.required((ObjectNode) each, "opt_name");
      int version = each.path("ip_version").asInt(4);
      for (int i = options.size() - 1; i >= 0; i--) {
        if (Json.text(options.get(i), "opt_name").equals(name)
            && options.get(i).path("ip_version").asInt(4) == version) {
          options.remove(i);
        }
      }
      if (each.path("opt_value").isString()) {
        options
            .addObject()
            .put("opt_name", name)
            .put("opt_value", each.path("opt_value").asString())
            .put("ip_version", version);
      }
    }
  }

  @Override
  public void update(Caller caller, ObjectNode port, ObjectNode asked) {
    if (asked.has("mac_address") && !caller.admin()) {
      throw Attributes.forbidden("update", "port", "mac_address");
    }
    ATTRIBUTES.checkPut("port", caller, asked);
    ObjectNode changed = port.deepCopy();
    boolean secure =
        asked
            .path("port_security_enabled")
            .asBoolean(port.path("port_security_enabled").asBoolean(true));
    if (asked.path("security_groups").isArray()) {
      groups(caller, changed, asked.path("security_groups"), secure);
    }
    if (!secure && !changed.path("security_groups").isEmpty()) {
      throw Refusal.neutron(
          409,
          "PortSecurityPortHasSecurityGroup",
          "Port has security group associated. Cannot disable port security or IP address until"
              + " security group is removed.");
    }
    pairs(changed, asked.path("allowed_address_pairs"), secure);
    if (!secure && !changed.path("allowed_address_pairs").isEmpty()) {
      throw pairsNeedSecurity();
    }
    if (asked.path("fixed_ips").isArray()) {
      changed.set("fixed_ips", allocation.allocate(port, asked.path("fixed_ips")));
    }
    options(changed, asked.path("extra_dhcp_opts"));
    ObjectNode plain = asked.deepCopy();
    plain.remove(
        List.of("fixed_ips", "security_groups", "allowed_address_pairs", "extra_dhcp_opts"));
    changed.setAll(plain);
    port.setAll(changed);
  }

  @Override
  public void delete(Caller caller, ObjectNode port) {
    String owner = Json.text(port, "device_owner");
    boolean routers = owner.equals(ROUTER) || owner.equals(GATEWAY) || owner.equals(FLOATING);
    if (routers && inUse(Json.text(port, "device_id"))) {
      throw Refusal.neutron(
          409,
          "ServicePortInUse",
          "Port %s cannot be deleted directly via the port API: has device owner %s."
              .formatted(Json.text(port, "id"), owner));
    }
    shelf.remove(port);
  }

  private boolean inUse(String deviceId) {
    return routers.find(deviceId).isPresent() || floating.find(deviceId).isPresent();
  }

  Optional<ObjectNode> find(String id) {
    return shelf.find(id);
  }
}
