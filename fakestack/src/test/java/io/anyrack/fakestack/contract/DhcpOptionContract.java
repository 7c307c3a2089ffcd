package io.anyrack.fakestack.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What Neutron does with the DHCP options of ports on networks with IPv4 and IPv6. */
abstract class DhcpOptionContract {
  private Wire wire;
  private String port;

  abstract Access access();

  @BeforeEach
  void makeAPort() {
    wire = new Wire(access());
    String network = make("/networks", "network", "\"name\": \"contract\"").path("id").asString();
    make(
        "/subnets",
        "subnet",
        "\"network_id\": \"%s\", \"ip_version\": 4, \"cidr\": \"10.97.0.0/24\", \"enable_dhcp\": false"
            .formatted(network));
    make(
        "/subnets",
        "subnet",
        "\"network_id\": \"%s\", \"ip_version\": 6, \"cidr\": \"fd00:97::/64\", \"enable_dhcp\": false"
            .formatted(network));
    port = make("/ports", "port", "\"network_id\": \"" + network + "\"").path("id").asString();
  }

  @AfterEach
  void close() {
    wire.close();
  }

  private JsonNode make(String path, String singular, String members) {
    return wire.make("network", path, singular, "{\"" + singular + "\": {" + members + "}}");
  }

  /** What a port has after a change of its options, each as {@code 6 bootfile-url=x}. */
  private List<String> after(String options) {
    Reply reply =
        wire.put(
            "network", "/ports/" + port, "{\"port\": {\"extra_dhcp_opts\": [" + options + "]}}");
    assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    List<String> told = new ArrayList<>();
    for (JsonNode each : reply.at("/port/extra_dhcp_opts")) {
      told.add(
          each.path("ip_version").asInt()
              + " "
              + each.path("opt_name").asString()
              + "="
              + each.path("opt_value").asString());
    }
    return told;
  }

  @Test
  void eachVersionHasOptionsOfItsOwn() {
    assertThat(
            after(
                """
                {"opt_name": "ntp-server", "opt_value": "10.97.0.9"},
                {"opt_name": "ntp-server", "opt_value": "[fd00:97::9]", "ip_version": 6}
                """))
        .containsExactlyInAnyOrder("4 ntp-server=10.97.0.9", "6 ntp-server=[fd00:97::9]");
    assertThat(
            after(
                """
                {"opt_name": "ntp-server", "opt_value": "[fd00:97::8]", "ip_version": 6}
                """))
        .containsExactlyInAnyOrder("4 ntp-server=10.97.0.9", "6 ntp-server=[fd00:97::8]");
    assertThat(after("{\"opt_name\": \"ntp-server\", \"opt_value\": null, \"ip_version\": 6}"))
        .containsExactly("4 ntp-server=10.97.0.9");
  }

  @Test
  void nullWithoutAVersionRemovesOnlyTheOptionOfIpv4() {
    after(
        """
        {"opt_name": "domain-search", "opt_value": "four.example"},
        {"opt_name": "domain-search", "opt_value": "six.example", "ip_version": 6}
        """);
    assertThat(after("{\"opt_name\": \"domain-search\", \"opt_value\": null}"))
        .containsExactly("6 domain-search=six.example");
  }

  @Test
  void bootOptionsOfIpv6AreKeptAsTheyAreWritten() {
    assertThat(
            after(
                """
                {"opt_name": "bootfile-url", "opt_value": "tftp://[fd00:97::9]/ipxe.efi", "ip_version": 6},
                {"opt_name": "tag:ipxe6,bootfile-url", "opt_value": "http://[fd00:97::9]/x", "ip_version": 6},
                {"opt_name": "tag:!ipxe6,59", "opt_value": "tftp://[fd00:97::9]/y", "ip_version": 6}
                """))
        .containsExactlyInAnyOrder(
            "6 bootfile-url=tftp://[fd00:97::9]/ipxe.efi",
            "6 tag:ipxe6,bootfile-url=http://[fd00:97::9]/x",
            "6 tag:!ipxe6,59=tftp://[fd00:97::9]/y");
  }
}
