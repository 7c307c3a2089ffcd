package io.anyrack.cli.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.anyrack.netsync.Chronicle;
import io.anyrack.netsync.Pass;
import io.anyrack.netsync.Sync;
import io.anyrack.netsync.SyncLimits;
import io.anyrack.netsync.rule.Rules.OnFile;
import io.anyrack.openstack.neutron.Attributes;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.neutron.Subnet;
import io.anyrack.openstack.sync.NodePorts;
import io.anyrack.rack.RackException;
import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.IpPrefix;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.sync.Said;
import io.anyrack.rack.sync.Said.Given;
import io.anyrack.rack.sync.Said.Meant;
import io.anyrack.rack.sync.Said.Shared;
import io.anyrack.rack.sync.Source;
import io.anyrack.service.state.RackStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same as {@code AnyOrderTest} of the module {@code netsync} with a cloud behind HTTP: whatever
 * the source says one after the other and whatever befalls calls meanwhile, in the end the ports
 * are as was said last, no address was asked for two ports, and what others have is as it was.
 * Counted are requests over HTTP.
 *
 * <p>{@code -Danyrack.sync.http-runs=1000} makes as many runs.
 */
@Timeout(3600)
final class AnyOrderOverHttpTest {
  private static final int RUNS = Integer.getInteger("anyrack.sync.http-runs", 30);
  private static final int NODES = 4;

  /** Of a pass in trouble; it were 29 at most in 1500 runs. */
  private static final int MOST_REQUESTS = 100;

  private static final String FILE_PAIR = "192.0.2.250";

  @TempDir private Path directory;

  /** Says what a test lets it say. */
  private static final class Saying implements Source {
    private Said said = Said.NOTHING;

    @Override
    public String name() {
      return "test";
    }

    @Override
    public Said read() {
      return said;
    }

    @Override
    public void await(Duration most) {
      throw new AssertionError("nobody waits for it");
    }

    @Override
    public void close() {}
  }

  /** What was counted in all runs. */
  private int requests;

  private int most;
  private int brokenOff;
  private int last;

  @Test
  void endsAsWasSaidLast(TestReporter report) throws IOException {
    for (int seed = 0; seed < RUNS; seed++) {
      try {
        run(new Random(seed));
      } catch (AssertionError | RuntimeException e) {
        fail("with seed " + seed, e);
      }
    }
    report.publishEntry(
        "any order over HTTP",
        ("%d runs: %d requests in all, at most %d of a pass in trouble, %d passes broken off, at"
                + " most %d of the last pass")
            .formatted(RUNS, requests, most, brokenOff, last));
  }

  private void run(Random chance) throws IOException {
    try (TroubledPorts cloud = new TroubledPorts(directory, chance, chance.nextInt(40))) {
      for (int node = 0; node < NODES; node++) {
        cloud.node(
            name(node),
            mac(node).toString(),
            FILE_PAIR,
            address(4, node).toString(),
            address(6, node).toString());
      }
      Saying source = new Saying();
      Sync sync = start(cloud, source);
      for (int change = 0; change < 4; change++) {
        synchronized (chance) {
          source.said = said(chance);
        }
        meddle(cloud, chance);
        int before = cloud.requests();
        cloud.troubled(true);
        try {
          Pass _ = sync.once();
        } catch (RackException e) {
          brokenOff++;
          if (chance.nextBoolean()) {
            sync = start(cloud, source);
          }
        } finally {
          cloud.troubled(false);
        }
        int asked = cloud.requests() - before;
        requests += asked;
        most = Math.max(most, asked);
        assertThat(asked).as("requests of a pass in trouble").isLessThan(MOST_REQUESTS);
        cloud.pass(Duration.ofSeconds(chance.nextInt(90)));
      }
      cloud.pass(Duration.ofMinutes(2));
      int before = cloud.requests();
      Pass pass = sync.once();
      int asked = cloud.requests() - before;
      last = Math.max(last, asked);

      assertThat(pass.left()).as("%s %s", pass.pending(), pass.findings()).isZero();
      assertThat(cloud.doubles()).as("asked for what another port has").isZero();
      assertThat(asked)
          .as("two lists, at most two changes of each port, one of the subnet, one login")
          .isLessThanOrEqualTo(2 + 2 * NODES + 1 + 2);
      check(cloud, source.said);

      int after = cloud.requests();
      for (int second = 0; second < 59; second++) {
        cloud.pass(Duration.ofSeconds(1));
        Pass _ = sync.once();
      }
      assertThat(cloud.requests() - after).as("in a quiet minute").isLessThanOrEqualTo(2);
    }
  }

  private static Sync start(TroubledPorts cloud, Source source) {
    return new Sync(
        List.of(source),
        new NodePorts(cloud.neutron(), rack(), () -> false),
        IntStream.range(0, NODES)
            .boxed()
            .collect(
                Collectors.toMap(
                    AnyOrderOverHttpTest::mac,
                    node -> new OnFile(Set.of(address(4, node)), Set.of()))),
        SyncLimits.USUAL,
        Chronicle.NONE,
        cloud.time);
  }

  private static Rack rack() {
    StringBuilder nodes = new StringBuilder();
    for (int node = 0; node < NODES; node++) {
      nodes.append(
          "  - { name: %s, role: %s, networks: [{ name: provision, mac: '%s', %s }] }%n"
              .formatted(name(node), role(node), mac(node), "dhcp-options: { 150: 192.0.2.240 }"));
    }
    return RackStore.parse(
        """
        rack: lab
        cloud: openstack
        networks: [{ name: provision, cidr: 192.0.2.0/24, metadata: { installer: 192.0.2.240 } }]
        boot: { address: 198.51.100.9, port: 8088 }
        nodes:
        """
            + nodes,
        Map.of());
  }

  private static String name(int node) {
    return "node-" + node;
  }

  private static String role(int node) {
    return node < 2 ? "control" : "compute";
  }

  private static MacAddress mac(int node) {
    return MacAddress.parse("52:54:00:00:00:0" + node);
  }

  private static IpAddress address(int version, int number) {
    return IpAddress.parse((version == 4 ? "192.0.2." : "2001:db8::") + (number + 11));
  }

  /** Somebody else changes what DHCP tells. */
  private static void meddle(TroubledPorts cloud, Random chance) {
    if (chance.nextInt(3) == 0) {
      Port port = cloud.ports().get(chance.nextInt(NODES));
      cloud
          .owner()
          .ports()
          .update(
              port.id(),
              Attributes.dhcpOptions(
                  Attributes.none(),
                  List.of(new Port.DhcpOption("66", "192.0.2.66", 4)),
                  port.dhcpOptions()));
    }
    if (chance.nextInt(3) == 0) {
      cloud
          .owner()
          .subnets()
          .update(
              cloud.subnet(4).id(),
              Attributes.hostRoutes(
                  Attributes.none(), List.of(new Subnet.Route("198.51.100.0/24", "192.0.2.254"))));
    }
  }

  /** Few addresses for the nodes, so that they take each other's. */
  private static Said said(Random chance) {
    List<Given> given = new ArrayList<>();
    for (int version : new int[] {4, 6}) {
      List<Integer> numbers = new ArrayList<>(IntStream.range(0, NODES + 2).boxed().toList());
      Collections.shuffle(numbers, chance);
      for (int node = 0; node < NODES; node++) {
        if (chance.nextInt(4) > 0) {
          given.add(new Given(mac(node), address(version, numbers.get(node))));
        }
      }
    }
    List<Shared> shared = new ArrayList<>();
    for (String vip : List.of("192.0.2.100", "192.0.2.101", "2001:db8::100")) {
      if (chance.nextBoolean()) {
        Meant meant =
            chance.nextBoolean() ? new Meant.Everyone() : new Meant.Roles(Set.of("control"));
        shared.add(new Shared(IpPrefix.parse(vip), Optional.empty(), meant));
      }
    }
    return new Said(given, shared);
  }

  private static void check(TroubledPorts cloud, Said said) {
    Set<String> all = new HashSet<>();
    for (Port port : cloud.ports()) {
      int node = port.mac().charAt(port.mac().length() - 1) - '0';
      List<String> addresses = port.fixedIps().stream().map(Port.FixedIp::address).toList();
      addresses.forEach(each -> assertThat(all.add(each)).as("%s twice", each).isTrue());
      assertThat(addresses)
          .containsAll(
              said.given().stream()
                  .filter(each -> each.mac().equals(mac(node)))
                  .map(each -> each.address().toString())
                  .toList());
      Set<String> pairs =
          said.shared().stream()
              .filter(
                  each ->
                      !(each.meant() instanceof Meant.Roles(Set<String> names))
                          || names.contains(role(node)))
              .map(each -> each.address().toString())
              .collect(Collectors.toCollection(HashSet::new));
      pairs.add(FILE_PAIR);
      assertThat(port.allowedPairs())
          .extracting(Port.AddressPair::cidr)
          .containsExactlyInAnyOrderElementsOf(pairs);
      assertThat(port.dhcpOptions())
          .extracting(Port.DhcpOption::name)
          .containsExactlyInAnyOrder("150", "bootfile-name");
    }
    assertThat(cloud.owner().subnets().find(cloud.subnet(4).id()).orElseThrow().hostRoutes())
        .containsExactly(new Subnet.Route("169.254.169.254/32", "192.0.2.240"));
  }
}
