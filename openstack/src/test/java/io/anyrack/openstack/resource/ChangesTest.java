package io.anyrack.openstack.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.anyrack.fakestack.world.Settings;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.Ipv4Network;
import io.anyrack.rack.address.Ipv4Range;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Network.Dhcp;
import io.anyrack.rack.model.Network.Guard;
import io.anyrack.rack.model.Network.HostRoute;
import io.anyrack.rack.model.Network.Ipv6;
import io.anyrack.rack.model.Network.Metadata;
import io.anyrack.rack.model.Network.Routing;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.plan.Plan;
import io.anyrack.rack.plan.Plan.Action;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a change of the rack file does to a rack that is there: that, and nothing else. */
class ChangesTest {
  private static final String PORT = "PUT /v2.0/ports/[^/]+";
  private static final String SUBNET = "PUT /v2.0/subnets/[^/]+";

  @TempDir Path directory;
  private Stage stage;

  @BeforeEach
  void begin() {
    stage = new Stage(Settings.DEFAULT, directory);
  }

  @AfterEach
  void end() {
    stage.close();
  }

  private static Nic nic(
      Nic nic, Guard guard, List<Nic.AddressPair> pairs, List<Nic.DhcpOption> options) {
    return new Nic(nic.network(), nic.mac(), nic.address(), guard, pairs, options);
  }

  private static Arguments onNode(String name, Function<Nic, Nic> change, String detail) {
    Function<Rack, Rack> all = rack -> Racks.with(rack, 0, change);
    return argumentSet(name, all, "NODE node-1", detail, PORT);
  }

  private static Arguments onNetwork(
      String name, Function<Network, Network> change, String detail, String call) {
    Function<Rack, Rack> all = rack -> Racks.with(rack, "provision", change);
    return argumentSet(name, all, "NETWORK provision", detail, call);
  }

  static Stream<Arguments> inPlace() {
    Nic.AddressPair vip =
        new Nic.AddressPair(Ipv4Network.parse("10.77.1.200/32"), Optional.empty());
    return Stream.of(
        onNode(
            "an allowed pair",
            nic -> nic(nic, Guard.EXACT, List.of(vip), List.of()),
            "allowed pairs: none -> 10.77.1.200"),
        onNode(
            "a pair for the whole network",
            nic -> nic(nic, Guard.SUBNET, List.of(), List.of()),
            "allowed pairs: none -> 10.77.1.0/24"),
        onNode("no guard", nic -> nic(nic, Guard.OFF, List.of(), List.of()), "guard: on -> off"),
        onNode(
            "a DHCP option",
            nic ->
                nic(
                    nic,
                    Guard.EXACT,
                    List.of(),
                    List.of(new Nic.DhcpOption("bootfile-name", "http://10.77.1.2/boot"))),
            "dhcp options: none -> "),
        onNode(
            "an address",
            nic -> nic.withAddress(Ipv4Address.parse("10.77.1.99")),
            "address: 10.77.1.31 -> 10.77.1.99"),
        onNetwork(
            "resolvers",
            net ->
                network(
                    net,
                    net.dhcp(),
                    0,
                    net.metadata(),
                    List.of(Ipv4Address.parse("192.0.2.53")),
                    List.of(),
                    net.pool()),
            "dns: none -> 192.0.2.53",
            SUBNET),
        onNetwork(
            "metadata by the installer",
            net ->
                network(
                    net,
                    net.dhcp(),
                    0,
                    new Metadata.Installer(Ipv4Address.parse("10.77.1.240")),
                    List.of(),
                    List.of(),
                    net.pool()),
            "host routes: none -> ",
            SUBNET),
        onNetwork(
            "a host route",
            net ->
                network(
                    net,
                    net.dhcp(),
                    0,
                    net.metadata(),
                    List.of(),
                    List.of(
                        new HostRoute(
                            Ipv4Network.parse("198.18.0.0/15"), Ipv4Address.parse("10.77.1.5"))),
                    net.pool()),
            "host routes: none -> ",
            SUBNET),
        onNetwork(
            "DHCP by the installer",
            net ->
                network(net, Dhcp.INSTALLER, 0, net.metadata(), List.of(), List.of(), net.pool()),
            "dhcp: true -> false",
            SUBNET),
        onNetwork(
            "another pool",
            net ->
                network(
                    net,
                    net.dhcp(),
                    0,
                    net.metadata(),
                    List.of(),
                    List.of(),
                    new Ipv4Range(
                        Ipv4Address.parse("10.77.1.20"), Ipv4Address.parse("10.77.1.250"))),
            "pool: ",
            SUBNET));
  }

  private static Network network(
      Network net,
      Dhcp dhcp,
      int mtu,
      Metadata metadata,
      List<Ipv4Address> dns,
      List<HostRoute> routes,
      Ipv4Range pool) {
    return new Network(
        net.name(),
        net.cidr(),
        net.gateway(),
        dhcp,
        net.guard(),
        mtu,
        pool,
        metadata,
        net.outward(),
        dns,
        new Routing(false, net.routing().router(), routes, Optional.empty()));
  }

  @ParameterizedTest
  @MethodSource("inPlace")
  void isChangedInPlaceByOneCallAndCanBeTakenBack(
      Function<Rack, Rack> change, String subject, String detail, String call) {
    Rack before = Racks.simple("lab", 2);
    Rack after = change.apply(before);
    stage.up(before);
    Map<String, Set<String>> there = stage.everything();

    Plan plan = stage.plan(after);

    assertThat(plan.changes())
        .singleElement()
        .satisfies(
            only -> {
              assertThat(only.action()).isEqualTo(Action.CHANGE);
              assertThat(only.kind() + " " + only.name()).isEqualTo(subject);
              assertThat(only.details()).anyMatch(each -> each.contains(detail));
            });

    assertThat(changed(after)).singleElement().asString().matches(call);
    assertThat(stage.plan(after).changes()).isEmpty();
    assertThat(changed(before)).singleElement().asString().matches(call);
    assertThat(stage.plan(before).changes()).isEmpty();
    assertThat(stage.everything()).isEqualTo(there);
  }

  /** Brings a rack about; gives what was changed apart from the lease. */
  private List<String> changed(Rack rack) {
    stage.cloud.journal().clear();
    stage.up(rack);
    return stage.changes().stream().filter(line -> !line.contains("/security-groups")).toList();
  }

  @Test
  void theMtuIsChangedInPlaceAndLeftWhereTheCloudMayChoose() {
    Rack rack = Racks.simple("lab", 1);
    Rack smaller =
        Racks.with(
            rack,
            "provision",
            net ->
                network(net, net.dhcp(), 1400, net.metadata(), net.dns(), List.of(), net.pool()));
    stage.up(rack);

    assertThat(stage.plan(smaller).changes().getFirst().details())
        .containsExactly("mtu: 1450 -> 1400");
    assertThat(changed(smaller)).singleElement().asString().matches("PUT /v2.0/networks/[^/]+");
    assertThat(stage.plan(smaller).changes()).isEmpty();
    assertThat(stage.plan(rack).changes()).isEmpty();
  }

  @Test
  void growsAndShrinksAndTouchesNothingElse() {
    Rack four = Racks.simple("lab", 4);
    Rack two = four.withNodes(four.nodes().subList(0, 2));
    Rack three = four.withNodes(four.nodes().subList(0, 3));
    stage.up(two);
    Map<String, Set<String>> first = stage.everything();

    stage.up(four);

    stage.everything().forEach((type, ids) -> assertThat(ids).containsAll(first.get(type)));
    assertThat(stage.plan(three).changes())
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.action()).isEqualTo(Action.REMOVE);
              assertThat(change.name()).isEqualTo("node-4");
            });

    assertThat(changed(three)).allMatch(line -> line.startsWith("DELETE"));

    assertThat(stage.resources("lab", "1").servers())
        .containsOnlyKeys("node-1", "node-2", "node-3");
    assertThat(stage.plan(three).changes()).isEmpty();
    stage.everything().forEach((type, ids) -> assertThat(ids).containsAll(first.get(type)));
  }

  @Test
  void twoNodesSwapTheirAddresses() {
    Rack rack = Racks.simple("lab", 2);
    stage.up(rack);
    Rack swapped =
        Racks.with(
            Racks.with(rack, 0, nic -> nic.withAddress(Ipv4Address.parse("10.77.1.32"))),
            1,
            nic -> nic.withAddress(Ipv4Address.parse("10.77.1.31")));

    stage.up(swapped);

    Map<String, Port> ports = stage.resources("lab", "1").ports();
    assertThat(PortPart.addresses(Objects.requireNonNull(ports.get("node-1/provision"))))
        .containsExactly("10.77.1.32");
    assertThat(PortPart.addresses(Objects.requireNonNull(ports.get("node-2/provision"))))
        .containsExactly("10.77.1.31");
    assertThat(stage.plan(swapped).changes()).isEmpty();
  }

  @Test
  void aFurtherPortIsAddedInPlaceAndTakenAwayAgain() {
    Network storage = Racks.network("storage", 2, Guard.OFF, Optional.empty());
    Rack one = Racks.simple("lab", 1);
    List<Network> both = new ArrayList<>(one.networks());
    both.add(storage);
    Rack two = Racks.rack("lab", both, 1);
    stage.up(one);
    String server =
        Objects.requireNonNull(stage.resources("lab", "1").servers().get("node-1")).id();

    assertThat(stage.plan(two).changes())
        .extracting(Plan.Change::action)
        .containsExactly(Action.ADD, Action.CHANGE, Action.CHANGE);
    stage.up(two);

    assertThat(Objects.requireNonNull(stage.resources("lab", "1").servers().get("node-1")).id())
        .isEqualTo(server);
    assertThat(
            Objects.requireNonNull(stage.resources("lab", "1").ports().get("node-1/storage"))
                .deviceId())
        .isEqualTo(server);
    assertThat(stage.plan(two).changes()).isEmpty();

    stage.up(one);

    assertThat(Objects.requireNonNull(stage.resources("lab", "1").servers().get("node-1")).id())
        .isEqualTo(server);
    assertThat(stage.resources("lab", "1").ports()).containsOnlyKeys("node-1/provision");
    assertThat(stage.plan(one).changes()).isEmpty();
  }

  @Test
  void anotherNetworkMeansNewServersAndTheyKeepTheirDisks() {
    Rack rack = Racks.simple("lab", 1);
    stage.up(rack);
    Map<String, Set<String>> before = stage.everything();
    Rack moved =
        Racks.rack("lab", List.of(Racks.network("provision", 5, Guard.EXACT, Optional.empty())), 1);

    assertThat(stage.plan(moved).changes())
        .extracting(change -> change.action() + " " + change.name())
        .containsExactly("REPLACE provision", "CHANGE nodes", "REPLACE node-1");
    stage.up(moved);

    assertThat(stage.plan(moved).changes()).isEmpty();
    assertThat(stage.everything().get("volume")).isEqualTo(before.get("volume"));
    assertThat(stage.everything().get("server")).doesNotContainAnyElementsOf(before.get("server"));
    assertThat(stage.everything().get("network")).isEqualTo(before.get("network"));
  }

  @Test
  void aLargerDiskIsAnnouncedAsAReplacement() {
    Rack rack = Racks.simple("lab", 2);
    stage.up(rack);
    NodeSpec old = rack.nodes().getFirst();
    NodeSpec larger =
        new NodeSpec(
            old.name(),
            old.role(),
            old.cpus(),
            old.memoryMiB(),
            old.diskBytes() * 2,
            old.firmware(),
            old.networkBoot(),
            old.nics(),
            old.identity(),
            old.uuid(),
            old.image(),
            old.userData(),
            old.hosting());
    Rack wanted = rack.withNodes(List.of(larger, rack.nodes().getLast()));

    assertThat(stage.plan(wanted).changes())
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.action()).isEqualTo(Action.REPLACE);
              assertThat(change.name()).isEqualTo("node-1");
              assertThat(change.details()).contains("node-1/disk: 2 GiB -> 4 GiB");
            });
    stage.up(wanted);

    assertThat(stage.plan(wanted).changes()).isEmpty();
  }

  private static Rack withIpv6(Rack rack, Optional<Ipv6.Mode> mode) {
    return Racks.with(
        rack,
        "provision",
        net ->
            new Network(
                net.name(),
                net.cidr(),
                net.gateway(),
                net.dhcp(),
                net.guard(),
                net.mtu(),
                net.pool(),
                net.metadata(),
                net.outward(),
                net.dns(),
                new Routing(
                    false,
                    net.routing().router(),
                    List.of(),
                    mode.map(each -> new Ipv6("fd00:77::/64", each)))));
  }

  private List<String> addresses(String port) {
    return Objects.requireNonNull(stage.resources("lab", "1").ports().get(port)).fixedIps().stream()
        .map(Port.FixedIp::address)
        .toList();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({"DHCPV6, node-1 node-2", "SLAAC, ''", "INSTALLER, ''"})
  void ipv6ComesToPortsThatAreThereAndGoesAgain(Ipv6.Mode mode, String changed) {
    Rack before = withIpv6(Racks.simple("lab", 2), Optional.empty());
    Rack after = withIpv6(before, Optional.of(mode));
    stage.up(before);
    Map<String, Set<String>> there = stage.everything();

    assertThat(stage.plan(after).changes())
        .filteredOn(change -> change.kind() == Plan.Kind.NODE)
        .extracting(Plan.Change::name)
        .containsExactly(changed.isEmpty() ? new String[0] : changed.split(" ", -1));
    stage.up(after);

    assertThat(addresses("node-1/provision")).contains("10.77.1.31");
    assertThat(addresses("node-1/provision").stream().anyMatch(each -> each.startsWith("fd00:77:")))
        .isEqualTo(mode == Ipv6.Mode.DHCPV6);
    assertThat(stage.plan(after).changes()).isEmpty();

    stage.up(before);

    assertThat(addresses("node-1/provision")).containsExactly("10.77.1.31");
    assertThat(stage.plan(before).changes()).isEmpty();
    assertThat(stage.everything()).isEqualTo(there);
  }

  @Test
  void anotherAddressKeepsTheOneOfDhcpv6() {
    Rack rack = withIpv6(Racks.simple("lab", 1), Optional.of(Ipv6.Mode.DHCPV6));
    stage.up(rack);
    List<String> before = addresses("node-1/provision");

    stage.up(Racks.with(rack, 0, nic -> nic.withAddress(Ipv4Address.parse("10.77.1.99"))));

    assertThat(addresses("node-1/provision")).containsExactly("10.77.1.99", before.getLast());
  }
}
