package io.anyrack.netsync;

import static io.anyrack.netsync.cloud.Example.given;
import static io.anyrack.netsync.cloud.Example.mac;
import static io.anyrack.netsync.cloud.Example.port;
import static io.anyrack.netsync.cloud.Example.vipOf;
import static io.anyrack.netsync.cloud.Example.vips;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.netsync.cloud.Example;
import io.anyrack.netsync.cloud.ManualTime;
import io.anyrack.netsync.cloud.SimulatedPorts;
import io.anyrack.netsync.cloud.SimulatedPorts.Trouble;
import io.anyrack.netsync.rule.Finding;
import io.anyrack.netsync.rule.Step;
import io.anyrack.netsync.rule.Wishes;
import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.sync.GuardedPort;
import io.anyrack.rack.sync.Mark;
import io.anyrack.rack.sync.Said;
import io.anyrack.rack.sync.Said.Given;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * How ports become as the sources say; each of the first is a defect of scripts that do the same.
 */
final class ReconciliationTest {
  private final ManualTime time = new ManualTime();
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private final Chronicle chronicle =
      new Chronicle() {
        @Override
        public void changed(Step step) {
          told.add(step.toString());
        }

        @Override
        public void found(Finding finding) {
          told.add(finding.toString());
        }

        @Override
        public void failed(String text) {
          told.add(text);
        }
      };

  private Reconciliation reconciliation(SimulatedPorts cloud) {
    return new Reconciliation(cloud, Map.of(), SyncLimits.USUAL, chronicle, time);
  }

  /** As many pairs as a port may have. */
  private static final List<String> TEN =
      IntStream.range(0, 10).mapToObj(i -> "192.0.2." + (100 + i) + "/32").toList();

  private static Wishes all(Said... said) {
    return Wishes.of(List.of(said), true);
  }

  @Test
  void swapsTheAddressesOfTwoNodes() {
    var cloud = new SimulatedPorts(port("a", "192.0.2.1"), port("b", "192.0.2.2"));
    Pass pass = reconciliation(cloud).toward(all(given("a 192.0.2.2", "b 192.0.2.1")));
    assertThat(pass.pending()).isEmpty();
    assertThat(cloud.shown("a")).isEqualTo("[192.0.2.2] []");
    assertThat(cloud.shown("b")).isEqualTo("[192.0.2.1] []");
    assertThat(cloud.refusals()).isEmpty();
    assertThat(told)
        .containsExactly(
            "a (02:00:00:00:00:0a): 192.0.2.1 -> none, +192.0.2.2 (for a moment: others wait for"
                + " its address)",
            "b (02:00:00:00:00:0b): 192.0.2.2 -> 192.0.2.1",
            "a (02:00:00:00:00:0a): none -> 192.0.2.2");
  }

  @Test
  void goesOnWithASwapAfterACrashInBetween() {
    var cloud = new SimulatedPorts(port("a", "192.0.2.1"), port("b", "192.0.2.2"));
    Wishes swap = all(given("a 192.0.2.2", "b 192.0.2.1"));
    var answers = List.of(Trouble.NONE, Trouble.NONE, Trouble.LOST).iterator();
    cloud.weather(() -> answers.hasNext() ? answers.next() : Trouble.NONE);
    assertThatThrownBy(() -> reconciliation(cloud).toward(swap)).isInstanceOf(CloudException.class);
    assertThat(cloud.shown("a")).as("lets its next address through").isEqualTo("[] [192.0.2.2]");
    assertThat(reconciliation(cloud).toward(swap).pending()).isEmpty();
    assertThat(cloud.shown("a") + cloud.shown("b")).isEqualTo("[192.0.2.2] [][192.0.2.1] []");
  }

  @Test
  void withdrawsWhatWasLetThroughEarlyIfItIsNotSaidAnyMore() {
    var cloud = new SimulatedPorts(port("a", "192.0.2.1"), port("b", "192.0.2.2"));
    var answers = List.of(Trouble.NONE, Trouble.NONE, Trouble.LOST).iterator();
    cloud.weather(() -> answers.hasNext() ? answers.next() : Trouble.NONE);
    Wishes swap = all(given("a 192.0.2.2", "b 192.0.2.1"));
    assertThatThrownBy(() -> reconciliation(cloud).toward(swap)).isInstanceOf(CloudException.class);

    reconciliation(cloud).toward(all(given("a 192.0.2.1", "b 192.0.2.2")));

    assertThat(cloud.shown("a") + cloud.shown("b")).isEqualTo("[192.0.2.1] [][192.0.2.2] []");
  }

  @Test
  void letsNothingThroughEarlyWhereThereIsNoRoomForIt() {
    var cloud =
        new SimulatedPorts(port("a", "compute", List.of("192.0.2.1"), TEN), port("b", "192.0.2.2"));

    Pass pass = reconciliation(cloud).toward(all(given("a 192.0.2.2", "b 192.0.2.1")));

    assertThat(pass.pending()).isEmpty();
    assertThat(told.getFirst()).contains("192.0.2.1 -> none (for a moment");
    assertThat(cloud.changes()).as("none of them was refused").hasSize(3);
  }

  @Test
  void opensVipsOnNodesOfTheirRoleOnly() {
    var cloud =
        new SimulatedPorts(
            port("a", "control", List.of("192.0.2.1"), List.of()), port("b", "192.0.2.2"));
    reconciliation(cloud).toward(all(vipOf("control", "192.0.2.9")));
    assertThat(cloud.shown("a")).isEqualTo("[192.0.2.1] [192.0.2.9]");
    assertThat(cloud.shown("b")).isEqualTo("[192.0.2.2] []");
    assertThat(cloud.changes()).hasSize(1);
  }

  @Test
  void keepsIpv6True() {
    var cloud = new SimulatedPorts(port("a", "192.0.2.1", "2001:db8::1"));
    reconciliation(cloud).toward(all(given("a 2001:db8::2"), vips("2001:db8::9")));
    assertThat(cloud.shown("a")).isEqualTo("[192.0.2.1, 2001:db8::2] [2001:db8::9]");
  }

  @Test
  void takesAnyMac() {
    GuardedPort intel =
        new GuardedPort(
            "port-a",
            "a",
            "compute",
            io.anyrack.rack.address.MacAddress.parse("a0:36:9f:01:02:03"),
            Example.SUBNETS,
            List.of(),
            List.of(),
            Mark.NONE,
            true,
            1);
    var cloud = new SimulatedPorts(intel);
    Said said = new Said(List.of(new Given(intel.mac(), IpAddress.parse("192.0.2.7"))), List.of());
    reconciliation(cloud).toward(all(said));
    assertThat(cloud.shown("a")).isEqualTo("[192.0.2.7] []");
  }

  @Test
  void letsTheInspectorsLeaseThroughBesideTheAddressOfTheInstaller() {
    var cloud = new SimulatedPorts(port("a", "192.0.2.1"));
    reconciliation(cloud).toward(all(given("a 192.0.2.30"), given("a 192.0.2.101")));
    assertThat(cloud.shown("a")).isEqualTo("[192.0.2.30] [192.0.2.101]");
  }

  @Test
  void withdrawsAVipThatIsGoneAlsoAfterARestart() {
    var cloud = new SimulatedPorts(port("a", "control", List.of(), List.of("192.0.2.8")));
    reconciliation(cloud).toward(all(vips("192.0.2.8", "192.0.2.9")));
    assertThat(cloud.shown("a")).isEqualTo("[] [192.0.2.8, 192.0.2.9]");
    reconciliation(cloud).toward(all(Said.NOTHING));
    assertThat(cloud.shown("a")).as("what was there before stays").isEqualTo("[] [192.0.2.8]");
  }

  @Test
  void respectsTheCloudsLimitOfPairs() {
    var cloud = new SimulatedPorts(port("a"), port("b")).pairLimit(1);
    Pass pass = reconciliation(cloud).toward(all(vips("192.0.2.8", "192.0.2.9")));
    assertThat(cloud.shown("a") + cloud.shown("b")).isEqualTo("[] [192.0.2.8][] [192.0.2.8]");
    assertThat(pass.findings()).hasSize(2).allMatch(each -> each.text().contains("guard: subnet"));
    int asked = cloud.changes().size();
    reconciliation(cloud).toward(all(vips("192.0.2.8", "192.0.2.9")));
    assertThat(cloud.changes().size() - asked).as("asked again once a port").isLessThanOrEqualTo(2);
  }

  @Test
  void listsNothingWhileNothingHappens() {
    var cloud = new SimulatedPorts(port("a", "192.0.2.1"));
    Reconciliation reconciliation = reconciliation(cloud);
    for (int second = 0; second < 600; second++) {
      reconciliation.toward(all(given("a 192.0.2.1")));
      time.pass(Duration.ofSeconds(1));
    }
    assertThat(cloud.lists()).as("in ten minutes").isEqualTo(10);
    assertThat(cloud.changes()).isEmpty();
  }

  @Test
  void leavesTheAddressOfAForeignPortAndSaysSo() {
    var cloud = new SimulatedPorts(port("a", "192.0.2.1"), port("b", "192.0.2.2"));
    cloud.foreign("192.0.2.9");
    Reconciliation reconciliation = reconciliation(cloud);
    Wishes wishes = all(given("a 192.0.2.9", "b 192.0.2.1"));
    Pass pass = reconciliation.toward(wishes);
    assertThat(cloud.shown("b")).as("does not wait for it").isEqualTo("[192.0.2.1] []");
    assertThat(pass.findings())
        .extracting(Finding::toString)
        .containsExactly(
            "a: the cloud refuses to change its port; asked again in 30 s: 192.0.2.9 is in use");
    int asked = cloud.changes().size();
    reconciliation.toward(wishes);
    assertThat(cloud.changes()).as("not at once").hasSize(asked);
    time.pass(Duration.ofSeconds(31));
    reconciliation.toward(wishes);
    assertThat(cloud.changes()).as("later").hasSize(asked + 1);
  }

  @Test
  void looksAgainAtAPortThatSomebodyElseChanged() {
    var cloud = new SimulatedPorts(port("a", "192.0.2.1"));
    Reconciliation reconciliation = reconciliation(cloud);
    reconciliation.toward(all(given("a 192.0.2.1")));
    var answers = List.of(Trouble.OVERTAKEN).iterator();
    cloud.weather(() -> answers.hasNext() ? answers.next() : Trouble.NONE);
    assertThat(reconciliation.toward(all(given("a 192.0.2.9"))).pending()).isEmpty();
    assertThat(cloud.shown("a")).isEqualTo("[192.0.2.9] []");
  }

  @Test
  void asksOncePerPortThatChanges() {
    GuardedPort[] ports =
        IntStream.range(0, 20).mapToObj(i -> numbered(i, i)).toArray(GuardedPort[]::new);
    var cloud = new SimulatedPorts(ports);
    Said said = new Said(IntStream.range(0, 20).mapToObj(i -> to(i, 100 + i)).toList(), List.of());
    reconciliation(cloud).toward(Wishes.of(List.of(said, vips("192.0.2.99")), true));
    assertThat(cloud.changes()).hasSize(20);
  }

  @Test
  void movesALongRowInFewTurns() {
    int nodes = 200;
    GuardedPort[] ports =
        IntStream.range(0, nodes).mapToObj(i -> numbered(i, i)).toArray(GuardedPort[]::new);
    var cloud = new SimulatedPorts(ports);
    Said ring =
        new Said(
            IntStream.range(0, nodes).mapToObj(i -> to(i, (i + 1) % nodes)).toList(), List.of());
    Pass pass = reconciliation(cloud).toward(all(ring));
    assertThat(pass.pending()).isEmpty();
    assertThat(cloud.refusals()).isEmpty();
    assertThat(cloud.changes()).as("parked: one in sixteen").hasSizeLessThan(nodes * 9 / 8);
  }

  private static GuardedPort numbered(int node, int address) {
    return new GuardedPort(
        "port-" + node,
        "node-" + node,
        "compute",
        mac(node),
        Example.SUBNETS,
        List.of(address(address)),
        List.of(),
        Mark.NONE,
        true,
        1);
  }

  private static Given to(int node, int address) {
    return new Given(mac(node), address(address));
  }

  private static IpAddress address(int number) {
    return IpAddress.parse("192.0.2." + (number + 1));
  }

  @Test
  void changesNothingWhenItOnlyLooks() {
    var cloud = new SimulatedPorts(port("a", "192.0.2.1"));
    Pass pass = reconciliation(cloud).look(all(given("a 192.0.2.9")));
    assertThat(pass.pending())
        .extracting(Object::toString)
        .isEqualTo(Arrays.asList("a (02:00:00:00:00:0a): 192.0.2.1 -> 192.0.2.9"));
    assertThat(cloud.changes()).isEmpty();
  }
}
