package io.anyrack.fakestack.nova;

import io.anyrack.fakestack.http.Refusal;
import io.anyrack.fakestack.neutron.Neutron;
import io.anyrack.fakestack.world.Caller;
import io.anyrack.fakestack.world.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A new server's network cards. */
final class Cards {
  /**
   * A card to be.
   *
   * @param port one that is there already
   * @param asked what to ask Neutron for where there is none
   */
  record Card(Optional<ObjectNode> port, ObjectNode asked) {}

  private final Neutron neutron;

  Cards(Neutron neutron) {
    this.neutron = neutron;
  }

  List<Card> plan(Caller caller, ObjectNode asked, Microversion version) {
    JsonNode networks = asked.path("networks");
    if (networks.isMissingNode() && version.atLeast(37)) {
      throw Refusal.fault(
          400,
          "Invalid input for field/attribute server. Value: %s. 'networks' is a required property"
              .formatted(asked));
    }
    if (networks.isString() && networks.asString().equals("none")) {
      return List.of();
    }
    ArrayNode groups = groups(caller, asked);
    if (!networks.isArray()) {
      return byItself(caller, groups);
    }
    List<Card> cards = new ArrayList<>();
    for (JsonNode each : networks) {
      cards.add(
          Json.given(each, "port")
              .map(id -> existing(caller, id))
              .orElseGet(() -> made(caller, each, groups)));
    }
    return cards;
  }

  private ArrayNode groups(Caller caller, ObjectNode asked) {
    ArrayNode ids = Json.array();
    for (JsonNode each : asked.path("security_groups")) {
      String name = Json.text(each, "name");
      ids.add(
          neutron
              .securityGroup(caller, name)
              .orElseThrow(
                  () ->
                      Refusal.fault(
                          400,
                          "Security group %s not found for project %s."
                              .formatted(name, caller.projectId()))));
    }
    return ids;
  }

  private List<Card> byItself(Caller caller, ArrayNode groups) {
    List<ObjectNode> networks = neutron.ownNetworks(caller);
    if (networks.size() > 1) {
      throw Refusal.fault(
          409, "Multiple possible networks found, use a Network ID to be more specific.");
    }
    return networks.stream()
        .map(each -> new Card(Optional.empty(), request(each, groups)))
        .toList();
  }

  private Card existing(Caller caller, String id) {
    ObjectNode port =
        neutron
            .port(caller, id)
            .orElseThrow(() -> Refusal.fault(400, "Port id " + id + " could not be found."));
    if (Json.given(port, "device_id").isPresent()) {
      throw Refusal.fault(409, "Port " + id + " is still in use.");
    }
    if (port.path("fixed_ips").isEmpty() && !Json.text(port, "ip_allocation").equals("none")) {
      throw Refusal.fault(400, "Port " + id + " requires a FixedIP in order to be used.");
    }
    return new Card(Optional.of(port), Json.object());
  }

  private Card made(Caller caller, JsonNode asked, ArrayNode groups) {
    String id = Json.text(asked, "uuid");
    ObjectNode network =
        neutron
            .network(caller, id)
            .orElseThrow(() -> Refusal.fault(400, "Network " + id + " could not be found."));
    if (network.path("subnets").isEmpty()) {
      throw Refusal.fault(
          400, "Network " + id + " requires a subnet in order to boot instances on.");
    }
    ObjectNode request = request(network, groups);
    Json.given(asked, "fixed_ip")
        .ifPresent(
            address -> {
              if (neutron.addressTaken(id, address)) {
                throw Refusal.fault(
                    400, "Fixed IP address %s is already in use on instance .".formatted(address));
              }
              request.putArray("fixed_ips").addObject().put("ip_address", address);
            });
    return new Card(Optional.empty(), request);
  }

  private static ObjectNode request(ObjectNode network, ArrayNode groups) {
    ObjectNode request = Json.object().put("network_id", Json.text(network, "id"));
    if (!groups.isEmpty() && network.path("port_security_enabled").asBoolean(true)) {
      request.set("security_groups", groups);
    }
    return request;
  }

  /**
   * Whether the agent can wire these cards: security groups need an address, or at least a network
   * that could give one.
   */
  boolean wirable(List<Card> cards) {
    return cards.stream()
        .flatMap(each -> each.port().stream())
        .noneMatch(
            port ->
                port.path("fixed_ips").isEmpty()
                    && !port.path("security_groups").isEmpty()
                    && !neutron.hasSubnet(Json.text(port, "network_id")));
  }

  /**
   * Makes the ports that are missing and gives all to the server; the identifiers of those made.
   */
  List<String> connect(Caller caller, List<Card> cards, String serverId) {
    List<String> made = new ArrayList<>();
    for (Card card : cards) {
      ObjectNode port =
          card.port()
              .orElseGet(
                  () -> {
                    ObjectNode created = neutron.createPort(caller, card.asked());
                    made.add(Json.text(created, "id"));
                    return created;
                  });
      neutron.bind(port, serverId);
    }
    return made;
  }
}
