package io.anyrack.netboot.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.netboot.file.Document;
import io.anyrack.netboot.port.Port;
import io.anyrack.netboot.port.Racks;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.NodeSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MetadataTest {
  private static final String KEY = "ssh-ed25519 AAAAC3Nza me@desk";

  private final Metadata metadata = new Metadata(List.of(KEY, "ssh-rsa AAAAB3Nza"));
  private final Port port =
      Racks.port(
          Racks.rack(
              Racks.network(),
              Racks.NO_BOOT,
              Optional.of(Path.of("user-data.yaml")),
              NodeSpec.NetworkBoot.IPXE));

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /latest/meta-data/instance-id                   | i-0badcafe000040008
          /2009-04-04/meta-data/instance-id               | i-0badcafe000040008
          /latest/meta-data/hostname                      | node-1.lab
          /latest/meta-data/local-hostname                | node-1.lab
          /latest/meta-data/local-ipv4                    | 192.0.2.10
          /latest/meta-data/mac                           | 00:16:3e:00:00:0a
          /latest/meta-data/instance-type                 | compute
          /latest/meta-data/placement/availability-zone   | lab
          /latest/meta-data/public-keys/0/openssh-key     | ssh-ed25519 AAAAC3Nza me@desk
          /latest/meta-data/public-keys/1/openssh-key     | ssh-rsa AAAAB3Nza
          /latest/meta-data/network/interfaces/macs/00:16:3e:00:00:0a/local-ipv4s | 192.0.2.10
          """)
  void valuesOfEc2(String path, String value) {
    assertThat(text(path)).isEqualTo(value);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /                                   | 2009-04-04 2016-09-02 2018-09-24 2021-03-23 latest
          /latest                             | meta-data/ user-data
          /latest/                            | meta-data/ user-data
          /latest/meta-data/public-keys/      | 0=me@desk 1=key-1
          /latest/meta-data/public-keys/0/    | openssh-key
          /latest/meta-data/placement         | availability-zone
          /latest/meta-data/network           | interfaces/
          """)
  void listingsOfEc2(String path, String names) {
    assertThat(text(path)).isEqualTo(names.replace(' ', '\n'));
  }

  @Test
  void theRootListingOfEc2() {
    assertThat(text("/latest/meta-data/").lines())
        .containsExactly(
            "ami-launch-index",
            "hostname",
            "instance-id",
            "instance-type",
            "local-hostname",
            "local-ipv4",
            "mac",
            "network/",
            "placement/",
            "public-keys/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/latest/user-data", "/openstack/latest/user_data", "//latest//user-data"})
  void userDataIsTheFileOfTheRackFile(String path) {
    assertThat(metadata.find(port, path))
        .contains(new Document.Stored("application/octet-stream", Path.of("user-data.yaml")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/latest/nothing",
        "/latest/meta-data/nothing",
        "/latest/meta-data/host",
        "/latest/meta-data/public-keys/2/openssh-key",
        "/1999-01-01/meta-data/",
        "/openstack/1999-01-01/",
        "/openstack/latest/nothing",
        "/openstacks",
      })
  void whatIsNotThere(String path) {
    assertThat(metadata.find(port, path)).isEmpty();
  }

  @Test
  void withoutKeysAndUserDataTheirPathsAreNotThere() {
    Metadata plain = new Metadata(List.of());
    Port bare = Racks.port(Racks.rack(Racks.network(), Racks.NO_BOOT));

    assertThat(plain.find(bare, "/latest/meta-data/public-keys/")).isEmpty();
    assertThat(plain.find(bare, "/latest/user-data")).isEmpty();
    assertThat(text(plain, bare, "/openstack/latest")).doesNotContain("user_data");
    assertThat(text(plain, bare, "/openstack/latest/meta_data.json")).doesNotContain("keys");
  }

  @Test
  void theListingsOfOpenStack() {
    assertThat(text("/openstack").lines()).contains("2012-08-10", "2018-08-27").endsWith("latest");
    assertThat(text("/openstack/2018-08-27/").lines())
        .containsExactly("meta_data.json", "user_data", "vendor_data.json", "network_data.json");
    assertThat(text("/openstack/latest/vendor_data.json")).isEqualTo("{}");
  }

  @Test
  void metaDataOfOpenStack() {
    JsonNode json = json(port, "/openstack/latest/meta_data.json");

    assertThat(json)
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    """
                    {"uuid": "0badcafe-0000-4000-8000-000000000001",
                     "name": "node-1", "hostname": "node-1.lab",
                     "availability_zone": "lab", "launch_index": 0,
                     "meta": {"role": "compute"},
                     "public_keys": {"me@desk": "ssh-ed25519 AAAAC3Nza me@desk",
                                     "key-1": "ssh-rsa AAAAB3Nza"},
                     "keys": [{"name": "me@desk", "type": "ssh",
                               "data": "ssh-ed25519 AAAAC3Nza me@desk"},
                              {"name": "key-1", "type": "ssh", "data": "ssh-rsa AAAAB3Nza"}]}
                    """));
  }

  @Test
  void networkDataOfOpenStack() {
    assertThat(json(port, "/openstack/latest/network_data.json"))
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    """
                    {"links": [{"id": "nic0", "type": "phy",
                                "ethernet_mac_address": "00:16:3e:00:00:0a", "mtu": 1400}],
                     "networks": [{"id": "network-nic0", "link": "nic0",
                                   "network_id": "provision", "type": "ipv4_dhcp"}],
                     "services": [{"type": "dns", "address": "192.0.2.1"}]}
                    """));
  }

  @Test
  void withoutDhcpTheAddressIsTold() {
    Network quiet = Racks.network(Network.Dhcp.NONE, new Network.Metadata.Cloud(), false, 1500);
    Port fixed = Racks.port(Racks.rack(quiet, Racks.NO_BOOT));

    assertThat(json(fixed, "/openstack/latest/network_data.json").get("networks"))
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    """
                    [{"id": "network-nic0", "link": "nic0", "network_id": "provision",
                      "type": "ipv4", "ip_address": "192.0.2.10", "netmask": "255.255.255.0",
                      "routes": [{"network": "0.0.0.0", "netmask": "0.0.0.0",
                                  "gateway": "192.0.2.1"}]}]
                    """));
  }

  private JsonNode json(Port port, String path) {
    return new JsonMapper().readTree(text(metadata, port, path));
  }

  private String text(String path) {
    return text(metadata, port, path);
  }

  private static String text(Metadata metadata, Port port, String path) {
    return new String(
        ((Document.Made) metadata.find(port, path).orElseThrow()).content(),
        StandardCharsets.UTF_8);
  }
}
