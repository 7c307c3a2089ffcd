package io.anyrack.fakestack.neutron;

import io.anyrack.fakestack.http.Refusal;
import io.anyrack.fakestack.world.Caller;
import io.anyrack.fakestack.world.Json;
import io.anyrack.fakestack.world.Quota;
import io.anyrack.fakestack.world.World;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Security groups. Each project gets its group "default" when it first looks. */
final class SecurityGroups implements Kind {
  private static final Attributes ATTRIBUTES =
      new Attributes(
          Set.of("name", "description", "stateful"),
          Set.of("name", "description", "stateful"),
          Set.of("security_group_rules", "shared"),
          Set.of());

  private final World world;
  private final Shelf shelf;
  private final Shelf rules;
  private final Shelf ports;

  SecurityGroups(World world, Shelf shelf, Shelf rules, Shelf ports) {
    this.world = world;
    this.shelf = shelf;
    this.rules = rules;
    this.ports = ports;
  }

  @Override
  public Shelf shelf() {
    return shelf;
  }

  @Override
  public int quota() {
    return world.settings().quota().of(Quota.Limit.SECURITY_GROUPS);
  }

  @Override
  public Collection<ObjectNode> visible(Caller caller) {
    ofProject(caller.projectId());
    return Kind.super.visible(caller);
  }

  /** The project's default group. */
  ObjectNode ofProject(String project) {
    return shelf.all().stream()
        .filter(each -> Json.text(each, "project_id").equals(project))
        .filter(each -> Json.text(each, "name").equals("default"))
        .findFirst()
        .orElseGet(() -> makeDefault(project));
  }

  private ObjectNode makeDefault(String project) {
    ObjectNode group =
        add(
            project,
            Json.object().put("name", "default").put("description", "Default security group"));
    for (String version : List.of("IPv4", "IPv6")) {
      ObjectNode rule = rule(group, version, "ingress");
      rule.put("remote_group_id", Json.text(group, "id"));
    }
    return group;
  }

  private ObjectNode add(String project, ObjectNode asked) {
    ObjectNode group = shelf.blank(project, asked);
    group.put("stateful", asked.path("stateful").asBoolean(true)).put("shared", false);
    group.putArray("security_group_rules");
    shelf.add(group);
    rule(group, "IPv4", "egress");
    rule(group, "IPv6", "egress");
    return group;
  }

  private ObjectNode rule(ObjectNode group, String ethertype, String direction) {
    ObjectNode rule = rules.blank(Json.text(group, "project_id"), Json.object());
    rule.remove(List.of("name", "tags"));
    rule.put("security_group_id", Json.text(group, "id"))
        .put("ethertype", ethertype)
        .put("direction", direction)
        .put("revision_number", 0);
    for (String name :
        List.of(
            "protocol",
            "port_range_min",
            "port_range_max",
            "remote_ip_prefix",
            "remote_address_group_id",
            "normalized_cidr",
            "remote_group_id")) {
      rule.putNull(name);
    }
    rules.add(rule);
    return rule;
  }

  /** A rule for a group, blank but for what every rule has. */
  ObjectNode addRule(ObjectNode group, String ethertype, String direction) {
    ObjectNode rule = rule(group, ethertype, direction);
    shelf.touch(group);
    return rule;
  }

  /** As shown: with its rules. */
  ObjectNode shown(ObjectNode group) {
    ObjectNode copy = group.deepCopy();
    ArrayNode list = copy.putArray("security_group_rules");
    rules.all().stream()
        .filter(each -> Json.text(each, "security_group_id").equals(Json.text(group, "id")))
        .forEach(list::add);
    return copy;
  }

  @Override
  public ObjectNode create(Caller caller, ObjectNode asked) {
    ATTRIBUTES.checkPost("security_group", caller, asked);
    if (Json.text(asked, "name").equals("default")) {
      throw Refusal.neutron(
          409, "SecurityGroupDefaultAlreadyExists", "Default security group already exists.");
    }
    return add(caller.projectId(), asked);
  }

  @Override
  public void update(Caller caller, ObjectNode group, ObjectNode asked) {
    ATTRIBUTES.checkPut("security_group", caller, asked);
    group.setAll(asked);
  }

  @Override
  public void delete(Caller caller, ObjectNode group) {
    String id = Json.text(group, "id");
    if (Json.text(group, "name").equals("default") && !caller.admin()) {
      throw Refusal.neutron(
          409,
          "SecurityGroupCannotRemoveDefault",
          "Insufficient rights for removing default security group.");
    }
    for (ObjectNode port : ports.all()) {
      for (JsonNode each : port.path("security_groups")) {
        if (Json.text(each).equals(id)) {
          throw Refusal.neutron(409, "SecurityGroupInUse", "Security Group " + id + " in use.");
        }
      }
    }
    List.copyOf(rules.all()).stream()
        .filter(each -> Json.text(each, "security_group_id").equals(id))
        .forEach(rules::remove);
    shelf.remove(group);
  }
}
