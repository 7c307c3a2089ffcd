package io.anyrack.openstack.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.fakestack.world.Settings;
import io.anyrack.openstack.neutron.Attributes;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.sync.NodePorts;
import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.IpPrefix;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.Ipv4Network;
import io.anyrack.rack.model.Network.Guard;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.plan.Plan;
import io.anyrack.rack.sync.GuardedPort;
import io.anyrack.rack.sync.GuardedPort.Pair;
import io.anyrack.rack.sync.Mark;
import io.anyrack.rack.sync.Outcome;
import io.anyrack.rack.sync.PortChange;
import io.anyrack.rack.sync.PortChange.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code up} and {@code plan} of a rack whose ports address sync has changed. */
class AfterSyncTest {
  private static final String VIP = "10.77.1.200";
  private static final String OF_FILE = "10.77.1.201";

  @TempDir Path directory;
  private Stage stage;
  private final Rack rack = with(Racks.simple("lab", 2), OF_FILE);

  @BeforeEach
  void begin() {
    stage = new Stage(Settings.DEFAULT, directory);
    stage.up(rack);
  }

  @AfterEach
  void end() {
    stage.close();
  }

  private static Rack with(Rack rack, String... pairs) {
    return Racks.with(
        rack,
        0,
        nic ->
            new Nic(
                nic.network(),
                nic.mac(),
                nic.address(),
                Guard.EXACT,
                Stream.of(pairs)
                    .map(
                        each ->
                            new Nic.AddressPair(Ipv4Network.parse(each + "/32"), Optional.empty()))
                    .toList(),
                List.of()));
  }

  private NodePorts target() {
    return new NodePorts(stage.project.neutron(), rack, () -> false);
  }

  /** What sync does in one request: an address, and these pairs beside those that are there. */
  private void sync(NodePorts target, String address, String... pairs) {
    GuardedPort port =
        target.ports().stream().filter(each -> each.node().equals("node-1")).findFirst().get();
    List<Pair> added =
        Stream.of(pairs).map(each -> new Pair(IpPrefix.parse(each), port.mac())).toList();
    List<Pair> all = new ArrayList<>(port.pairs());
    all.addAll(added);
    assertThat(
            target.update(
                new PortChange(
                    port,
                    Optional.of(List.of(new Place.Exactly(IpAddress.parse(address)))),
                    Optional.of(all),
                    Optional.of(new Mark(true, Set.copyOf(added))))))
        .isInstanceOf(Outcome.Changed.class);
  }

  private Port port(String node) {
    return Objects.requireNonNull(stage.resources("lab", "1").ports().get(node + "/provision"));
  }

  private Port port() {
    return port("node-1");
  }

  private List<String> pairs() {
    return port().allowedPairs().stream().map(Port.AddressPair::cidr).sorted().toList();
  }

  @Test
  void nothingIsPlannedOfWhatSyncSet() {
    sync(target(), "10.77.1.99", VIP, "10.77.1.208/28");

    assertThat(stage.plan(rack).changes()).isEmpty();
    assertThat(stage.resources("lab", "1").ports()).as("is still known").hasSize(2);
    stage.up(rack);
    assertThat(PortPart.addresses(port())).containsExactly("10.77.1.99");
    assertThat(pairs()).containsExactly(VIP, OF_FILE, "10.77.1.208/28");
  }

  @Test
  void aPairThatIsTakenOutOfTheRackFileIsWithdrawn() {
    sync(target(), "10.77.1.99", VIP);
    Rack without = with(rack);

    assertThat(stage.plan(without).changes())
        .flatExtracting(Plan.Change::details)
        .containsExactly("node-1/provision allowed pairs: 10.77.1.200, 10.77.1.201 -> 10.77.1.200");
    stage.up(without);
    assertThat(pairs()).containsExactly(VIP);
    assertThat(stage.plan(without).changes()).isEmpty();
  }

  @Test
  void aPairThatSomebodyElseAddedIsWithdrawn() {
    sync(target(), "10.77.1.99", VIP);
    stage
        .project
        .neutron()
        .ports()
        .update(
            port().id(),
            Attributes.allowedPairs(
                Attributes.none(),
                Stream.of(VIP, OF_FILE, "10.77.1.202")
                    .map(each -> new Port.AddressPair(each, Optional.empty()))
                    .toList()));

    stage.up(rack);
    assertThat(pairs()).containsExactly(VIP, OF_FILE);
  }

  @Test
  void whatTheFileSaysTooIsNoDifference() {
    sync(target(), "10.77.1.99", VIP);
    Rack too = with(rack, OF_FILE, VIP);
    assertThat(stage.plan(too).changes()).isEmpty();
  }

  @Test
  void anAddressThatSyncGivesBackIsTheFilesAgain() {
    NodePorts target = target();
    sync(target, "10.77.1.99");
    GuardedPort port =
        target.ports().stream().filter(each -> each.node().equals("node-1")).findFirst().get();
    target.update(new PortChange(port, Optional.empty(), Optional.empty(), Optional.of(Mark.NONE)));

    assertThat(stage.plan(rack).changes())
        .flatExtracting(Plan.Change::details)
        .containsExactly("node-1/provision address: 10.77.1.99 -> 10.77.1.31");
    stage.up(rack);
    assertThat(port().description())
        .isEqualTo(port("node-2").description().replace("node-2", "node-1"));
  }

  @Test
  void anotherAddressOfTheFileWaitsForSync() {
    sync(target(), "10.77.1.99");
    Rack other = Racks.with(rack, 0, nic -> nic.withAddress(Ipv4Address.parse("10.77.1.77")));
    assertThat(stage.plan(other).changes()).isEmpty();
  }

  @Test
  void moreThanTheDescriptionHasRoomForIsRefusedBeforeItIsSent() {
    NodePorts target = target();
    GuardedPort port = target.ports().getFirst();
    List<Pair> many = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      many.add(new Pair(IpPrefix.parse("10.77.1." + i), port.mac()));
    }
    stage.cloud.journal().clear();
    Outcome outcome =
        target.update(
            new PortChange(
                port,
                Optional.empty(),
                Optional.of(many),
                Optional.of(new Mark(false, Set.copyOf(many)))));
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.TooManyPairs.class, each -> assertThat(each.limit()).isBetween(16, 62));
    assertThat(stage.changes()).isEmpty();
  }
}
