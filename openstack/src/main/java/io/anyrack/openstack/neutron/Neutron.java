package io.anyrack.openstack.neutron;

import io.anyrack.openstack.http.ServiceClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Neutron. Thread-safe. */
public final class Neutron {
  private final ServiceClient client;
  private final Resources<Network> networks;
  private final Resources<Subnet> subnets;
  private final Resources<Port> ports;
  private final Resources<Router> routers;
  private final Resources<SecurityGroup> securityGroups;
  private final Resources<FloatingIp> floatingIps;

  /** The service; the client's endpoint ends in {@code /v2.0/}. */
  public Neutron(ServiceClient client) {
    this.client = client;
    this.networks = new Resources<>(client, "network", "networks", Network::read);
    this.subnets = new Resources<>(client, "subnet", "subnets", Subnet::read);
    this.ports = new Resources<>(client, "port", "ports", Port::read);
    this.routers = new Resources<>(client, "router", "routers", Router::read);
    this.securityGroups =
        new Resources<>(client, "security_group", "security_groups", SecurityGroup::read);
    this.floatingIps = new Resources<>(client, "floatingip", "floatingips", FloatingIp::read);
  }

  /** The networks. */
  public Resources<Network> networks() {
    return networks;
  }

  /** The subnets. */
  public Resources<Subnet> subnets() {
    return subnets;
  }

  /** The ports. */
  public Resources<Port> ports() {
    return ports;
  }

  /** The routers. */
  public Resources<Router> routers() {
    return routers;
  }

  /** The security groups. */
  public Resources<SecurityGroup> securityGroups() {
    return securityGroups;
  }

  /** The floating IPs. */
  public Resources<FloatingIp> floatingIps() {
    return floatingIps;
  }

  /** Adds a rule to a security group; a {@code 409} says that it has it already. */
  public SecurityGroup.Rule addRule(String group, SecurityGroup.Rule rule) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode wanted = body.putObject("security_group_rule").put("security_group_id", group);
    wanted.put("direction", rule.direction()).put("ethertype", rule.ethertype());
    rule.protocol().ifPresent(protocol -> wanted.put("protocol", protocol));
    rule.portMin().ifPresent(port -> wanted.put("port_range_min", port));
    rule.portMax().ifPresent(port -> wanted.put("port_range_max", port));
    rule.remotePrefix().ifPresent(prefix -> wanted.put("remote_ip_prefix", prefix));
    rule.remoteGroup().ifPresent(remote -> wanted.put("remote_group_id", remote));
    return SecurityGroup.Rule.read(
        client.at("security-group-rules").post(body).object("security_group_rule"));
  }

  /** Deletes a rule; nothing if it is not there. */
  public void deleteRule(String rule) {
    client.at("security-group-rules/{id}", rule).delete();
  }

  /** Ties a router to the gateway address of a subnet. */
  public void addInterface(String router, String subnet) {
    client
        .at("routers/{id}/add_router_interface", router)
        .put(JsonNodeFactory.instance.objectNode().put("subnet_id", subnet));
  }

  /** Ties a router to a port made for it. */
  public void addInterfacePort(String router, String port) {
    client
        .at("routers/{id}/add_router_interface", router)
        .put(JsonNodeFactory.instance.objectNode().put("port_id", port));
  }

  /** Unties a router from a port; the port goes with it. */
  public void removeInterfacePort(String router, String port) {
    client
        .at("routers/{id}/remove_router_interface", router)
        .put(JsonNodeFactory.instance.objectNode().put("port_id", port));
  }

  /** The aliases of the extensions the cloud has. */
  public Set<String> extensions() {
    return client.at("extensions").pages("extensions", each -> each.text("alias")).stream()
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What the project may have and has, by kind such as {@code port}. */
  public Map<String, Quota> quotas(String project) {
    Map<String, Quota> quotas = new LinkedHashMap<>();
    var quota = client.at("quotas/{project}/details.json", project).get().object("quota");
    for (String kind : quota.node().propertyNames()) {
      var entry = quota.object(kind);
      quotas.put(
          kind,
          new Quota(
              entry.longNumber("limit", -1),
              entry.longNumber("used", 0) + entry.longNumber("reserved", 0)));
    }
    return quotas;
  }
}
