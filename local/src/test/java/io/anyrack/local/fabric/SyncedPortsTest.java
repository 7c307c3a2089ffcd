package io.anyrack.local.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.IpPrefix;
import io.anyrack.rack.cloud.PortCounters;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.sync.GuardedPort;
import io.anyrack.rack.sync.GuardedPort.Pair;
import io.anyrack.rack.sync.Mark;
import io.anyrack.rack.sync.Outcome;
import io.anyrack.rack.sync.PortChange;
import io.anyrack.rack.sync.PortChange.Place;
import io.anyrack.rack.sync.Said.Shared;
import io.anyrack.rack.sync.Source;
import io.anyrack.rack.sync.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Address sync on the local switch: what it sets is what guests may send. The VIP is 192.0.2.200,
 * the nodes are 192.0.2.11 and .12.
 */
@Timeout(30)
class SyncedPortsTest {
  private static final String VIP = "c00002c8";
  private static final String GLOBAL = "20010db8 00000000 00000000 00000009";

  @TempDir private Path directory;
  private final Fabric fabric = new Fabric(new TestServices(), FabricLimits.defaults());
  private final Target target = fabric.target();

  @BeforeEach
  void configure() {
    fabric.configure(TestRack.of(2).rack());
  }

  @AfterEach
  void close() {
    fabric.close();
  }

  private Guest guest(int number) throws IOException {
    return Guest.connected(fabric, "node" + number, directory.resolve("n" + number));
  }

  private GuardedPort port(int node) {
    return target.port("node" + node + "/0").orElseThrow();
  }

  private Map<String, Long> drops(int node) {
    return fabric.ports().stream()
        .filter(port -> port.node().equals("node" + node))
        .map(PortCounters::drops)
        .findFirst()
        .orElseThrow();
  }

  private void awaitDrop(int node) {
    while (drops(node).isEmpty()) {
      Thread.onSpinWait();
    }
  }

  /** What sync asks for: its own address, and its pairs beside those of the rack file. */
  private void sync(int node, List<Place> addresses, String... pairs) {
    GuardedPort port = port(node);
    Set<Pair> added =
        Stream.of(pairs)
            .map(each -> new Pair(IpPrefix.parse(each), port.mac()))
            .collect(Collectors.toSet());
    Set<Pair> all = new HashSet<>(port.pairs());
    all.removeAll(port.mark().pairs());
    all.addAll(added);
    assertThat(
            target.update(
                new PortChange(
                    port,
                    Optional.of(addresses).filter(each -> !each.isEmpty()),
                    Optional.of(List.copyOf(all)),
                    Optional.of(new Mark(!addresses.isEmpty(), added)))))
        .isInstanceOf(Outcome.Changed.class);
  }

  /** A gratuitous ARP (RFC 5227 §3): {@code address} is at the node now. */
  private static String gratuitous(int node, String address) {
    return "ffffffffffff 00163e00000%d 0806 0001080006040001 00163e00000%d %s 000000000000 %s"
        .formatted(node, node, address, address);
  }

  /** A packet from the VIP at one node to the address of the other. */
  private static String fromVip(int node, int to) {
    return "00163e00000%d 00163e00000%d 0800 4500001c00004000401100 00 %s c000020%s"
            .formatted(to, node, VIP, Integer.toHexString(10 + to))
        + "03e8 07d0 0008 0000";
  }

  /** An unsolicited neighbour advertisement (RFC 4861 §7.2.6) of {@link #GLOBAL}. */
  private static String advertisement(int node) {
    return "333300000001 00163e00000%d 86dd 60000000 0018 3a ff ".formatted(node)
        + GLOBAL
        + " ff020000000000000000000000000001 88000000 20000000 "
        + GLOBAL;
  }

  private static String plain(String hex) {
    return hex.replace(" ", "");
  }

  @Test
  void aVipMovesBetweenNodesWithoutAnyCall() throws Exception {
    try (Guest one = guest(1);
        Guest two = guest(2)) {
      one.send(gratuitous(1, VIP));
      awaitDrop(1);
      sync(1, List.of(), "192.0.2.200");
      sync(2, List.of(), "192.0.2.200");
      long calls = port(1).revision() + port(2).revision();
      for (int turn = 0; turn < 3; turn++) {
        one.send(gratuitous(1, VIP), fromVip(1, 2));
        assertThat(two.receiveHex()).isEqualTo(plain(gratuitous(1, VIP)));
        assertThat(two.receiveHex()).isEqualTo(plain(fromVip(1, 2)));
        two.send(gratuitous(2, VIP), fromVip(2, 1));
        assertThat(one.receiveHex()).isEqualTo(plain(gratuitous(2, VIP)));
        assertThat(one.receiveHex()).isEqualTo(plain(fromVip(2, 1)));
      }
      assertThat(port(1).revision() + port(2).revision()).isEqualTo(calls);
      assertThat(drops(1)).as("before it was opened").isEqualTo(Map.of("arp-spoof", 1L));
      assertThat(drops(2)).isEmpty();
    }
  }

  @Test
  void aVipThatIsWithdrawnIsDroppedAgain() throws Exception {
    sync(1, List.of(), "192.0.2.200");
    sync(1, List.of());
    try (Guest one = guest(1);
        Guest two = guest(2)) {
      one.send(gratuitous(1, VIP), gratuitous(1, "c000020b"));
      assertThat(two.receiveHex()).isEqualTo(plain(gratuitous(1, "c000020b")));
      assertThat(drops(1)).isEqualTo(Map.of("arp-spoof", 1L));
    }
  }

  @Test
  void anAddressOfTheInstallersReplacesTheRackFiles() throws Exception {
    sync(1, List.of(new Place.Exactly(IpAddress.parse("192.0.2.77"))));
    try (Guest one = guest(1);
        Guest two = guest(2)) {
      one.send(gratuitous(1, "c000020b"), gratuitous(1, "c000024d"));
      assertThat(two.receiveHex()).isEqualTo(plain(gratuitous(1, "c000024d")));
      fabric.configure(TestRack.of(3).rack());
      assertThat(port(1).addresses()).as("a new rack file").hasToString("[192.0.2.77]");
      one.send(gratuitous(1, "c000024d"));
      assertThat(two.receiveHex()).isEqualTo(plain(gratuitous(1, "c000024d")));
      target.update(
          new PortChange(port(1), Optional.empty(), Optional.empty(), Optional.of(Mark.NONE)));
      assertThat(port(1).addresses()).as("given back").hasToString("[192.0.2.11]");
    }
  }

  @Test
  void givesAFreeAddressToWhoLosesHis() {
    sync(1, List.of(new Place.Any(IpPrefix.parse("192.0.2.0/24"))));
    assertThat(port(1).addresses()).hasToString("[192.0.2.10]");
  }

  @Test
  void letsIpv6ThroughOnlyWhereItIsSaid() throws Exception {
    try (Guest one = guest(1);
        Guest two = guest(2)) {
      one.send(advertisement(1));
      awaitDrop(1);
      sync(1, List.of(), "2001:db8::9");
      one.send(advertisement(1));
      assertThat(two.receiveHex()).isEqualTo(plain(advertisement(1)));
      two.send(advertisement(2), gratuitous(2, "c000020c"));
      assertThat(one.receiveHex()).isEqualTo(plain(gratuitous(2, "c000020c")));
    }
  }

  @Test
  void changesOnlyAPortThatIsAsItWasSeen() {
    GuardedPort before = port(1);
    sync(1, List.of(), "192.0.2.200");
    assertThat(
            target.update(
                new PortChange(before, Optional.empty(), Optional.empty(), Optional.of(Mark.NONE))))
        .isEqualTo(new Outcome.Stale());
  }

  @Test
  void portsWithoutAGuardSaySo() {
    fabric.configure(TestRack.of(2).with(Network.Guard.OFF).rack());
    assertThat(target.ports()).hasSize(2).noneMatch(GuardedPort::guarded);
  }

  @Test
  void observesWhatGuestsSayOfThemselvesWithinWhatIsTrusted() throws Exception {
    try (Source source = fabric.observed(IpPrefix.parse("192.0.2.192/27"));
        Source six = fabric.observed(IpPrefix.parse("2001:db8::/64"));
        Guest one = guest(1);
        Guest two = guest(2)) {
      one.send(
          gratuitous(1, "c000024d"), // 192.0.2.77 is not trusted
          gratuitous(1, VIP));
      source.await(Duration.ofSeconds(20));
      assertThat(source.read().shared())
          .extracting(Shared::address)
          .extracting(Object::toString)
          .containsExactly("192.0.2.200");
      two.send(advertisement(2));
      six.await(Duration.ofSeconds(20));
      assertThat(six.read().shared())
          .singleElement()
          .hasToString(
              "Shared[address=2001:db8::9, mac=Optional.empty,"
                  + " meant=Owners[macs=[00:16:3e:00:00:02]]]");
    }
  }

  @Test
  void neverBelievesThatTheGatewayOrAnotherNodesAddressIsAGuests() throws Exception {
    try (Source source = fabric.observed(IpPrefix.parse("192.0.2.0/24"));
        Guest one = guest(1)) {
      one.send(
          gratuitous(1, "c0000201"), // the gateway's
          gratuitous(1, "c000020c"), // node2's
          gratuitous(1, VIP));
      while (source.read().shared().isEmpty()) {
        source.await(Duration.ofSeconds(20));
      }
      assertThat(source.read().shared()).hasSize(1);
    }
  }
}
