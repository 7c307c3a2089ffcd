package io.anyrack.openstack.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.rack.file.RackFile;
import io.anyrack.rack.file.Surroundings;
import io.anyrack.rack.model.Rack;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudPoolTest {
  @ParameterizedTest(name = "{0}, node at {1}")
  @CsvSource({
    "192.0.2.0/24, 192.0.2.30, 192.0.2.200-192.0.2.254 192.0.2.2-192.0.2.29",
    "192.0.2.0/24, 192.0.2.200, 192.0.2.201-192.0.2.254 192.0.2.2-192.0.2.29",
    "192.0.2.0/24, 192.0.2.240, 192.0.2.200-192.0.2.239 192.0.2.241-192.0.2.254"
        + " 192.0.2.2-192.0.2.29",
    "192.0.2.0/24, 192.0.2.254, 192.0.2.200-192.0.2.253 192.0.2.2-192.0.2.29",
  })
  void theCloudTakesNothingThatIsSomebodys(String cidr, String address, String pools) {
    assertThat(
            CloudPool.of(rack(cidr, address).networks().getFirst(), rack(cidr, address)).stream()
                .map(pool -> pool.start() + "-" + pool.end()))
        .containsExactly(pools.split(" "));
  }

  private static Rack rack(String cidr, String address) {
    String text =
        """
        rack: lab
        cloud: openstack
        networks: [{ name: provision, cidr: %s, router: edge }]
        nodes:
          - { name: node-1, networks: [{ name: provision, address: %s }] }
        """
            .formatted(cidr, address);
    return switch (new RackFile(Surroundings.here(_ -> Optional.empty()))
        .read("rack.yaml", Path.of("/"), text.getBytes(StandardCharsets.UTF_8))) {
      case RackFile.Read.Valid valid -> valid.rack();
      case RackFile.Read.Invalid invalid -> throw new AssertionError(invalid.problems());
    };
  }
}
