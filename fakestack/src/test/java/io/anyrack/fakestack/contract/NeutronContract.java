package io.anyrack.fakestack.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What Neutron does for a member of a project, in the fake cloud and in a real one. */
abstract class NeutronContract {
  private static final String NOBODY = "11111111-1111-1111-1111-111111111111";

  Wire wire;
  String network;
  String subnet;

  abstract Access access();

  @BeforeEach
  void network() {
    wire = new Wire(access());
    network = make("networks", "network", "\"name\": \"contract\"").path("id").asString();
    subnet =
        make(
                "subnets",
                "subnet",
                """
                "network_id": "%s", "ip_version": 4, "cidr": "10.99.0.0/29", "enable_dhcp": false
                """
                    .formatted(network))
            .path("id")
            .asString();
  }

  @AfterEach
  void close() {
    wire.close();
  }

  private JsonNode make(String plural, String singular, String members) {
    return wire.make(
        "network", "/" + plural, singular, "{\"" + singular + "\": {" + members + "}}");
  }

  private JsonNode port(String members) {
    return make("ports", "port", "\"network_id\": \"" + network + "\"" + members);
  }

  private Reply refusedPort(String members) {
    return wire.post(
        "network", "/ports", "{\"port\": {\"network_id\": \"%s\"%s}}".formatted(network, members));
  }

  private Reply change(JsonNode port, String members) {
    return wire.put(
        "network", "/ports/" + port.path("id").asString(), "{\"port\": {" + members + "}}");
  }

  private static void refused(Reply reply, int status, String type, String message) {
    assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
    assertThat(reply.type()).isEqualTo(type);
    assertThat(reply.message()).contains(message);
  }

  @Test
  void mtuHasCeiling() {
    refused(
        wire.post("network", "/networks", "{\"network\": {\"mtu\": 1500}}"),
        400,
        "InvalidInput",
        "Requested MTU is too big, maximum is 1450.");
    assertThat(make("networks", "network", "\"mtu\": 1400").path("mtu").asInt()).isEqualTo(1400);
  }

  @Test
  void tagsAreNotForCreation() {
    refused(
        wire.post("network", "/networks", "{\"network\": {\"tags\": [\"a\"]}}"),
        400,
        "HTTPBadRequest",
        "Attribute 'tags' not allowed in POST");
  }

  @Test
  void memberSharesNoNetwork() {
    refused(
        wire.post("network", "/networks", "{\"network\": {\"shared\": true}}"),
        403,
        "PolicyNotAuthorized",
        "rule:create_network:shared) is disallowed by policy");
  }

  @Test
  void subnetsDoNotOverlap() {
    refused(
        wire.post(
            "network",
            "/subnets",
            "{\"subnet\": {\"network_id\": \"%s\", \"ip_version\": 4, \"cidr\": \"10.99.0.0/28\"}}"
                .formatted(network)),
        400,
        "InvalidInput",
        "overlaps with another subnet");
  }

  @Test
  void addressIsGivenOnce() {
    port(", \"fixed_ips\": [{\"ip_address\": \"10.99.0.3\"}]");
    refused(
        refusedPort(", \"fixed_ips\": [{\"ip_address\": \"10.99.0.3\"}]"),
        409,
        "IpAddressAlreadyAllocated",
        "IP address 10.99.0.3 already allocated in subnet " + subnet);
  }

  @Test
  void addressMustFit() {
    refused(
        refusedPort(", \"fixed_ips\": [{\"ip_address\": \"10.77.0.3\"}]"),
        400,
        "InvalidIpForNetwork",
        "IP address 10.77.0.3 is not a valid IP for any of the subnets on the specified network.");
    refused(
        refusedPort(
            ", \"fixed_ips\": [{\"subnet_id\": \"%s\", \"ip_address\": \"10.77.0.3\"}]"
                .formatted(subnet)),
        400,
        "InvalidIpForSubnet",
        "IP address 10.77.0.3 is not a valid IP for the specified subnet.");
  }

  @Test
  void addressesRunOut() {
    for (int i = 2; i <= 6; i++) {
      port("");
    }
    refused(
        refusedPort(""),
        409,
        "IpAddressGenerationFailure",
        "No more IP addresses available on network " + network + ".");
  }

  @Test
  void macIsOnceOnNetwork() {
    String mac = port("").path("mac_address").asString();
    refused(
        refusedPort(", \"mac_address\": \"" + mac + "\""),
        409,
        "MacAddressInUse",
        "The mac address " + mac + " is in use.");
  }

  @Test
  void portNeedsNetwork() {
    refused(
        wire.post("network", "/ports", "{\"port\": {\"name\": \"x\"}}"),
        400,
        "HTTPBadRequest",
        "Failed to parse request. Required attribute 'network_id' not specified");
    refused(
        wire.post("network", "/ports", "{\"port\": {\"network_id\": \"" + NOBODY + "\"}}"),
        404,
        "NetworkNotFound",
        "Network " + NOBODY + " could not be found.");
  }

  @Test
  void optionsAreRemovedByNullOnly() {
    JsonNode port =
        port(", \"extra_dhcp_opts\": [{\"opt_name\": \"150\", \"opt_value\": \"1.2.3.4\"}]");
    Reply kept = change(port, "\"extra_dhcp_opts\": []");
    assertThat(kept.at("/port/extra_dhcp_opts")).hasSize(1);
    Reply replaced =
        change(
            port,
            """
            "extra_dhcp_opts": [{"opt_name": "150", "opt_value": null}, {"opt_name": "67", "opt_value": "x"}]
            """);
    assertThat(replaced.at("/port/extra_dhcp_opts")).hasSize(1);
    assertThat(replaced.text("/port/extra_dhcp_opts/0/opt_name")).isEqualTo("67");
    Reply changed =
        change(port, "\"extra_dhcp_opts\": [{\"opt_name\": \"67\", \"opt_value\": \"y\"}]");
    assertThat(changed.at("/port/extra_dhcp_opts")).hasSize(1);
    assertThat(changed.text("/port/extra_dhcp_opts/0/opt_value")).isEqualTo("y");
    Reply empty =
        change(port, "\"extra_dhcp_opts\": [{\"opt_name\": \"router\", \"opt_value\": \"\"}]");
    assertThat(empty.at("/port/extra_dhcp_opts")).hasSize(2);
  }

  @Test
  void equalValuesRaiseRevision() {
    JsonNode port = port("");
    Reply changed = change(port, "\"name\": \"\"");
    assertThat(changed.at("/port/revision_number").asInt())
        .isGreaterThan(port.path("revision_number").asInt());
  }

  @Test
  void guardGoesWithGroupsAndPairs() {
    JsonNode port = port("");
    refused(
        change(port, "\"port_security_enabled\": false"),
        409,
        "PortSecurityPortHasSecurityGroup",
        "Port has security group associated.");
    assertThat(change(port, "\"port_security_enabled\": false, \"security_groups\": []").status())
        .isEqualTo(200);
    refused(
        change(port, "\"allowed_address_pairs\": [{\"ip_address\": \"1.2.3.4\"}]"),
        409,
        "AddressPairAndPortSecurityRequired",
        "Port Security must be enabled in order to have allowed address pairs on a port.");
    assertThat(change(port, "\"port_security_enabled\": true").status()).isEqualTo(200);
    assertThat(
            change(port, "\"allowed_address_pairs\": [{\"ip_address\": \"0.0.0.0/0\"}]").status())
        .isEqualTo(200);
    refused(
        change(port, "\"port_security_enabled\": false"),
        409,
        "AddressPairAndPortSecurityRequired",
        "Port Security must be enabled");
  }

  @Test
  void openPortTakesNoGroups() {
    String group =
        wire.get("network", "/security-groups?name=default").text("/security_groups/0/id");
    Reply reply =
        refusedPort(", \"port_security_enabled\": false, \"security_groups\": [\"" + group + "\"]");
    assertThat(reply.status()).as(reply.toString()).isEqualTo(400);
    assertThat(reply.type()).isEqualTo("PortSecurityAndIPRequiredForSecurityGroups");
  }

  @Test
  void pairsAreLimited() {
    StringBuilder pairs = new StringBuilder();
    for (int i = 0; i < 11; i++) {
      pairs.append(i == 0 ? "" : ", ").append("{\"ip_address\": \"1.2.3.").append(i).append("\"}");
    }
    refused(
        change(port(""), "\"allowed_address_pairs\": [" + pairs + "]"),
        400,
        "AllowedAddressPairExhausted",
        "The number of allowed address pair exceeds the maximum 10.");
  }

  @Test
  void pairTakesPortsMac() {
    JsonNode port = port("");
    Reply reply = change(port, "\"allowed_address_pairs\": [{\"ip_address\": \"1.2.3.4\"}]");
    assertThat(reply.text("/port/allowed_address_pairs/0/mac_address"))
        .isEqualTo(port.path("mac_address").asString());
  }

  @Test
  void someAttributesAreNotForMembers() {
    JsonNode port = port("");
    refused(
        change(port, "\"mac_address\": \"52:54:00:00:00:01\""),
        403,
        "PolicyNotAuthorized",
        "(rule:update_port and rule:update_port:mac_address) is disallowed by policy");
    refused(
        change(port, "\"binding:host_id\": \"x\""),
        403,
        "PolicyNotAuthorized",
        "(rule:update_port and rule:update_port:binding:host_id) is disallowed by policy");
    refused(
        change(port, "\"network_id\": \"" + network + "\""),
        400,
        "HTTPBadRequest",
        "Cannot update read-only attribute network_id");
    refused(
        change(port, "\"nonsense\": \"x\""),
        400,
        "HTTPBadRequest",
        "Unrecognized attribute(s) 'nonsense'");
    refused(
        change(port, "\"name\": \"" + "d".repeat(256) + "\""),
        400,
        "HTTPBadRequest",
        "exceeds maximum length of 255.");
  }

  @Test
  void addresslessPortSaysSo() {
    JsonNode port = port(", \"fixed_ips\": []");
    assertThat(port.path("fixed_ips")).isEmpty();
    assertThat(port.path("ip_allocation").asString()).isEqualTo("none");
    assertThat(port.path("security_groups")).hasSize(1);
  }

  @Test
  void tagsFindResources() {
    String path = "/ports/" + port("").path("id").asString() + "/tags";
    assertThat(wire.put("network", path, "{\"tags\": [\"a\", \"b\"]}").status()).isEqualTo(200);
    assertThat(wire.get("network", "/ports?tags=a,b&fields=id&network_id=" + network).at("/ports"))
        .hasSize(1);
    assertThat(wire.get("network", "/ports?tags=a,c&fields=id&network_id=" + network).at("/ports"))
        .isEmpty();
    assertThat(wire.get("network", "/ports?tags-any=a,c&network_id=" + network).at("/ports"))
        .hasSize(1);
    refused(wire.delete("network", path + "/zz"), 404, "TagNotFound", "Tag zz could not be found.");
    assertThat(wire.put("network", path + "/zz", "").status()).isEqualTo(201);
    assertThat(wire.get("network", path + "/zz").status()).isEqualTo(204);
    refused(
        wire.put("network", "/ports/x/tags", "{\"tags\": [\"a\"]}"),
        404,
        "TagResourceNotFound",
        "Resource ports x could not be found.");
  }

  @Test
  void networkAndSubnetInUseStay() {
    String port = port("").path("id").asString();
    refused(wire.delete("network", "/networks/" + network), 409, "NetworkInUse", port);
    refused(
        wire.delete("network", "/subnets/" + subnet),
        409,
        "SubnetInUse",
        "One or more ports have an IP allocation from this subnet.");
  }

  @Test
  void unknownIsNotFound() {
    refused(
        wire.get("network", "/ports/nonsense"),
        404,
        "PortNotFound",
        "Port nonsense could not be found.");
    refused(
        wire.get("network", "/routers/nonsense"),
        404,
        "RouterNotFound",
        "Router nonsense could not be found");
    refused(
        wire.get("network", "/security-groups/nonsense"),
        404,
        "SecurityGroupNotFound",
        "Security group nonsense does not exist");
    refused(
        wire.get("network", "/floatingips/nonsense"),
        404,
        "FloatingIPNotFound",
        "Floating IP nonsense could not be found");
  }

  @Test
  void pagesAreLinked() {
    port("");
    port("");
    Reply first = wire.get("network", "/ports?limit=1&network_id=" + network);
    assertThat(first.at("/ports")).hasSize(1);
    assertThat(first.text("/ports_links/0/rel")).isEqualTo("next");
    String marker = first.text("/ports/0/id");
    assertThat(first.text("/ports_links/0/href")).contains("limit=1").contains("marker=" + marker);
    Reply second =
        wire.get("network", "/ports?limit=1&network_id=" + network + "&marker=" + marker);
    assertThat(second.text("/ports/0/id")).isNotEqualTo(marker);
  }

  @Test
  void bulkIsAllOrNothing() {
    Reply refused =
        wire.post(
            "network",
            "/ports",
            """
            {"ports": [{"network_id": "%1$s", "name": "bulk"}, {"network_id": "%2$s", "name": "bulk"}]}
            """
                .formatted(network, NOBODY));
    assertThat(refused.status()).as(refused.toString()).isEqualTo(404);
    assertThat(wire.get("network", "/ports?name=bulk&network_id=" + network).at("/ports"))
        .isEmpty();
  }

  @Test
  void routerKeepsItsInterfaces() {
    String router = make("routers", "router", "\"name\": \"contract\"").path("id").asString();
    String body = "{\"subnet_id\": \"" + subnet + "\"}";
    String path = "/routers/" + router;
    assertThat(wire.put("network", path + "/add_router_interface", body).text("/subnet_ids/0"))
        .isEqualTo(subnet);
    refused(
        wire.put("network", path + "/add_router_interface", body),
        400,
        "BadRequest",
        "Bad router request: Router already has a port on subnet " + subnet + ".");
    refused(wire.delete("network", path), 409, "RouterInUse", "has ports still attached");
    refused(wire.delete("network", "/subnets/" + subnet), 409, "SubnetInUse", subnet);
    assertThat(wire.put("network", path + "/remove_router_interface", body).status())
        .isEqualTo(200);
    refused(
        wire.put("network", path + "/remove_router_interface", body),
        404,
        "RouterInterfaceNotFoundForSubnet",
        "has no interface on subnet " + subnet);
  }

  @Test
  void routerTakesPortWithAddress() {
    String router = make("routers", "router", "\"name\": \"contract\"").path("id").asString();
    JsonNode port = port(", \"fixed_ips\": [{\"ip_address\": \"10.99.0.4\"}]");
    String body = "{\"port_id\": \"" + port.path("id").asString() + "\"}";
    String path = "/routers/" + router;
    assertThat(wire.put("network", path + "/add_router_interface", body).status()).isEqualTo(200);
    Reply kept = wire.delete("network", "/ports/" + port.path("id").asString());
    assertThat(kept.status()).as(kept.toString()).isEqualTo(409);
    assertThat(kept.type()).isEqualTo("ServicePortInUse");
    assertThat(wire.put("network", path + "/remove_router_interface", body).status())
        .isEqualTo(200);
    assertThat(wire.get("network", "/ports/" + port.path("id").asString()).status()).isEqualTo(404);
  }

  @Test
  void groupInUseStays() {
    String group =
        make("security-groups", "security_group", "\"name\": \"contract\"").path("id").asString();
    String rule =
        """
        {"security_group_rule": {"security_group_id": "%s", "direction": "ingress", "protocol": "udp",
         "port_range_min": 623, "port_range_max": 623}}
        """
            .formatted(group);
    assertThat(wire.post("network", "/security-group-rules", rule).status()).isEqualTo(201);
    refused(
        wire.post("network", "/security-group-rules", rule),
        409,
        "SecurityGroupRuleExists",
        "Security group rule already exists. Rule id is ");
    port(", \"security_groups\": [\"" + group + "\"]");
    refused(
        wire.delete("network", "/security-groups/" + group),
        409,
        "SecurityGroupInUse",
        "Security Group " + group + " in use.");
  }

  @Test
  void floatingAddressNeedsWayOut() {
    String external = wire.get("network", "/networks?router:external=true").text("/networks/0/id");
    JsonNode floating =
        make("floatingips", "floatingip", "\"floating_network_id\": \"" + external + "\"");
    assertThat(floating.path("status").asString()).isEqualTo("DOWN");
    String path = "/floatingips/" + floating.path("id").asString();
    refused(
        wire.put("network", path, "{\"floatingip\": {\"port_id\": \"" + NOBODY + "\"}}"),
        404,
        "PortNotFound",
        NOBODY);
    String port = port("").path("id").asString();
    refused(
        wire.put("network", path, "{\"floatingip\": {\"port_id\": \"" + port + "\"}}"),
        404,
        "ExternalGatewayForFloatingIPNotFound",
        "External network " + external + " is not reachable from subnet " + subnet);
  }

  @Test
  void unknownFilterIsRefused() {
    Reply reply = wire.get("network", "/ports?nonsense=1");
    assertThat(reply.status()).as(reply.toString()).isEqualTo(400);
    assertThat(reply.message()).contains("nonsense").contains("is invalid attribute for filtering");
  }

  @Test
  void revisionCanBeInsistedOn() {
    JsonNode port = port("");
    Reply reply =
        wire.send(
            "PUT",
            wire.endpoint("network").orElseThrow() + "/v2.0/ports/" + port.path("id").asString(),
            "{\"port\": {\"name\": \"x\"}}",
            java.util.Map.of("X-Auth-Token", wire.token(), "If-Match", "revision_number=99"));
    assertThat(reply.status()).as(reply.toString()).isEqualTo(412);
    assertThat(reply.type()).isEqualTo("RevisionNumberConstraintFailed");
  }

  @Test
  void agentServesDhcp() {
    wire.put("network", "/subnets/" + subnet, "{\"subnet\": {\"enable_dhcp\": true}}");
    wire.await(
        "port of the DHCP agent",
        () -> wire.get("network", "/ports?device_owner=network:dhcp&network_id=" + network),
        reply -> reply.at("/ports").size() == 1);
  }
}
