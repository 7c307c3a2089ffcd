package io.anyrack.netsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.anyrack.netsync.cloud.Example;
import io.anyrack.netsync.cloud.ManualTime;
import io.anyrack.netsync.cloud.SimulatedPorts;
import io.anyrack.netsync.cloud.SimulatedPorts.Trouble;
import io.anyrack.netsync.rule.Rules.OnFile;
import io.anyrack.netsync.rule.Wishes;
import io.anyrack.netsync.source.LeaseText;
import io.anyrack.rack.RackException;
import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.sync.GuardedPort;
import io.anyrack.rack.sync.GuardedPort.Pair;
import io.anyrack.rack.sync.Mark;
import io.anyrack.rack.sync.Said;
import io.anyrack.rack.sync.Said.Given;
import io.anyrack.rack.sync.Said.Meant;
import io.anyrack.rack.sync.Said.Shared;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever the sources say one after the other, and whatever befalls requests meanwhile: in the end
 * the ports are as was said last, no address was ever asked for two ports, and what was not sync's
 * is as it was.
 *
 * <p>{@code -Danyrack.sync.runs=2000} makes as many runs in each of the five parts.
 */
final class AnyOrderTest {
  private static final int RUNS = Integer.getInteger("anyrack.sync.runs", 60);
  private static final int NODES = 6;

  /** Of a pass whose requests fail at random; without trouble it takes up to 13. */
  private static final int MOST_CALLS = 100;

  private static final List<String> OPTIONS = List.of("150=192.0.2.240", "67=boot.ipxe");
  private static final List<String> ROUTES = List.of("169.254.169.254/32 192.0.2.240");
  private static final String FILE_PAIR = "192.0.2.250";
  private static final Map<MacAddress, OnFile> FILE =
      IntStream.range(0, NODES)
          .boxed()
          .collect(
              Collectors.toMap(
                  Example::mac, node -> new OnFile(Set.of(address(4, node)), Set.of())));

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void endsAsWasSaidLast(int part) {
    for (int run = 0; run < RUNS; run++) {
      long seed = (long) part * RUNS + run;
      try {
        run(new Random(seed));
      } catch (AssertionError | RuntimeException e) {
        fail("with seed " + seed, e);
      }
    }
  }

  private static void run(Random chance) {
    SimulatedPorts cloud =
        new SimulatedPorts(
            IntStream.range(0, NODES).mapToObj(AnyOrderTest::port).toArray(GuardedPort[]::new));
    int trouble = chance.nextInt(40);
    cloud.put(Example.subnet(List.of(), ROUTES));
    cloud.weather(() -> weather(chance, trouble));
    ManualTime time = new ManualTime();
    Reconciliation reconciliation = start(cloud, time);
    Said said = Said.NOTHING;
    String leases = "";
    for (int change = 0; change < 5; change++) {
      said = said(chance);
      leases = leases(chance);
      meddle(cloud, chance);
      int before = cloud.calls();
      try {
        Pass _ = reconciliation.toward(wishes(said, halfWritten(leases, chance)));
      } catch (RackException e) {
        if (chance.nextBoolean()) {
          reconciliation = start(cloud, time);
        }
      }
      assertThat(cloud.calls() - before).as("calls of a pass in trouble").isLessThan(MOST_CALLS);
      time.pass(Duration.ofSeconds(chance.nextInt(90)));
    }
    cloud.weather(() -> Trouble.NONE);
    int before = cloud.calls();
    time.pass(Duration.ofMinutes(2));
    Pass pass = reconciliation.toward(wishes(said, leases));

    assertThat(pass.left()).isZero();
    assertThat(cloud.refusals()).isEmpty();
    assertThat(cloud.calls() - before)
        .as("a list, at most two changes of each port, and one of the subnet")
        .isLessThanOrEqualTo(1 + 2 * NODES + 1);
    check(cloud.ports(), said, leases);
    assertThat(cloud.ports()).allMatch(port -> port.told().now().equals(port.told().due()));
    assertThat(cloud.subnets()).allMatch(subnet -> subnet.now().equals(subnet.due()));

    int after = cloud.calls();
    for (int second = 0; second < 59; second++) {
      time.pass(Duration.ofSeconds(1));
      Pass _ = reconciliation.toward(wishes(said, leases));
    }
    assertThat(cloud.calls() - after).as("calls in a quiet minute").isLessThanOrEqualTo(1);
  }

  /** Somebody else puts options on a port, or takes some from it, and does so with routes. */
  private static void meddle(SimulatedPorts cloud, Random chance) {
    synchronized (chance) {
      if (chance.nextInt(3) == 0) {
        GuardedPort port = port(chance.nextInt(NODES));
        cloud.meddle(port.id(), chance.nextBoolean() ? List.of() : List.of("66=192.0.2.66"));
      }
      if (chance.nextInt(3) == 0) {
        cloud.put(Example.subnet(List.of("198.51.100.0/24 192.0.2.254"), ROUTES));
      }
    }
  }

  /** What an inspector gives beside the installer, in addresses of its own, as dnsmasq keeps it. */
  private static String leases(Random chance) {
    synchronized (chance) {
      StringBuilder text = new StringBuilder();
      for (int node = 0; node < NODES; node++) {
        if (chance.nextBoolean()) {
          text.append("0 %s %s * *\n".formatted(Example.mac(node), address(4, 150 + node)));
        }
      }
      return text.toString();
    }
  }

  /** Now and then the file is read while it is being written. */
  private static String halfWritten(String text, Random chance) {
    synchronized (chance) {
      return chance.nextInt(3) > 0 ? text : text.substring(0, chance.nextInt(text.length() + 1));
    }
  }

  private static Wishes wishes(Said said, String leases) {
    return Wishes.of(List.of(said, LeaseText.read(leases)), true);
  }

  private static Reconciliation start(SimulatedPorts cloud, ManualTime time) {
    return new Reconciliation(cloud, FILE, SyncLimits.USUAL, Chronicle.NONE, time);
  }

  private static Trouble weather(Random chance, int trouble) {
    synchronized (chance) {
      Trouble[] all = Trouble.values();
      return chance.nextInt(100) < trouble ? all[chance.nextInt(all.length)] : Trouble.NONE;
    }
  }

  private static GuardedPort port(int node) {
    List<IpAddress> addresses = List.of(address(4, node), address(6, node));
    return new GuardedPort(
        "port-" + node,
        "node-" + node,
        node < 3 ? "control" : "compute",
        Example.mac(node),
        Example.SUBNETS,
        addresses,
        Example.port("a", "", List.of(), List.of(FILE_PAIR)).pairs(),
        Mark.NONE,
        true,
        Example.telling(Example.port("a"), List.of(), OPTIONS).told(),
        1);
  }

  private static IpAddress address(int version, int number) {
    return IpAddress.parse((version == 4 ? "192.0.2." : "2001:db8::") + (number + 1));
  }

  /** Few addresses for the nodes, so that they take each other's. */
  private static Said said(Random chance) {
    synchronized (chance) {
      List<Given> given = new ArrayList<>();
      for (int version : new int[] {4, 6}) {
        List<Integer> numbers = new ArrayList<>(IntStream.range(0, NODES + 2).boxed().toList());
        Collections.shuffle(numbers, chance);
        for (int node = 0; node < NODES; node++) {
          if (chance.nextInt(4) > 0) {
            given.add(new Given(Example.mac(node), address(version, numbers.get(node))));
          }
        }
      }
      List<Shared> shared = new ArrayList<>();
      for (int vip = 100; vip < 104; vip++) {
        if (chance.nextBoolean()) {
          Meant meant =
              chance.nextBoolean() ? new Meant.Everyone() : new Meant.Roles(Set.of("control"));
          shared.add(Example.shared(address(4, vip).toString(), meant));
        }
      }
      return new Said(given, shared);
    }
  }

  private static void check(List<GuardedPort> ports, Said said, String leases) {
    Set<IpAddress> all = new HashSet<>();
    for (GuardedPort port : ports) {
      port.addresses().forEach(each -> assertThat(all.add(each)).as("%s twice", each).isTrue());
      List<IpAddress> given =
          Stream.concat(said.given().stream(), LeaseText.read(leases).given().stream())
              .filter(each -> each.mac().equals(port.mac()))
              .map(Given::address)
              .toList();
      List<IpAddress> ipv4 = given.stream().filter(each -> each.version() == 4).toList();
      List<IpAddress> further = ipv4.stream().skip(1).toList();
      assertThat(port.addresses())
          .containsAll(given.stream().filter(each -> !further.contains(each)).toList());
      ipv4.stream()
          .findFirst()
          .ifPresent(
              own ->
                  assertThat(port.mark().addresses())
                      .isNotEqualTo(
                          Objects.requireNonNull(FILE.get(port.mac())).addresses().contains(own)));
      Set<String> pairs =
          said.shared().stream()
              .filter(each -> isMeant(each, port))
              .map(each -> each.address().toString())
              .collect(Collectors.toCollection(HashSet::new));
      further.forEach(each -> pairs.add(each.toString()));
      assertThat(port.mark().pairs())
          .as("what sync added")
          .extracting(Pair::address)
          .map(Object::toString)
          .hasSameElementsAs(pairs);
      pairs.add(FILE_PAIR);
      assertThat(port.pairs())
          .extracting(Pair::address)
          .map(Object::toString)
          .hasSameElementsAs(pairs);
    }
  }

  private static boolean isMeant(Shared shared, GuardedPort port) {
    return Optional.of(shared.meant())
        .filter(Meant.Roles.class::isInstance)
        .map(roles -> ((Meant.Roles) roles).names().contains(port.role()))
        .orElse(true);
  }
}
