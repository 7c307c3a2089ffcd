package io.anyrack.openstack.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.fakestack.world.Settings;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.neutron.SecurityGroup;
import io.anyrack.openstack.project.Project;
import io.anyrack.rack.file.Addressing;
import io.anyrack.rack.file.RackFile;
import io.anyrack.rack.file.Surroundings;
import io.anyrack.rack.model.Rack;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a cloud has to let through so that BMCs on a server have addresses of their own. */
class BmcAddressesOnCloudTest {
  @TempDir Path directory;

  private static Rack rack(int nodes, String bmc) {
    String text =
        """
        rack: lab
        cloud: openstack
        networks: [{ name: provision, cidr: 192.0.0.0/20, router: edge }]
        routers: [{ name: edge, external: external }]
        nodes: %d
        bmc: { placement: { vm: { image: guest, flavor: t1.tiny } }, %s }
        """
            .formatted(nodes, bmc);
    return switch (new RackFile(Surroundings.here(_ -> Optional.empty()))
        .read("rack.yaml", Path.of("/"), text.getBytes(StandardCharsets.UTF_8))) {
      case RackFile.Read.Valid valid -> Addressing.complete(valid.rack(), Map.of());
      case RackFile.Read.Invalid invalid -> throw new AssertionError(invalid.problems());
    };
  }

  @ParameterizedTest(name = "{0} nodes from {1}: {2}")
  @CsvSource({
    "1, 192.0.8.5, 192.0.8.5",
    "4, 192.0.8.4, 192.0.8.4/30",
    "3, 192.0.8.5, 192.0.8.5 192.0.8.6/31",
    "5, 192.0.8.3, 192.0.8.3 192.0.8.4/30",
    "1000, 192.0.8.1, 192.0.8.0/22"
  })
  void asFewPairsAsHoldTheRange(int nodes, String first, String pairs) {
    assertThat(
            new BmcRange(rack(nodes, "address: per-node, ip: " + first))
                .pairs().stream().map(Port.AddressPair::cidr))
        .containsExactly(pairs.split(" "));
  }

  @Test
  void onePortForAllNeedsNoPairs() {
    assertThat(new BmcRange(rack(3, "address: per-port")).pairs()).isEmpty();
  }

  private static Port port(Stage stage, String name) {
    return Objects.requireNonNull(stage.resources("lab", "1").ports().get(name), name);
  }

  private static List<String> addresses(Port port) {
    return port.fixedIps().stream().map(Port.FixedIp::address).toList();
  }

  @Test
  void anAddressForEachIsReservedAndPassesTheGuardOfTheServer() {
    try (Stage stage = new Stage(Settings.DEFAULT, directory)) {
      Map<String, Set<String>> before = stage.everything();
      Rack three = rack(3, "address: per-node, ip: 192.0.8.5");

      stage.up(three);

      assertThat(port(stage, "bmc/provision").allowedPairs())
          .extracting(Port.AddressPair::cidr)
          .containsExactlyInAnyOrder("192.0.8.5", "192.0.8.6/31");
      assertThat(addresses(port(stage, "bmc/node-3/bmc"))).containsExactly("192.0.8.7");
      assertThat(stage.plan(three).changes()).isEmpty();

      stage.up(rack(2, "address: per-node, ip: 192.0.8.5"));

      assertThat(stage.resources("lab", "1").ports())
          .containsKeys("bmc/node-1/bmc", "bmc/node-2/bmc")
          .doesNotContainKey("bmc/node-3/bmc");
      stage.down("lab");
      assertThat(stage.everything()).isEqualTo(before);
    }
  }

  @Test
  void aNicForEachIsInASubnetOfItsOwn() {
    try (Stage stage = new Stage(Settings.DEFAULT, directory)) {
      Map<String, Set<String>> before = stage.everything();
      String bmc = "address: per-nic, subnets: { cidr: 10.50.0.0/24, prefix: 28, router: edge }";

      stage.up(rack(2, bmc));

      Port second = port(stage, "bmc/bmc-node-2");
      assertThat(addresses(second)).containsExactly("10.50.0.18");
      assertThat(second.deviceId())
          .isEqualTo(Objects.requireNonNull(stage.resources("lab", "1").servers().get("bmc")).id());
      assertThat(port(stage, "bmc/provision").network()).isNotEqualTo(second.network());
      assertThat(stage.plan(rack(2, bmc)).changes()).isEmpty();

      stage.up(rack(1, bmc));

      assertThat(stage.resources("lab", "1").ports())
          .containsKey("bmc/bmc-node-1")
          .doesNotContainKey("bmc/bmc-node-2");
      stage.down("lab");
      assertThat(stage.everything()).isEqualTo(before);
    }
  }

  @Test
  void redfishPortsThatAreNamedAreLetIn() {
    try (Stage stage = new Stage(Settings.DEFAULT, directory);
        Project project = stage.open()) {
      stage.up(rack(2, "address: per-port, redfish: { port: 8443 }"));

      assertThat(project.neutron().securityGroups().all())
          .flatExtracting(SecurityGroup::rules)
          .filteredOn(rule -> rule.protocol().equals(Optional.of("tcp")))
          .extracting(rule -> rule.portMin().orElse(0) + " to " + rule.portMax().orElse(0))
          .contains("8443 to 8445");
      stage.down("lab");
    }
  }
}
