package io.anyrack.openstack.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.fakestack.FakeStack;
import io.anyrack.fakestack.http.Fault;
import io.anyrack.fakestack.http.Faults;
import io.anyrack.openstack.config.Clouds;
import io.anyrack.openstack.neutron.Attributes;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.neutron.Port.AddressPair;
import io.anyrack.openstack.project.Project;
import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.sync.Said;
import io.anyrack.rack.sync.Said.Given;
import io.anyrack.rack.sync.Said.Meant;
import io.anyrack.rack.sync.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an installer's Neutron says, and how seldom it is asked. */
@Timeout(60)
final class InstallerPortsTest {
  private static final Duration LONG = Duration.ofHours(1);

  @TempDir Path directory;
  private final FakeStack cloud = FakeStack.start();
  private final List<Duration> pauses = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // made before each test
  private Project project;

  @SuppressWarnings("NullAway.Init") // made before each test
  private String network;

  @BeforeEach
  void makeANetwork() throws IOException {
    Path clouds = directory.resolve("clouds.yaml");
    Files.writeString(clouds, cloud.cloudsYaml());
    Map<String, String> variables = Map.of("OS_CLIENT_CONFIG_FILE", clouds.toString());
    project =
        Project.open(
            new Clouds(key -> Optional.ofNullable(variables.get(key)), List.of())
                .cloud(Optional.of("rack"), Optional.empty()));
    network = project.neutron().networks().create(Attributes.none().put("name", "ctlplane")).id();
    project
        .neutron()
        .subnets()
        .create(
            Attributes.none()
                .put("network_id", network)
                .put("cidr", "192.0.2.0/24")
                .put("ip_version", 4)
                .put("enable_dhcp", false));
  }

  @AfterEach
  void close() {
    project.close();
    cloud.close();
  }

  private Port port(String name) {
    return project
        .neutron()
        .ports()
        .create(Attributes.none().put("network_id", network).put("name", name));
  }

  private InstallerPorts source(Meant vips, Runnable whilePausing) {
    return new InstallerPorts(
        "neutron:undercloud",
        project.neutron(),
        vips,
        InstallerPorts.USUAL_INTERVAL,
        duration -> {
          pauses.add(duration);
          whilePausing.run();
        });
  }

  @Test
  void givesAddressesToMacsAndVipsToRoles() {
    Port node = port("node");
    Port vip = port("public_virtual_ip");
    project
        .neutron()
        .ports()
        .update(
            node.id(),
            Attributes.allowedPairs(
                Attributes.none(), List.of(new AddressPair("192.0.2.0/28", Optional.empty()))));
    Meant.Roles control = new Meant.Roles(Set.of("control"));
    Said said = source(control, () -> {}).read();
    MacAddress mac = MacAddress.parse(node.mac());
    assertThat(said.given())
        .contains(new Given(mac, IpAddress.parse(node.fixedIps().getFirst().address())))
        .noneMatch(given -> given.mac().toString().equals(vip.mac()));
    assertThat(said.shared())
        .extracting(each -> each.address() + " " + each.meant())
        .containsExactlyInAnyOrder(
            "192.0.2.0/28 " + new Meant.Owners(Set.of(mac)),
            vip.fixedIps().getFirst().address() + " " + control);
  }

  @Test
  void listsNoPortsWhileNothingChanges() throws InterruptedException {
    port("node");
    InstallerPorts source = source(new Meant.Everyone(), () -> {});
    source.read();
    cloud.journal().clear();
    source.await(Duration.ofMinutes(10));
    assertThat(cloud.journal().entries())
        .as("one each 2 s")
        .hasSize(300)
        .allMatch(entry -> entry.query().equals("fields=id&fields=revision_number"));
  }

  @Test
  void seesAChangeWithinThreeSecondsAlsoAfterAQuietTime() throws InterruptedException {
    List<Integer> changed = new ArrayList<>();
    InstallerPorts source =
        source(
            new Meant.Everyone(),
            () -> {
              if (passed().compareTo(Duration.ofMinutes(3)) > 0 && changed.isEmpty()) {
                changed.add(pauses.size());
                port("node");
              }
            });
    source.read();
    source.await(LONG);
    assertThat(changed).as("seen at the next look").containsExactly(pauses.size());
    assertThat(pauses.getLast()).isLessThanOrEqualTo(Duration.ofSeconds(3));
  }

  private Duration passed() {
    return pauses.stream().reduce(Duration.ZERO, Duration::plus);
  }

  @Test
  void seesWhatIsNewChangedAndGoneAtTheNextLook() throws InterruptedException {
    Port node = port("node");
    var ports = project.neutron().ports();
    List<Runnable> changes =
        List.of(
            () -> port("another"),
            () -> ports.update(node.id(), Attributes.none().put("name", "other")),
            () -> ports.delete(node.id()));
    for (Runnable change : changes) {
      pauses.clear();
      List<Runnable> once = new ArrayList<>(List.of(change));
      InstallerPorts source =
          source(
              new Meant.Everyone(),
              () -> {
                if (!once.isEmpty()) {
                  once.removeFirst().run();
                }
              });
      source.read();
      source.await(LONG);
      assertThat(pauses).hasSize(1);
    }
  }

  @Test
  void saysThatItCannotBeReadNowAndIsLeftAloneMeanwhile() throws InterruptedException {
    cloud.faults().always(Faults.call("GET", ".*/ports"), Fault.status(400));
    InstallerPorts source = source(new Meant.Everyone(), () -> {});
    assertThatThrownBy(source::read).isInstanceOf(SourceException.class);
    cloud.journal().clear();
    source.await(Duration.ofSeconds(30));
    assertThat(pauses).containsExactly(Duration.ofSeconds(30));
    assertThat(cloud.journal().entries()).isEmpty();
  }
}
