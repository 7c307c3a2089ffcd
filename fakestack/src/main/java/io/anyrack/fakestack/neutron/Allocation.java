package io.anyrack.fakestack.neutron;

import io.anyrack.fakestack.http.Refusal;
import io.anyrack.fakestack.world.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Which fixed addresses a port gets. */
final class Allocation {
  private final Shelf ports;
  private final Shelf subnets;

  Allocation(Shelf ports, Shelf subnets) {
    this.ports = ports;
    this.subnets = subnets;
  }

  /** Whether a port has an address of a subnet. */
  static boolean on(ObjectNode port, String subnetId) {
    for (JsonNode each : port.path("fixed_ips")) {
      if (Json.text(each, "subnet_id").equals(subnetId)) {
        return true;
      }
    }
    return false;
  }

  /** Takes a port's addresses of a subnet away. */
  static void release(ObjectNode port, String subnetId) {
    ArrayNode kept = Json.array();
    port.path("fixed_ips")
        .forEach(
            each -> {
              if (!Json.text(each, "subnet_id").equals(subnetId)) {
                kept.add(each);
              }
            });
    port.set("fixed_ips", kept);
  }

  /**
   * The addresses for a port.
   *
   * @param port with its network, MAC and owner; its present addresses count as free
   * @param asked the request's {@code fixed_ips}; missing for what Neutron gives by itself
   */
  ArrayNode allocate(ObjectNode port, JsonNode asked) {
    String networkId = Json.text(port, "network_id");
    List<ObjectNode> there =
        subnets.all().stream()
            .filter(each -> Json.text(each, "network_id").equals(networkId))
            .toList();
    ArrayNode given = Json.array();
    if (!asked.isArray()) {
      byItself(port, networkId, there, given);
      return given;
    }
    for (JsonNode each : asked) {
      one(port, networkId, there, each, given);
    }
    return given;
  }

  /** One address of IPv4, one of IPv6, and one of every subnet where guests choose their own. */
  private void byItself(
      ObjectNode port, String networkId, List<ObjectNode> there, ArrayNode given) {
    if (there.isEmpty()) {
      return;
    }
    for (int version : new int[] {4, 6}) {
      List<ObjectNode> candidates =
          there.stream()
              .filter(
                  each -> each.path("ip_version").asInt(0) == version && !Subnets.automatic(each))
              .toList();
      Optional<ObjectNode> roomy =
          candidates.stream().filter(each -> free(port, each, given).isPresent()).findFirst();
      if (roomy.isPresent()) {
        put(given, roomy.get(), free(port, roomy.get(), given).orElseThrow());
      } else if (!candidates.isEmpty()) {
        throw exhausted(networkId);
      }
    }
    there.stream()
        .filter(Subnets::automatic)
        .filter(_ -> !Json.text(port, "device_owner").startsWith("network:router"))
        .forEach(each -> put(given, each, cidr(each).eui64(Json.text(port, "mac_address"))));
  }

  private void one(
      ObjectNode port, String networkId, List<ObjectNode> there, JsonNode asked, ArrayNode given) {
    Optional<ObjectNode> named =
        Json.given(asked, "subnet_id")
            .map(id -> subnets.find(id).orElseThrow(() -> subnets.missing(id)));
    if (named.isPresent() && !Json.text(named.get(), "network_id").equals(networkId)) {
      throw Attributes.invalid(
          "Failed to create port on network %s, because fixed_ips included invalid subnet %s."
              .formatted(networkId, Json.text(named.get(), "id")));
    }
    Optional<String> text = Json.given(asked, "ip_address");
    if (text.isEmpty()) {
      ObjectNode subnet =
          named.orElseThrow(
              () -> Attributes.invalid("IP allocation requires subnet_id or ip_address."));
      Address address =
          Subnets.automatic(subnet)
              ? cidr(subnet).eui64(Json.text(port, "mac_address"))
              : free(port, subnet, given).orElseThrow(() -> exhausted(networkId));
      put(given, subnet, address);
      return;
    }
    Address address =
        Address.parse(text.get())
            .orElseThrow(
                () ->
                    Refusal.neutron(
                        400,
                        "HTTPBadRequest",
                        "Invalid input for fixed_ips. Reason: '"
                            + text.get()
                            + "' is not a valid IP address."));
    ObjectNode subnet = subnetOf(address, named, there);
    if (!cidr(subnet).contains(address) || atEdge(cidr(subnet), address)) {
      throw Refusal.neutron(
          400,
          "InvalidIpForSubnet",
          "IP address " + address + " is not a valid IP for the specified subnet.");
    }
    if (Subnets.automatic(subnet)
        && !Json.text(port, "device_owner").equals(Ports.ROUTER)
        && !cidr(subnet).eui64(Json.text(port, "mac_address")).equals(address)) {
      throw Refusal.neutron(
          400,
          "AllocationOnAutoAddressSubnet",
          "IPv6 address %s cannot be directly assigned to a port on subnet %s as the subnet is configured for automatic addresses"
              .formatted(address, Json.text(subnet, "id")));
    }
    if (taken(port, Json.text(subnet, "id")).contains(address) || holds(given, address)) {
      throw Refusal.neutron(
          409,
          "IpAddressAlreadyAllocated",
          "IP address %s already allocated in subnet %s"
              .formatted(address, Json.text(subnet, "id")));
    }
    put(given, subnet, address);
  }

  private static ObjectNode subnetOf(
      Address address, Optional<ObjectNode> named, List<ObjectNode> there) {
    return named.orElseGet(
        () ->
            there.stream()
                .filter(each -> cidr(each).contains(address))
                .findFirst()
                .orElseThrow(
                    () ->
                        Refusal.neutron(
                            400,
                            "InvalidIpForNetwork",
                            "IP address "
                                + address
                                + " is not a valid IP for any of the subnets on the specified"
                                + " network.")));
  }

  /** An IPv4 subnet's own number and its broadcast address are nobody's. */
  private static boolean atEdge(Cidr cidr, Address address) {
    return address.bits() == 32
        && cidr.prefix() < 31
        && (address.equals(cidr.first()) || address.equals(cidr.last()));
  }

  private Optional<Address> free(ObjectNode port, ObjectNode subnet, ArrayNode given) {
    Set<Address> taken = taken(port, Json.text(subnet, "id"));
    for (JsonNode pool : subnet.path("allocation_pools")) {
      Address at = Address.parse(Json.text(pool, "start")).orElseThrow();
      Address end = Address.parse(Json.text(pool, "end")).orElseThrow();
      while (at.compareTo(end) <= 0) {
        if (!taken.contains(at) && !holds(given, at)) {
          return Optional.of(at);
        }
        at = at.plus(1);
      }
    }
    return Optional.empty();
  }

  private Set<Address> taken(ObjectNode port, String subnetId) {
    List<String> texts = new ArrayList<>();
    for (ObjectNode other : ports.all()) {
      if (!Json.text(other, "id").equals(Json.text(port, "id"))) {
        for (JsonNode each : other.path("fixed_ips")) {
          if (Json.text(each, "subnet_id").equals(subnetId)) {
            texts.add(Json.text(each, "ip_address"));
          }
        }
      }
    }
    return texts.stream()
        .flatMap(each -> Address.parse(each).stream())
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static boolean holds(ArrayNode given, Address address) {
    for (JsonNode each : given) {
      if (Json.text(each, "ip_address").equals(address.toString())) {
        return true;
      }
    }
    return false;
  }

  private static void put(ArrayNode given, ObjectNode subnet, Address address) {
    given
        .addObject()
        .put("subnet_id", Json.text(subnet, "id"))
        .put("ip_address", address.toString());
  }

  private static Cidr cidr(ObjectNode subnet) {
    return Cidr.parse(Json.text(subnet, "cidr")).orElseThrow();
  }

  private static Refusal exhausted(String networkId) {
    return Refusal.neutron(
        409,
        "IpAddressGenerationFailure",
        "No more IP addresses available on network " + networkId + ".");
  }
}
