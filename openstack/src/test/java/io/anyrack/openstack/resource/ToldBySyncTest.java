package io.anyrack.openstack.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.fakestack.world.Settings;
import io.anyrack.openstack.neutron.Attributes;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.neutron.Port.DhcpOption;
import io.anyrack.openstack.neutron.Subnet;
import io.anyrack.openstack.sync.NodePorts;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.Ipv4Network;
import io.anyrack.rack.model.BootPhases;
import io.anyrack.rack.model.BootPhases.Phase;
import io.anyrack.rack.model.BootSpec;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.sync.GuardedPort;
import io.anyrack.rack.sync.Outcome;
import io.anyrack.rack.sync.PortChange;
import io.anyrack.rack.sync.Told;
import io.anyrack.rack.sync.ToldSubnet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DHCP options of nodes' ports and routes of subnets, as address sync sees and sets them. */
class ToldBySyncTest {
  private static final String BOOT = "bootfile-name=http://198.51.100.1:8088/boot/${uuid}";

  @TempDir Path directory;
  private Stage stage;
  private final AtomicBoolean changing = new AtomicBoolean();
  private final Rack rack = told(Racks.simple("lab", 2));

  /** With a boot server, a phase, an option of its own, a route, and metadata by an installer. */
  private static Rack told(Rack simple) {
    Rack booted =
        simple.withBoot(
            simple
                .boot()
                .at(Ipv4Address.parse("198.51.100.1"), 8088)
                .withPhases(
                    new BootPhases(
                        List.of(
                            new Nic.DhcpOption("bootfile-name", "http://192.0.2.240/inspector"),
                            new Nic.DhcpOption("150", "192.0.2.240")),
                        List.of())));
    return Racks.with(
        Racks.with(booted, "provision", ToldBySyncTest::routed),
        0,
        nic -> nic.withDhcpOptions(List.of(new Nic.DhcpOption("42", "192.0.2.1"))));
  }

  private static Network routed(Network net) {
    return new Network(
        net.name(),
        net.cidr(),
        net.gateway(),
        net.dhcp(),
        net.guard(),
        net.mtu(),
        net.pool(),
        new Network.Metadata.Installer(Ipv4Address.parse("10.77.1.5")),
        net.outward(),
        net.dns(),
        new Network.Routing(
            false,
            Optional.empty(),
            List.of(
                new Network.HostRoute(
                    Ipv4Network.parse("203.0.113.0/24"), Ipv4Address.parse("10.77.1.254"))),
            Optional.empty()));
  }

  @BeforeEach
  void begin() {
    stage = new Stage(Settings.DEFAULT, directory);
    stage.up(rack);
  }

  @AfterEach
  void end() {
    stage.close();
  }

  private NodePorts target() {
    return new NodePorts(stage.project.neutron(), rack, changing::get);
  }

  private static GuardedPort port(NodePorts target, String node) {
    return target.ports().stream()
        .filter(each -> each.node().equals(node))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> words(Set<Told.Option> options) {
    return options.stream().map(each -> each.name() + "=" + each.value()).sorted().toList();
  }

  private Port onCloud(String node) {
    return Objects.requireNonNull(stage.resources("lab", "1").ports().get(node + "/provision"));
  }

  /** Somebody else puts an option on a port, and takes the one that boots it from it. */
  private void meddle(String node) {
    Port port = onCloud(node);
    stage
        .project
        .neutron()
        .ports()
        .update(
            port.id(),
            Attributes.dhcpOptions(
                Attributes.none(),
                List.of(new DhcpOption("tftp-server", "192.0.2.66", 4)),
                port.dhcpOptions()));
  }

  private static Outcome putRight(NodePorts target, GuardedPort port) {
    return target.update(
        new PortChange(
            port,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(port.told().due())));
  }

  /** Of ports, subnets and networks, by what they are called. */
  private Map<String, Long> revisions() {
    Map<String, Long> revisions = new TreeMap<>();
    stage
        .project
        .neutron()
        .ports()
        .all()
        .forEach(each -> revisions.put(each.id(), each.revision()));
    stage
        .project
        .neutron()
        .subnets()
        .all()
        .forEach(each -> revisions.put(each.id(), each.revision()));
    return revisions;
  }

  @Test
  void afterUpNothingIsDueThatIsNotThere() {
    NodePorts target = target();
    assertThat(target.ports())
        .hasSize(2)
        .allSatisfy(port -> assertThat(port.told().now()).isEqualTo(port.told().due()));
    assertThat(words(port(target, "node-1").told().now())).containsExactly("42=192.0.2.1", BOOT);
    assertThat(words(port(target, "node-2").told().now())).containsExactly(BOOT);
    assertThat(target.subnets())
        .singleElement()
        .satisfies(subnet -> assertThat(subnet.now()).isEqualTo(subnet.due()).hasSize(2));
  }

  @Test
  void inAPhaseThatIsDueWhatUpAndThePhaseItselfSay() {
    new PhasePorts(stage.project.neutron(), rack)
        .put(rack.node("node-1").orElseThrow(), Phase.INSPECT);
    NodePorts target = target();
    Told told = port(target, "node-1").told();
    assertThat(words(told.due()))
        .containsExactly(
            "150=192.0.2.240", "42=192.0.2.1", "bootfile-name=http://192.0.2.240/inspector");
    assertThat(told.now()).isEqualTo(told.due());

    meddle("node-1");
    assertThat(putRight(target, port(target, "node-1"))).isInstanceOf(Outcome.Changed.class);
    assertThat(port(target, "node-1").told().now()).isEqualTo(told.due());
    assertThat(stage.plan(rack).changes()).isEmpty();

    new PhasePorts(stage.project.neutron(), rack)
        .put(rack.node("node-1").orElseThrow(), Phase.LOCAL);
    assertThat(words(port(target, "node-1").told().due())).containsExactly("42=192.0.2.1", BOOT);
  }

  @Test
  void aPortSeenBeforeItsPhaseChangedIsNotPutBack() {
    meddle("node-1");
    NodePorts target = target();
    GuardedPort before = port(target, "node-1");
    new PhasePorts(stage.project.neutron(), rack)
        .put(rack.node("node-1").orElseThrow(), Phase.INSPECT);
    assertThat(putRight(target, before)).isInstanceOf(Outcome.Stale.class);
    assertThat(target.port(before.id()).orElseThrow().told().now())
        .isEqualTo(port(target, "node-1").told().due());
  }

  @Test
  void oneRequestPutsOptionsRightAndNobodyElsesPortIsTouched() {
    Rack other = Racks.with(Racks.simple("other", 1), "provision", net -> net);
    stage.up(other, "2");
    meddle("node-1");
    Map<String, Long> before = revisions();
    NodePorts target = target();
    stage.cloud.journal().clear();
    putRight(target, port(target, "node-1"));
    assertThat(stage.changes()).hasSize(1);
    assertThat(words(port(target, "node-1").told().now())).containsExactly("42=192.0.2.1", BOOT);

    Map<String, Long> after = revisions();
    String changed = onCloud("node-1").id();
    assertThat(after.remove(changed)).isNotEqualTo(before.remove(changed));
    assertThat(after).isEqualTo(before);
    NodePorts others = new NodePorts(stage.project.neutron(), other, () -> false);
    assertThat(others.ports()).extracting(GuardedPort::id).doesNotContain(changed);
    assertThat(List.of(target.subnets().getFirst().id(), others.subnets().getFirst().id()))
        .as("each its own")
        .doesNotHaveDuplicates();
    assertThat(List.of(target.subnets().size(), others.subnets().size())).containsOnly(1);
  }

  @Test
  void whileUpIsAtWorkNothingIsDueButWhatIsThere() {
    meddle("node-1");
    changing.set(true);
    NodePorts target = target();
    Told told = port(target, "node-1").told();
    assertThat(told.due()).isEqualTo(told.now());
    assertThat(target.subnets()).isEmpty();
    changing.set(false);
    assertThat(port(target, "node-1").told().due()).isNotEqualTo(told.now());
  }

  @Test
  void whoDoesNotKnowWhereTheBootServerIsLeavesItsBootFileAlone() {
    Rack unknown = rack.withBoot(BootSpec.NOTHING.withPhases(rack.boot().phases()));
    NodePorts target = new NodePorts(stage.project.neutron(), unknown, () -> false);
    assertThat(target.ports())
        .allSatisfy(port -> assertThat(port.told().due()).isEqualTo(port.told().now()));
    meddle("node-2");
    assertThat(words(port(target, "node-2").told().due())).isEmpty();
  }

  @Test
  void routesThatSomebodyElseChangedArePutBackInOneRequest() {
    Subnet there = subnet();
    var routes = new ArrayList<Subnet.Route>();
    routes.add(new Subnet.Route("198.51.100.0/24", "10.77.1.66"));
    stage
        .project
        .neutron()
        .subnets()
        .update(there.id(), Attributes.hostRoutes(Attributes.none(), routes));
    NodePorts target = target();
    assertThat(target.subnets()).as("nothing was listed yet").isEmpty();
    target.ports();
    ToldSubnet seen = target.subnets().getFirst();
    assertThat(seen.now())
        .extracting(Object::toString)
        .containsExactly("198.51.100.0/24 via 10.77.1.66");
    stage.cloud.journal().clear();
    assertThat(target.route(seen)).isInstanceOf(ToldSubnet.Outcome.Changed.class);
    assertThat(stage.changes()).hasSize(1);
    assertThat(subnet().hostRoutes())
        .extracting(route -> route.destination() + " " + route.nexthop())
        .containsExactlyInAnyOrder("169.254.169.254/32 10.77.1.5", "203.0.113.0/24 10.77.1.254");
    assertThat(target.route(seen)).as("seen before").isInstanceOf(ToldSubnet.Outcome.Stale.class);
    assertThat(stage.plan(rack).changes()).isEmpty();

    stage.project.neutron().subnets().setTags(there.id(), List.of());
    target.ports();
    assertThat(target.subnets()).as("whose tag was taken is nobody's").isEmpty();
  }

  private Subnet subnet() {
    return stage.project.neutron().subnets().tagged("anyrack:rack=lab").stream()
        .collect(Collectors.collectingAndThen(Collectors.toList(), List::getFirst));
  }
}
