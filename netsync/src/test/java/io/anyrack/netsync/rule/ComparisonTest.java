package io.anyrack.netsync.rule;

import static io.anyrack.netsync.cloud.Example.given;
import static io.anyrack.netsync.cloud.Example.mac;
import static io.anyrack.netsync.cloud.Example.port;
import static io.anyrack.netsync.cloud.Example.shared;
import static io.anyrack.netsync.cloud.Example.vipOf;
import static io.anyrack.netsync.cloud.Example.vips;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.anyrack.netsync.rule.Rules.OnFile;
import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.IpPrefix;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.sync.GuardedPort;
import io.anyrack.rack.sync.GuardedPort.Pair;
import io.anyrack.rack.sync.GuardedPort.Subnet;
import io.anyrack.rack.sync.Mark;
import io.anyrack.rack.sync.Said;
import io.anyrack.rack.sync.Said.Meant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What ports shall have, by what they have and what the sources say. */
final class ComparisonTest {
  private static final Rules NOTHING_KNOWN = new Rules(Map.of(), OptionalInt.empty());

  private static List<String> compare(List<GuardedPort> ports, Said... said) {
    return lines(Comparison.of(ports, Wishes.of(List.of(said), true), NOTHING_KNOWN));
  }

  private static List<String> lines(Comparison comparison) {
    return comparison.differences().stream().map(Difference::toString).toList();
  }

  static List<Arguments> cases() {
    GuardedPort a = port("a", "192.0.2.1");
    GuardedPort b = port("b", "192.0.2.2");
    String at = "a (02:00:00:00:00:0a): ";
    return List.of(
        argumentSet("nothing is said", List.of(a), Said.NOTHING, List.of()),
        argumentSet("as it is", List.of(a), given("a 192.0.2.1"), List.of()),
        argumentSet(
            "another address",
            List.of(a),
            given("a 192.0.2.9"),
            List.of(at + "192.0.2.1 -> 192.0.2.9")),
        argumentSet("of a MAC that no port has", List.of(a), given("z 192.0.2.9"), List.of()),
        argumentSet("on no subnet", List.of(a), given("a 198.51.100.9"), List.of()),
        argumentSet(
            "IPv6 beside IPv4, which stays",
            List.of(a),
            given("a 2001:db8::9"),
            List.of(at + "192.0.2.1 -> 192.0.2.1 2001:db8::9")),
        argumentSet(
            "a second one of the same subnet is let through",
            List.of(a),
            given("a 192.0.2.1", "a 192.0.2.9"),
            List.of(at + "+192.0.2.9")),
        argumentSet(
            "one that a node has of which nothing is said",
            List.of(a, b),
            given("a 192.0.2.2"),
            List.of(
                at + "192.0.2.1 -> 192.0.2.2",
                "b (02:00:00:00:00:0b): 192.0.2.2 -> any of 192.0.2.0/24")),
        argumentSet("a VIP", List.of(a), vips("192.0.2.9"), List.of(at + "+192.0.2.9")),
        argumentSet("a VIP of IPv6", List.of(a), vips("2001:db8::9"), List.of(at + "+2001:db8::9")),
        argumentSet("a network", List.of(a), vips("192.0.2.16/28"), List.of(at + "+192.0.2.16/28")),
        argumentSet("a VIP that is its own address", List.of(a), vips("192.0.2.1"), List.of()),
        argumentSet("a VIP of another role", List.of(a), vipOf("control", "192.0.2.9"), List.of()),
        argumentSet(
            "a VIP of its owner's",
            List.of(a, b),
            new Said(List.of(), List.of(shared("192.0.2.9", new Meant.Owners(Set.of(mac("a")))))),
            List.of(at + "+192.0.2.9")),
        argumentSet(
            "a VIP where the guard lets the subnet through",
            List.of(port("a", "control", List.of(), List.of("192.0.2.0/24"))),
            vips("192.0.2.9"),
            List.of()),
        argumentSet(
            "somebody's pair of which nothing is said",
            List.of(port("a", "control", List.of(), List.of("192.0.2.9"))),
            Said.NOTHING,
            List.of()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void compares(List<GuardedPort> ports, Said said, List<String> differences) {
    assertThat(compare(ports, said)).isEqualTo(differences);
  }

  private static final Pair VIP = new Pair(IpPrefix.parse("192.0.2.9"), mac("a"));
  private static final Wishes NONE = Wishes.of(List.of(Said.NOTHING), true);

  private static GuardedPort marked(Mark mark, String address, String... pairs) {
    GuardedPort port = port("a", "control", List.of(address), List.of(pairs));
    return new GuardedPort(
        port.id(),
        port.node(),
        port.role(),
        port.mac(),
        port.subnets(),
        port.addresses(),
        port.pairs(),
        mark,
        true,
        1);
  }

  private static Rules file(String address, Pair... pairs) {
    return new Rules(
        Map.of(mac("a"), new OnFile(Set.of(IpAddress.parse(address)), Set.of(pairs))),
        OptionalInt.empty());
  }

  private static Mark mark(GuardedPort port, Wishes wishes, Rules rules) {
    return Comparison.of(List.of(port), wishes, rules).differences().getFirst().mark();
  }

  @Test
  void withdrawsWhatItAdded() {
    GuardedPort port = marked(new Mark(false, Set.of(VIP)), "192.0.2.1", "192.0.2.9");
    assertThat(lines(Comparison.of(List.of(port), NONE, NOTHING_KNOWN)))
        .containsExactly("a (02:00:00:00:00:0a): -192.0.2.9");
    assertThat(mark(port, NONE, NOTHING_KNOWN)).isEqualTo(Mark.NONE);
  }

  @Test
  void withdrawsNothingWhileASourceWasNotHeard() {
    GuardedPort port = marked(new Mark(true, Set.of(VIP)), "192.0.2.1", "192.0.2.9");
    Wishes none = Wishes.of(List.of(), false);
    assertThat(lines(Comparison.of(List.of(port), none, file("192.0.2.7")))).isEmpty();
  }

  @Test
  void givesBackWhatTheRackFileSaysToo() {
    GuardedPort port = marked(new Mark(false, Set.of(VIP)), "192.0.2.1", "192.0.2.9");
    assertThat(lines(Comparison.of(List.of(port), NONE, file("192.0.2.1", VIP))))
        .containsExactly("a (02:00:00:00:00:0a): the rack file's again, what it has");
    assertThat(mark(port, NONE, file("192.0.2.1", VIP))).isEqualTo(Mark.NONE);
  }

  @Test
  void marksAnAddressThatIsNotTheRackFiles() {
    GuardedPort port = port("a", "192.0.2.1");
    Wishes other = Wishes.of(List.of(given("a 192.0.2.9")), true);
    assertThat(mark(port, other, file("192.0.2.1"))).isEqualTo(new Mark(true, Set.of()));
    assertThat(mark(port, other, file("192.0.2.9"))).isEqualTo(Mark.NONE);
    GuardedPort has = marked(Mark.NONE, "192.0.2.9");
    assertThat(lines(Comparison.of(List.of(has), other, file("192.0.2.1"))))
        .as("somebody else set it; `up` would take it back")
        .containsExactly("a (02:00:00:00:00:0a): its address is not the rack file's");
    GuardedPort own = marked(new Mark(true, Set.of()), "192.0.2.9");
    assertThat(lines(Comparison.of(List.of(own), NONE, file("192.0.2.1"))))
        .as("nobody says it any more")
        .containsExactly("a (02:00:00:00:00:0a): the rack file's again, what it has");
  }

  @Test
  void marksAPortThatLostTheRackFilesAddressToAnother() {
    Comparison comparison =
        Comparison.of(
            List.of(port("a", "192.0.2.1"), port("b", "192.0.2.2")),
            Wishes.of(List.of(given("b 192.0.2.1")), true),
            new Rules(
                Map.of(
                    mac("a"),
                    new OnFile(Set.of(IpAddress.parse("192.0.2.1")), Set.of()),
                    mac("b"),
                    new OnFile(Set.of(IpAddress.parse("192.0.2.2")), Set.of())),
                OptionalInt.empty()));
    assertThat(comparison.differences())
        .extracting(each -> each.port().node() + " " + each.mark().addresses())
        .containsExactly("a true", "b true");
  }

  @Test
  void opensNoMoreThanTheCloudAllowsAndOffersTheSubnet() {
    Rules two = new Rules(Map.of(), OptionalInt.of(2));
    Wishes four =
        Wishes.of(List.of(vips("192.0.2.6", "192.0.2.7", "192.0.2.8", "192.0.2.9")), true);
    Comparison comparison = Comparison.of(List.of(port("a", "192.0.2.1")), four, two);
    assertThat(lines(comparison)).containsExactly("a (02:00:00:00:00:0a): +192.0.2.6, +192.0.2.7");
    assertThat(comparison.findings())
        .extracting(Finding::toString)
        .containsExactly(
            "a: needs 4 address pairs, and the cloud lets a port have 2"
                + " (max_allowed_address_pair): [192.0.2.8, 192.0.2.9] stay closed; `guard: subnet`"
                + " for its network opens them all with one pair");
  }

  @Test
  void believesTheSourceThatWasNamedFirst() {
    Comparison comparison =
        Comparison.of(
            List.of(port("a", "192.0.2.1"), port("b", "192.0.2.2")),
            Wishes.of(List.of(given("a 192.0.2.9"), given("b 192.0.2.9")), true),
            NOTHING_KNOWN);
    assertThat(lines(comparison)).containsExactly("a (02:00:00:00:00:0a): 192.0.2.1 -> 192.0.2.9");
    assertThat(comparison.findings())
        .extracting(Finding::toString)
        .containsExactly(
            "b: is said to have 192.0.2.9, which 02:00:00:00:00:0a has; the source that was named"
                + " first is believed");
  }

  @Test
  void opensWhatCannotBeSetWherePortsMakeTheirAddressesThemselves() {
    GuardedPort slaac =
        new GuardedPort(
            "port-a",
            "a",
            "compute",
            mac("a"),
            List.of(new Subnet(IpPrefix.parse("2001:db8::/64"), true)),
            List.of(),
            List.of(),
            Mark.NONE,
            true,
            1);
    assertThat(compare(List.of(slaac), given("a 2001:db8::9")))
        .containsExactly("a (02:00:00:00:00:0a): +2001:db8::9");
  }

  @Test
  void leavesPortsWithoutAGuardAlone() {
    GuardedPort guarded = port("a", "192.0.2.1");
    GuardedPort open =
        new GuardedPort(
            guarded.id(),
            "a",
            "compute",
            guarded.mac(),
            guarded.subnets(),
            guarded.addresses(),
            guarded.pairs(),
            Mark.NONE,
            false,
            1);
    assertThat(compare(List.of(open), given("a 192.0.2.9"), vips("192.0.2.8"))).isEmpty();
  }

  @Test
  void opensASharedAddressWithItsOwnMac() {
    MacAddress virtual = MacAddress.parse("00:00:5e:00:01:07");
    Said vrrp =
        new Said(
            List.of(),
            List.of(
                new Said.Shared(
                    IpPrefix.parse("192.0.2.9"), Optional.of(virtual), new Meant.Everyone())));
    assertThat(compare(List.of(port("a", "192.0.2.1")), vrrp))
        .containsExactly("a (02:00:00:00:00:0a): +192.0.2.9 (00:00:5e:00:01:07)");
  }

  @Test
  void saysWhatIsOnNoNetworkOfTheRack() {
    Comparison comparison =
        Comparison.of(
            List.of(port("a", "192.0.2.1")),
            Wishes.of(List.of(vips("198.51.100.9"), given("a 198.51.100.8")), true),
            NOTHING_KNOWN);
    assertThat(comparison.findings())
        .extracting(Finding::toString)
        .containsExactly(
            "198.51.100.9 is on no network of the rack: it is not opened",
            "a: is given 198.51.100.8, which is on no subnet of its network");
  }
}
