package io.anyrack.openstack.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.fakestack.world.Settings;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.nova.Server;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.model.BootPhases;
import io.anyrack.rack.model.BootPhases.Phase;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Nic.DhcpOption;
import io.anyrack.rack.model.Rack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DHCP options of ports by phase, and metadata by the installer. */
class PhasePortsTest {
  @TempDir private Path directory;

  private static Rack phased() {
    Rack rack = Racks.simple("lab", 2);
    return rack.withBoot(
        rack.boot()
            .at(Ipv4Address.parse("198.51.100.1"), 8088)
            .withPhases(
                new BootPhases(
                    List.of(
                        new DhcpOption("bootfile-name", "http://192.0.2.240/inspector.ipxe"),
                        new DhcpOption("150", "192.0.2.240")),
                    List.of(
                        new DhcpOption("tag:ipxe,bootfile-name", "http://192.0.2.240/boot.ipxe"),
                        new DhcpOption("tag:!ipxe,bootfile-name", "undionly.kpxe"),
                        new DhcpOption("server-ip-address", "192.0.2.240")))));
  }

  private static String told(Stage stage, String node) {
    return Objects.requireNonNull(stage.resources("lab", "1").ports().get(node + "/provision"))
        .dhcpOptions()
        .stream()
        .map(option -> option.name() + "=" + option.value())
        .sorted()
        .collect(Collectors.joining(" "));
  }

  private static int put(Stage stage, Rack rack, Phase phase) {
    return new PhasePorts(stage.project.neutron(), rack)
        .put(rack.node("node-1").orElseThrow(), phase);
  }

  @Test
  void aPortIsToldWhatBelongsToItsPhaseAndUpLeavesItSo() {
    try (Stage stage = new Stage(Settings.DEFAULT, directory)) {
      Rack rack = phased();
      stage.up(rack);
      String usual = "bootfile-name=http://198.51.100.1:8088/boot/${uuid}";
      assertThat(told(stage, "node-1")).isEqualTo(usual);

      assertThat(put(stage, rack, Phase.INSPECT)).isOne();
      assertThat(told(stage, "node-1"))
          .isEqualTo("150=192.0.2.240 bootfile-name=http://192.0.2.240/inspector.ipxe");
      assertThat(told(stage, "node-2")).as("another node").isEqualTo(usual);
      assertThat(stage.plan(rack).changes()).isEmpty();
      stage.up(rack, "2");
      assertThat(told(stage, "node-1")).contains("inspector.ipxe");

      stage.cloud.journal().clear();
      assertThat(put(stage, rack, Phase.INSPECT)).isZero();
      assertThat(stage.changes()).as("what is so already").isEmpty();

      assertThat(put(stage, rack, Phase.DEPLOY)).isOne();
      assertThat(told(stage, "node-1"))
          .isEqualTo(
              "server-ip-address=192.0.2.240"
                  + " tag:!ipxe,bootfile-name=undionly.kpxe"
                  + " tag:ipxe,bootfile-name=http://192.0.2.240/boot.ipxe");

      assertThat(put(stage, rack, Phase.LOCAL)).isOne();
      assertThat(told(stage, "node-1")).isEqualTo(usual);
      assertThat(stage.plan(rack).changes()).isEmpty();
    }
  }

  @Test
  void clientsOfIpv6AreToldByDhcpv6() {
    try (Stage stage = new Stage(Settings.DEFAULT, directory)) {
      Rack simple = Racks.simple("lab", 1);
      Rack rack =
          simple.withBoot(
              simple
                  .boot()
                  .at(Ipv4Address.parse("198.51.100.1"), 8088)
                  .withPhases(
                      new BootPhases(
                          List.of(),
                          List.of(
                              new DhcpOption(
                                  "tag:ipxe,option6:bootfile-url", "http://[fd00::240]/boot.ipxe"),
                              new DhcpOption("tag:!ipxe,option6:59", "tftp://[fd00::240]/ipxe.efi"),
                              new DhcpOption("option:tftp-server", "192.0.2.240")))));
      stage.up(rack);

      put(stage, rack, Phase.DEPLOY);

      // Names as Neutron has them: it puts option: and option6: before them itself.
      assertThat(
              Objects.requireNonNull(stage.resources("lab", "1").ports().get("node-1/provision"))
                  .dhcpOptions())
          .contains(
              new Port.DhcpOption("tag:ipxe6,bootfile-url", "http://[fd00::240]/boot.ipxe", 6),
              new Port.DhcpOption("tag:!ipxe6,59", "tftp://[fd00::240]/ipxe.efi", 6),
              new Port.DhcpOption("tftp-server", "192.0.2.240", 4));
      assertThat(stage.plan(rack).changes()).isEmpty();
    }
  }

  @Test
  void theInstallerOfAPhaseThatWasLeftHalfWayIsGoneOnWithByUp() {
    try (Stage stage = new Stage(Settings.DEFAULT, directory)) {
      Rack rack = phased();
      stage.up(rack);
      Port port =
          Objects.requireNonNull(stage.resources("lab", "1").ports().get("node-1/provision"));
      List<String> tags = new ArrayList<>(port.tags());
      tags.add("anyrack:phase=inspect");
      stage.project.neutron().ports().setTags(port.id(), tags);

      assertThat(stage.plan(rack).changes()).hasSize(1);
      stage.up(rack, "2");
      assertThat(told(stage, "node-1")).contains("inspector.ipxe");
    }
  }

  @Test
  void theInstallerMayAnswerForMetadataAndHasItsOwnOnADisk() {
    try (Stage stage = new Stage(Settings.DEFAULT, directory)) {
      Rack full = Racks.full("lab", 1);
      Ipv4Address address =
          full.installer().orElseThrow().nics().getFirst().address().orElseThrow();
      Rack rack = Racks.with(full, "provision", net -> answered(net, address));
      stage.up(rack);

      Port port =
          Objects.requireNonNull(stage.resources("lab", "1").ports().get("installer/provision"));
      assertThat(port.allowedPairs())
          .extracting(Port.AddressPair::cidr)
          .containsExactly("169.254.169.254");
      assertThat(
              Objects.requireNonNull(stage.resources("lab", "1").ports().get("node-1/provision"))
                  .allowedPairs())
          .isEmpty();
      assertThat(stage.project.neutron().subnets().tagged("anyrack:rack=lab"))
          .filteredOn(subnet -> subnet.cidr().equals("10.77.1.0/24"))
          .allSatisfy(
              subnet ->
                  assertThat(subnet.hostRoutes())
                      .extracting(route -> route.destination() + " " + route.nexthop())
                      .containsExactly("169.254.169.254/32 " + address));
      assertThat(stage.plan(rack).changes()).isEmpty();
      assertThat(configDrives(stage)).isEqualTo(1);

      // By choice the router's proxy answers: then nothing of this is there.
      stage.up(full, "2");
      assertThat(
              Objects.requireNonNull(stage.resources("lab", "1").ports().get("installer/provision"))
                  .allowedPairs())
          .isEmpty();
    }
  }

  private static long configDrives(Stage stage) {
    return stage.project.nova().servers().stream().filter(Server::configDrive).count();
  }

  private static Network answered(Network net, Ipv4Address installer) {
    return new Network(
        net.name(),
        net.cidr(),
        net.gateway(),
        net.dhcp(),
        net.guard(),
        net.mtu(),
        net.pool(),
        new Network.Metadata.Installer(installer),
        net.outward(),
        net.dns(),
        net.routing());
  }
}
