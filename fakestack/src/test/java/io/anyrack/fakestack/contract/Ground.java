package io.anyrack.fakestack.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** What servers of tests stand on: an image of zeros, and a network with a subnet. */
record Ground(Wire wire, String image, String network, String subnet) {
  private static final int IMAGE_BYTES = 65536;

  static Ground make(Wire wire) {
    String image = image(wire, "\"os_shutdown_timeout\": \"0\"");
    String network =
        wire.make("network", "/networks", "network", "{\"network\": {\"name\": \"contract\"}}")
            .path("id")
            .asString();
    String subnet =
        wire.make(
                "network",
                "/subnets",
                "subnet",
                """
                {"subnet": {"network_id": "%s", "ip_version": 4, "cidr": "10.98.0.0/24", "enable_dhcp": false}}
                """
                    .formatted(network))
            .path("id")
            .asString();
    return new Ground(wire, image, network, subnet);
  }

  static String image(Wire wire, String properties) {
    String id =
        wire.make(
                "image",
                "/images",
                "",
                "{\"name\": \"contract\", \"disk_format\": \"raw\", \"container_format\": \"bare\", %s}"
                    .formatted(properties))
            .path("id")
            .asString();
    Reply uploaded = wire.upload(id, new byte[IMAGE_BYTES], "application/octet-stream");
    assertThat(uploaded.status()).isEqualTo(204);
    return id;
  }

  String flavor(String name) {
    for (JsonNode each : wire.get("compute", "/flavors").at("/flavors")) {
      if (each.path("name").asString().equals(name)) {
        return each.path("id").asString();
      }
    }
    throw new AssertionError("no flavor " + name);
  }

  /** A request's body: a server of the smallest flavor on the network, with further members. */
  String server(String members) {
    return server("t1.nano", List.of("\"imageRef\": \"" + image + "\"", members));
  }

  String server(String flavor, List<String> members) {
    StringBuilder body =
        new StringBuilder(
            "{\"server\": {\"name\": \"contract\", \"flavorRef\": \"" + flavor(flavor) + "\"");
    members.stream()
        .filter(each -> !each.isBlank())
        .forEach(each -> body.append(", ").append(each));
    if (members.stream().noneMatch(each -> each.contains("\"networks\""))) {
      body.append(", \"networks\": [{\"uuid\": \"").append(network).append("\"}]");
    }
    return body.append("}}").toString();
  }

  Guest guest(String body) {
    return new Guest(wire, wire.make("compute", "/servers", "server", body).path("id").asString());
  }
}
