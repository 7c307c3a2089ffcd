package io.anyrack.netsync;

import static io.anyrack.netsync.cloud.Example.SUBNETS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.anyrack.netsync.cloud.ManualTime;
import io.anyrack.netsync.cloud.SimulatedPorts;
import io.anyrack.netsync.cloud.SimulatedPorts.Trouble;
import io.anyrack.netsync.rule.Wishes;
import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.IpPrefix;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.sync.GuardedPort;
import io.anyrack.rack.sync.GuardedPort.Pair;
import io.anyrack.rack.sync.Mark;
import io.anyrack.rack.sync.Said;
import io.anyrack.rack.sync.Said.Given;
import io.anyrack.rack.sync.Said.Meant;
import io.anyrack.rack.sync.Said.Shared;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The defects of the script whose work address sync does ({@link OldScript}), a row each: what has
 * to hold in the end holds with sync, and does not with the script. Ports that are no nodes' are
 * not among those of a target; that OpenStack's leaves out routers', DHCP servers' and BMCs' is
 * shown where it is.
 */
final class DefectsOfTheScriptTest {
  private static final String A = "fa:16:3e:00:00:0a";
  private static final String B = "fa:16:3e:00:00:0b";
  private static final int SECONDS = 60;

  private static GuardedPort port(String mac, String role, String address, String... pairs) {
    MacAddress own = MacAddress.parse(mac);
    return new GuardedPort(
        mac,
        mac,
        role,
        own,
        SUBNETS,
        List.of(IpAddress.parse(address)),
        Stream.of(pairs).map(each -> new Pair(IpPrefix.parse(each), own)).toList(),
        Mark.NONE,
        true,
        1);
  }

  private static Said given(String... words) {
    return new Said(
        Stream.of(words)
            .map(text -> text.split(" "))
            .map(parts -> new Given(MacAddress.parse(parts[0]), IpAddress.parse(parts[1])))
            .toList(),
        List.of());
  }

  private static Said vips(Meant meant, String... addresses) {
    return new Said(
        List.of(),
        Stream.of(addresses)
            .map(each -> new Shared(IpPrefix.parse(each), Optional.empty(), meant))
            .toList());
  }

  private static String[] many(int count) {
    return Stream.iterate(100, each -> each + 1)
        .limit(count)
        .map(each -> "192.0.2." + each)
        .toArray(String[]::new);
  }

  private static Predicate<SimulatedPorts> shown(String node, String what) {
    return cloud -> cloud.shown(node).equals(what);
  }

  /** Ports, what is said one after the other, and what holds in the end. */
  private static Arguments row(
      String defect,
      List<GuardedPort> ports,
      List<List<Said>> said,
      Predicate<SimulatedPorts> holds) {
    return argumentSet(defect, ports, List.of(), said, holds);
  }

  /** A VIP for all nodes, where there is a port beside the node's that is for something else. */
  private static Arguments spared(String what, String mac, String address) {
    return argumentSet(
        "VIPs are opened on ports of " + what,
        List.of(port(A, "control", "192.0.2.1")),
        List.of(port(mac, "", address)),
        List.of(List.of(vips(new Meant.Everyone(), "192.0.2.9"))),
        shown(A, "[192.0.2.1] [192.0.2.9]").and(shown(mac, "[" + address + "] []")));
  }

  static List<Arguments> defects() {
    Meant all = new Meant.Everyone();
    Meant control = new Meant.Roles(Set.of("control"));
    GuardedPort a = port(A, "control", "192.0.2.1");
    GuardedPort b = port(B, "compute", "192.0.2.2");
    return List.of(
        row(
            "two nodes that swap their addresses wait for each other for ever",
            List.of(a, b),
            List.of(List.of(given(A + " 192.0.2.2", B + " 192.0.2.1"))),
            shown(A, "[192.0.2.2] []").and(shown(B, "[192.0.2.1] []"))),
        row(
            "VIPs are opened on nodes that they are not meant for",
            List.of(a, b),
            List.of(List.of(vips(control, "192.0.2.9"))),
            shown(A, "[192.0.2.1] [192.0.2.9]").and(shown(B, "[192.0.2.2] []"))),
        spared("routers", "fa:16:3e:00:00:f1", "192.0.2.254"),
        spared("DHCP servers", "fa:16:3e:00:00:f2", "192.0.2.253"),
        spared("BMCs", "fa:16:3e:00:00:f3", "192.0.2.240"),
        row(
            "there is no IPv6: addresses",
            List.of(a),
            List.of(List.of(given(A + " 2001:db8::1"))),
            shown(A, "[192.0.2.1, 2001:db8::1] []")),
        row(
            "there is no IPv6: VIPs",
            List.of(a),
            List.of(List.of(vips(all, "2001:db8::9"))),
            shown(A, "[192.0.2.1] [2001:db8::9]")),
        row(
            "only MACs that begin with fa:16 are known",
            List.of(port("a0:36:9f:00:00:0a", "control", "192.0.2.1")),
            List.of(List.of(given("a0:36:9f:00:00:0a 192.0.2.7"))),
            shown("a0:36:9f:00:00:0a", "[192.0.2.7] []")),
        row(
            "the inspector's own leases are not covered",
            List.of(a),
            List.of(List.of(given(A + " 192.0.2.7"), given(A + " 192.0.2.101"))),
            shown(A, "[192.0.2.7] [192.0.2.101]")),
        row(
            "stale pairs are never withdrawn",
            List.of(a),
            List.of(List.of(vips(all, "192.0.2.9")), List.of(Said.NOTHING)),
            shown(A, "[192.0.2.1] []")),
        row(
            "max_allowed_address_pair ends it, and what else there is to do",
            List.of(a, b),
            List.of(
                List.of(new Said(given(B + " 192.0.2.7").given(), vips(all, many(12)).shared()))),
            cloud -> cloud.shown(B).startsWith("[192.0.2.7]")),
        row(
            "all ports are listed each second",
            List.of(a),
            List.of(List.of(given(A + " 192.0.2.1"))),
            cloud -> cloud.lists() <= 2));
  }

  @ParameterizedTest
  @MethodSource("defects")
  void isNoneOfSyncs(
      List<GuardedPort> ports,
      List<GuardedPort> others,
      List<List<Said>> said,
      Predicate<SimulatedPorts> holds) {
    ManualTime time = new ManualTime();
    SimulatedPorts cloud = new SimulatedPorts(ports.toArray(GuardedPort[]::new)).others(others);
    Reconciliation sync =
        new Reconciliation(cloud, Map.of(), SyncLimits.USUAL, Chronicle.NONE, time);
    for (List<Said> each : said) {
      for (int second = 0; second < SECONDS; second++) {
        Pass _ = sync.toward(Wishes.of(each, true));
        time.pass(Duration.ofSeconds(1));
      }
    }
    assertThat(cloud).matches(holds);
  }

  @ParameterizedTest
  @MethodSource("defects")
  void isTheScripts(
      List<GuardedPort> ports,
      List<GuardedPort> others,
      List<List<Said>> said,
      Predicate<SimulatedPorts> holds) {
    SimulatedPorts cloud = new SimulatedPorts(ports.toArray(GuardedPort[]::new)).others(others);
    OldScript script = new OldScript(cloud);
    try {
      for (List<Said> each : said) {
        for (int second = 0; second < SECONDS; second++) {
          script.toward(each);
        }
      }
    } catch (IllegalStateException e) {
      assertThat(e).hasMessageContaining("maximum");
    }
    assertThat(cloud).matches(holds.negate());
  }

  /** What the script's own loop survives, sync does: a failure is not its end. */
  @Test
  void goesOnAfterAFailure() {
    SimulatedPorts cloud = new SimulatedPorts(port(A, "control", "192.0.2.1"));
    Reconciliation sync =
        new Reconciliation(cloud, Map.of(), SyncLimits.USUAL, Chronicle.NONE, new ManualTime());
    Wishes wishes = Wishes.of(List.of(given(A + " 192.0.2.7")), true);
    List<Trouble> weather = new ArrayList<>(List.of(Trouble.EXPIRED, Trouble.NONE, Trouble.BUSY));
    cloud.weather(() -> weather.isEmpty() ? Trouble.NONE : weather.removeFirst());
    int failures = 0;
    while (true) {
      try {
        Pass _ = sync.toward(wishes);
        break;
      } catch (CloudException e) {
        failures++;
      }
    }
    assertThat(failures).isEqualTo(2);
    assertThat(cloud.shown(A)).isEqualTo("[192.0.2.7] []");
  }
}
