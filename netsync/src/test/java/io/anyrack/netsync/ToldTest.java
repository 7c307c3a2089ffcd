package io.anyrack.netsync;

import static io.anyrack.netsync.cloud.Example.given;
import static io.anyrack.netsync.cloud.Example.port;
import static io.anyrack.netsync.cloud.Example.subnet;
import static io.anyrack.netsync.cloud.Example.telling;
import static io.anyrack.netsync.cloud.Example.vips;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.netsync.cloud.ManualTime;
import io.anyrack.netsync.cloud.SimulatedPorts;
import io.anyrack.netsync.cloud.SimulatedPorts.Trouble;
import io.anyrack.netsync.rule.Finding;
import io.anyrack.netsync.rule.Step;
import io.anyrack.netsync.rule.ToldText;
import io.anyrack.netsync.rule.Wishes;
import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.sync.GuardedPort;
import io.anyrack.rack.sync.Said;
import io.anyrack.rack.sync.Told.Option;
import io.anyrack.rack.sync.ToldSubnet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What DHCP tells becomes what the rack file says, whatever the sources say. */
final class ToldTest {
  private static final List<String> BOOT = List.of("67=http://192.0.2.1/boot", "150=192.0.2.1");
  private static final List<String> ROUTE = List.of("169.254.169.254/32 192.0.2.240");

  private final ManualTime time = new ManualTime();
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private final Chronicle chronicle =
      new Chronicle() {
        @Override
        public void changed(Step step) {
          told.add(step.toString());
        }

        @Override
        public void routed(ToldSubnet subnet) {
          told.add(ToldText.of(subnet));
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

  private static Wishes all(Said... said) {
    return Wishes.of(List.of(said), true);
  }

  private static GuardedPort there(SimulatedPorts cloud) {
    return cloud.port("port-a").orElseThrow();
  }

  private static boolean isTold(SimulatedPorts cloud) {
    return there(cloud).told().now().equals(there(cloud).told().due());
  }

  @Test
  void whatIsTooMuchWhatIsMissingAndWhatDiffersIsPutRightTogetherWithTheAddress() {
    var cloud =
        new SimulatedPorts(
            telling(port("a", "192.0.2.1"), List.of("67=http://evil/", "66=192.0.2.66"), BOOT));
    Pass pass = reconciliation(cloud).toward(all(given("a 192.0.2.9"), vips("192.0.2.100")));
    assertThat(pass.left()).isZero();
    assertThat(isTold(cloud)).isTrue();
    assertThat(cloud.shown("a")).isEqualTo("[192.0.2.9] [192.0.2.100]");
    assertThat(cloud.changes()).as("all in one request").hasSize(1);
    assertThat(told)
        .containsExactly(
            "a (02:00:00:00:00:0a): 192.0.2.1 -> 192.0.2.9, +192.0.2.100, +option 150=192.0.2.1,"
                + " option 67 http://evil/ -> http://192.0.2.1/boot, -option 66=192.0.2.66");
    assertThat(pass.changed()).isEqualTo(told);
  }

  @Test
  void whatIsEqualIsNotSent() {
    var cloud = new SimulatedPorts(telling(port("a", "192.0.2.1"), BOOT, BOOT));
    cloud.put(subnet(ROUTE, ROUTE));
    assertThat(reconciliation(cloud).toward(all(given("a 192.0.2.1"))).left()).isZero();
    assertThat(cloud.calls()).as("the list").isOne();
    reconciliation(cloud).toward(all(given("a 192.0.2.9")));
    assertThat(cloud.changes().getLast().options()).isEmpty();
  }

  @Test
  void aDryRunShowsItAndChangesNothing() {
    var cloud = new SimulatedPorts(telling(port("a", "192.0.2.1"), List.of(), BOOT));
    cloud.put(subnet(List.of("10.0.0.0/8 192.0.2.7"), ROUTE));
    Pass pass = reconciliation(cloud).look(all());
    assertThat(pass.pending())
        .extracting(Object::toString)
        .containsExactly(
            "a (02:00:00:00:00:0a): +option 150=192.0.2.1, +option 67=http://192.0.2.1/boot");
    assertThat(pass.routes())
        .extracting(ToldText::of)
        .containsExactly(
            "network provision (192.0.2.0/24): +route 169.254.169.254/32 via 192.0.2.240,"
                + " -route 10.0.0.0/8 via 192.0.2.7");
    assertThat(cloud.calls()).isOne();
  }

  @Test
  void aPortWithoutAGuardIsToldAllTheSame() {
    GuardedPort open = telling(port("a", "192.0.2.1"), List.of(), BOOT);
    var cloud =
        new SimulatedPorts(
            new GuardedPort(
                open.id(),
                open.node(),
                open.role(),
                open.mac(),
                open.subnets(),
                open.addresses(),
                open.pairs(),
                open.mark(),
                false,
                open.told(),
                1));
    assertThat(reconciliation(cloud).toward(all(given("a 192.0.2.9"))).left()).isZero();
    assertThat(isTold(cloud)).isTrue();
    assertThat(cloud.shown("a")).isEqualTo("[192.0.2.1] []");
  }

  @Test
  void anOptionTheCloudRefusesKeepsNoAddressBack() {
    var cloud =
        new SimulatedPorts(
            telling(port("a", "192.0.2.1"), List.of(), List.of("43=" + SimulatedPorts.BAD)));
    Reconciliation reconciliation = reconciliation(cloud);
    for (int minute = 1; minute < 5; minute++) {
      Pass pass = reconciliation.toward(all(given("a 192.0.2." + minute)));
      assertThat(cloud.shown("a")).isEqualTo("[192.0.2." + minute + "] []");
      assertThat(pass.left()).isOne();
      assertThat(pass.findings())
          .extracting(Finding::toString)
          .containsExactly(
              "a: the cloud refuses to change its port; asked again in 30 s: an option is bad");
      time.pass(Duration.ofMinutes(1));
    }
    assertThat(cloud.changes()).as("together, alone, and one for each").hasSizeLessThan(10);
  }

  @Test
  void anAddressTheCloudRefusesKeepsNoOptionBack() {
    var cloud = new SimulatedPorts(telling(port("a", "192.0.2.1"), List.of(), BOOT));
    cloud.foreign("192.0.2.9");
    Reconciliation reconciliation = reconciliation(cloud);
    for (int minute = 0; minute < 4; minute++) {
      Pass pass = reconciliation.toward(all(given("a 192.0.2.9"), vips("192.0.2.100")));
      assertThat(isTold(cloud)).isTrue();
      assertThat(cloud.shown("a")).isEqualTo("[192.0.2.1] [192.0.2.100]");
      assertThat(pass.findings()).hasSize(1);
      time.pass(Duration.ofMinutes(1));
    }
  }

  @Test
  void aPortThatWaitsForAnothersAddressIsToldInTheEnd() {
    var cloud =
        new SimulatedPorts(
            telling(port("a", "192.0.2.1"), List.of(), BOOT),
            telling(port("b", "192.0.2.2"), List.of("66=x"), BOOT));
    Pass pass = reconciliation(cloud).toward(all(given("a 192.0.2.2", "b 192.0.2.1")));
    assertThat(pass.left()).isZero();
    assertThat(cloud.ports()).allMatch(each -> each.told().now().equals(each.told().due()));
    assertThat(cloud.changes()).as("one is parked").hasSize(3);
  }

  @Test
  void routesArePutRightAndToldOf() {
    var cloud = new SimulatedPorts(port("a", "192.0.2.1"));
    cloud.put(subnet(List.of(), ROUTE));
    Reconciliation reconciliation = reconciliation(cloud);
    Pass pass = reconciliation.toward(all());
    assertThat(pass.left()).isZero();
    assertThat(told)
        .containsExactly(
            "network provision (192.0.2.0/24): +route 169.254.169.254/32 via 192.0.2.240")
        .isEqualTo(pass.changed());
    int calls = cloud.calls();
    reconciliation.toward(all());
    assertThat(cloud.calls()).isEqualTo(calls);
  }

  @Test
  void aSubnetThatSomebodyElseChangesMeanwhileIsLookedAtAgain() {
    var cloud = new SimulatedPorts(port("a", "192.0.2.1"));
    cloud.put(subnet(List.of(), ROUTE));
    Reconciliation reconciliation = reconciliation(cloud);
    Iterator<Trouble> troubles = List.of(Trouble.NONE, Trouble.OVERTAKEN).iterator();
    cloud.weather(() -> troubles.hasNext() ? troubles.next() : Trouble.NONE);
    assertThat(reconciliation.toward(all()).left()).isOne();
    assertThat(reconciliation.toward(all()).left()).isZero();
  }

  @Test
  void refusedRoutesAreSaidHeldBackAndKeepNobodyWaiting() {
    var cloud = new SimulatedPorts(port("a", "192.0.2.1"));
    cloud.put(subnet(List.of(), ROUTE));
    Iterator<Trouble> troubles = List.of(Trouble.NONE, Trouble.NONE, Trouble.CONFLICT).iterator();
    cloud.weather(() -> troubles.hasNext() ? troubles.next() : Trouble.NONE);
    Reconciliation reconciliation = reconciliation(cloud);
    Pass pass = reconciliation.toward(all(given("a 192.0.2.9")));
    assertThat(cloud.shown("a")).isEqualTo("[192.0.2.9] []");
    assertThat(pass.findings())
        .extracting(Finding::toString)
        .containsExactly(
            "the cloud refuses to change the routes of the network provision; asked again in 30 s:"
                + " 409");
    int calls = cloud.calls();
    assertThat(reconciliation.toward(all(given("a 192.0.2.9"))).left()).isOne();
    assertThat(cloud.calls()).as("not at once").isEqualTo(calls);
    time.pass(Duration.ofSeconds(31));
    Pass later = reconciliation.toward(all(given("a 192.0.2.9")));
    assertThat(later.left()).isZero();
    assertThat(later.findings()).isEmpty();
  }

  @Test
  void afterALostAnswerItLooksBeforeItAsksAgain() {
    var cloud = new SimulatedPorts(port("a", "192.0.2.1"));
    cloud.put(subnet(List.of(), ROUTE));
    Iterator<Trouble> troubles = List.of(Trouble.NONE, Trouble.UNANSWERED).iterator();
    cloud.weather(() -> troubles.hasNext() ? troubles.next() : Trouble.NONE);
    Reconciliation reconciliation = reconciliation(cloud);
    assertThatThrownBy(() -> reconciliation.toward(all())).isInstanceOf(CloudException.class);
    int calls = cloud.calls();
    assertThat(reconciliation.toward(all()).left()).isZero();
    assertThat(cloud.calls() - calls).as("the list").isOne();
  }

  @Test
  void aLineIsBoundedWhateverSomebodyPutOnThePort() {
    List<String> many =
        IntStream.range(0, 200).mapToObj(i -> "o%d=%s".formatted(i, "x".repeat(200))).toList();
    var cloud =
        new SimulatedPorts(
            telling(port("a", "192.0.2.1"), many, List.of("67=one\nnode-2: forged")));
    assertThat(reconciliation(cloud).toward(all()).changed().getFirst())
        .startsWith("a (02:00:00:00:00:0a): +option 67=one?node-2: forged, -option o0=xxx")
        .endsWith("…, 191 more")
        .hasSizeLessThan(1100);
    assertThat(there(cloud).told().now())
        .containsExactly(new Option("67", "one\nnode-2: forged", 4));
  }
}
