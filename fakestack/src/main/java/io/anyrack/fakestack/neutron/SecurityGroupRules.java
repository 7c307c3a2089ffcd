package io.anyrack.fakestack.neutron;

import io.anyrack.fakestack.http.Refusal;
import io.anyrack.fakestack.world.Caller;
import io.anyrack.fakestack.world.Json;
import io.anyrack.fakestack.world.Quota;
import io.anyrack.fakestack.world.World;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Rules of security groups: made and deleted, never changed. */
final class SecurityGroupRules implements Kind {
  private static final List<String> MATCH =
      List.of(
          "protocol", "port_range_min", "port_range_max", "remote_ip_prefix", "remote_group_id");
  private static final Attributes ATTRIBUTES =
      new Attributes(
          Set.of(
              "security_group_id",
              "direction",
              "ethertype",
              "protocol",
              "port_range_min",
              "port_range_max",
              "remote_ip_prefix",
              "remote_group_id",
              "remote_address_group_id",
              "description"),
          Set.of("description"),
          Set.of("normalized_cidr"),
          Set.of());

  private final World world;
  private final Shelf shelf;
  private final SecurityGroups groups;

  SecurityGroupRules(World world, Shelf shelf, SecurityGroups groups) {
    this.world = world;
    this.shelf = shelf;
    this.groups = groups;
  }

  @Override
  public Shelf shelf() {
    return shelf;
  }

  @Override
  public int quota() {
    return world.settings().quota().of(Quota.Limit.SECURITY_GROUP_RULES);
  }

  @Override
  public ObjectNode create(Caller caller, ObjectNode asked) {
    ATTRIBUTES.checkPost("security_group_rule", caller, asked);
    String groupId = Attributes.required(asked, "security_group_id");
    String direction = Attributes.required(asked, "direction");
    String ethertype = Json.given(asked, "ethertype").orElse("IPv4");
    ObjectNode group = groups.shelf().own(caller, groupId);
    checkPorts(asked);
    for (ObjectNode other : shelf.all()) {
      boolean same =
          Json.text(other, "security_group_id").equals(groupId)
              && Json.text(other, "direction").equals(direction)
              && Json.text(other, "ethertype").equals(ethertype)
              && MATCH.stream()
                  .allMatch(each -> Json.text(other, each).equals(Json.text(asked, each)));
      if (same) {
        throw Refusal.neutron(
            409,
            "SecurityGroupRuleExists",
            "Security group rule already exists. Rule id is " + Json.text(other, "id") + ".");
      }
    }
    ObjectNode rule = groups.addRule(group, ethertype, direction);
    for (String name : MATCH) {
      JsonNode value = asked.path(name);
      if (!value.isMissingNode()) {
        rule.set(name, value);
      }
    }
    rule.put("description", Json.text(asked, "description"));
    return rule;
  }

  private static void checkPorts(ObjectNode asked) {
    boolean ports =
        !asked.path("port_range_min").isMissingNode() && !asked.path("port_range_min").isNull();
    if (ports && Json.given(asked, "protocol").isEmpty()) {
      throw Refusal.neutron(
          400,
          "SecurityGroupProtocolRequiredWithPorts",
          "Must also specify protocol if port range is given.");
    }
    if (ports
        && asked.path("port_range_min").asInt(0) > asked.path("port_range_max").asInt(0)
        && !Json.text(asked, "protocol").equals("icmp")) {
      throw Refusal.neutron(
          400,
          "SecurityGroupInvalidPortRange",
          "For TCP/UDP protocols, port_range_min must be <= port_range_max");
    }
  }

  @Override
  public void update(Caller caller, ObjectNode rule, ObjectNode asked) {
    ATTRIBUTES.checkPut("security_group_rule", caller, asked);
    rule.setAll(asked);
  }

  @Override
  public void delete(Caller caller, ObjectNode rule) {
    shelf.remove(rule);
    groups.shelf().find(Json.text(rule, "security_group_id")).ifPresent(groups.shelf()::touch);
  }
}
