package io.anyrack.openstack.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.fakestack.world.Settings;
import io.anyrack.openstack.cinder.VolumeLimits;
import io.anyrack.openstack.neutron.Quota;
import io.anyrack.openstack.nova.Limits;
import io.anyrack.rack.file.Addressing;
import io.anyrack.rack.file.RackFile;
import io.anyrack.rack.file.Surroundings;
import io.anyrack.rack.model.Rack;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said to be needed is what the cloud then counts. */
class DemandTest {
  private static final String PLAIN =
      """
      rack: lab
      cloud: openstack
      networks: [{ name: provision, cidr: 10.77.1.0/24 }]
      nodes: 2
      """;

  private static final String ROUTED_IPV6 =
      """
      rack: lab
      cloud: openstack
      networks:
        - { name: provision, cidr: 10.77.1.0/24, router: edge, ipv6: { cidr: "fd00:77::/64", mode: dhcpv6 } }
        - { name: quiet, cidr: 10.77.2.0/24, dhcp: none, guard: off }
      routers: [{ name: edge, external: external }]
      nodes: 3
      servers: [{ name: jump, image: guest, flavor: t1.tiny, disk: 3GiB, floating-ip: auto }]
      """;

  private static final String ADDRESS_EACH =
      """
      rack: lab
      cloud: openstack
      networks: [{ name: provision, cidr: 10.77.1.0/24, router: edge }]
      routers: [{ name: edge, external: external }]
      nodes: 3
      bmc:
        address: per-node
        placement: { vm: { image: guest, flavor: t1.tiny } }
      """;

  private static final String NIC_EACH =
      """
      rack: lab
      cloud: openstack
      networks: [{ name: provision, cidr: 10.77.1.0/24, router: edge }]
      routers: [{ name: edge, external: external }]
      nodes: 3
      bmc:
        address: per-nic
        subnets: { cidr: 10.78.0.0/24, router: edge }
        placement: { vm: { image: guest, flavor: t1.tiny } }
      """;

  @TempDir Path directory;

  private static Rack rack(String text) {
    return switch (new RackFile(Surroundings.here(_ -> Optional.empty()))
        .read("rack.yaml", Path.of("/"), text.getBytes(StandardCharsets.UTF_8))) {
      case RackFile.Read.Valid valid -> Addressing.complete(valid.rack(), Map.of());
      case RackFile.Read.Invalid invalid -> throw new AssertionError(invalid.problems());
    };
  }

  private static Demand demand(Stage stage, Rack rack) {
    CloudFacts facts =
        new CloudFacts(
            stage.project.nova().microversion(),
            stage.project.cinder().isPresent(),
            stage.project.nova().flavors(),
            stage.project.glance().images());
    return Demand.of(stage.project, rack, Wanted.shapes(rack, new TestShapes(), facts), facts);
  }

  private static Map<String, Long> used(Stage stage) {
    // Neutron makes the project's own group when it is first asked.
    stage.project.neutron().securityGroups().all();
    Map<String, Long> used = new TreeMap<>();
    Limits limits = stage.project.nova().limits();
    used.put("servers", limits.instances());
    used.put("cores", limits.cores());
    used.put("ram", limits.ramMib());
    stage
        .project
        .neutron()
        .quotas(stage.project.id())
        .forEach((kind, q) -> used.put(kind, q.used()));
    VolumeLimits volumes = stage.project.cinder().orElseThrow().limits();
    used.put("volumes", volumes.volumes());
    used.put("gib", volumes.gib());
    return used;
  }

  private static Map<String, Long> all(Demand demand) {
    Map<String, Long> all = new TreeMap<>(demand.compute());
    all.putAll(demand.storage());
    all.putAll(demand.network());
    // The claim on the rack is there only while it is changed.
    all.computeIfPresent("security_group", (_, count) -> count - 1);
    all.values().removeIf(each -> each == 0);
    return all;
  }

  private static Map<String, Long> more(Map<String, Long> before, Map<String, Long> after) {
    Map<String, Long> more = new TreeMap<>(after);
    before.forEach((kind, count) -> more.merge(kind, -count, Long::sum));
    more.values().removeIf(each -> each == 0);
    more.remove("security_group_rule"); // of groups, which are counted
    return more;
  }

  @ParameterizedTest
  @ValueSource(strings = {PLAIN, ROUTED_IPV6, ADDRESS_EACH, NIC_EACH})
  void isWhatTheCloudCountsAfterwards(String text) {
    try (Stage stage = new Stage(Settings.DEFAULT, directory)) {
      Rack rack = rack(text);
      Map<String, Long> before = used(stage);
      Demand demand = demand(stage, rack);

      stage.up(rack);

      assertThat(all(demand)).isEqualTo(more(before, used(stage)));
      assertThat(all(demand(stage, rack))).as("of a rack that is up").isEmpty();
    }
  }

  @Test
  void ofARackThatGrowsItIsTheRest() {
    try (Stage stage = new Stage(Settings.DEFAULT, directory)) {
      stage.up(rack(PLAIN));
      Rack larger = rack(PLAIN.replace("nodes: 2", "nodes: 5"));
      Map<String, Long> before = used(stage);
      Demand demand = demand(stage, larger);

      stage.up(larger);

      assertThat(demand.compute())
          .containsEntry(Demand.SERVERS, 3L)
          .containsEntry(Demand.CORES, 3L);
      assertThat(all(demand)).isEqualTo(more(before, used(stage)));
    }
  }

  @Test
  void whatGoesMakesRoom() {
    try (Stage stage = new Stage(Settings.DEFAULT, directory)) {
      stage.up(rack(PLAIN));

      Demand demand = demand(stage, rack(PLAIN.replace("nodes: 2", "nodes: [{ name: other }]")));

      assertThat(demand.compute()).containsEntry(Demand.SERVERS, -1L);
      assertThat(demand.storage().getOrDefault(Demand.VOLUMES, 0L)).isNegative();
    }
  }

  @Test
  void quotasOfNeutronHaveTheseNames() {
    try (Stage stage = new Stage(Settings.DEFAULT, directory)) {
      Map<String, Quota> quotas = stage.project.neutron().quotas(stage.project.id());

      assertThat(quotas.keySet()).containsAll(demand(stage, rack(ROUTED_IPV6)).network().keySet());
    }
  }
}
