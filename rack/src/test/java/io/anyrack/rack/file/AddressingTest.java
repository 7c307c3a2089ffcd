package io.anyrack.rack.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.Ipv4Range;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Rack;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which port gets which address. */
class AddressingTest {

  private static Map<String, String> addresses(String yaml, Map<String, String> previous) {
    Map<String, Ipv4Address> before = new LinkedHashMap<>();
    previous.forEach((port, address) -> before.put(port, Ipv4Address.parse(address)));
    Map<String, String> addresses = new LinkedHashMap<>();
    Addressing.of(Addressing.complete(World.rack(yaml), before))
        .forEach((port, address) -> addresses.put(port, address.toString()));
    return addresses;
  }

  @Test
  void newPortsGetTheLowestFreeAddressInTheOrderOfTheFile() {
    assertThat(addresses("{ rack: lab, nodes: 3 }", Map.of()))
        .containsExactly(
            Map.entry("node-1/provision", "192.0.2.30"),
            Map.entry("node-2/provision", "192.0.2.31"),
            Map.entry("node-3/provision", "192.0.2.32"));
  }

  @Test
  void previousAddressesStayAndThoseOfNodesThatAreGoneAreFree() {
    assertThat(
            addresses(
                "{ rack: lab, nodes: [{ name: c }, { name: a }, { name: b }] }",
                Map.of(
                    "a/provision",
                    "192.0.2.31",
                    "b/provision",
                    "192.0.2.30",
                    "gone/provision",
                    "192.0.2.32")))
        .containsExactly(
            Map.entry("c/provision", "192.0.2.32"),
            Map.entry("a/provision", "192.0.2.31"),
            Map.entry("b/provision", "192.0.2.30"));
  }

  @Test
  void previousAddressesThatAreNoLongerGoodAreReplaced() {
    assertThat(
            addresses(
                """
                rack: lab
                networks:
                  - { name: provision, cidr: 192.0.2.0/24, gateway: 192.0.2.33 }
                nodes:
                  - { name: outside-the-pool }
                  - { name: of-the-gateway }
                  - { name: of-a-fixed-port }
                  - { name: of-another }
                  - { name: fixed, networks: [{ name: provision, address: 192.0.2.40 }] }
                """,
                Map.of(
                    "outside-the-pool/provision", "192.0.2.7",
                    "of-the-gateway/provision", "192.0.2.33",
                    "of-a-fixed-port/provision", "192.0.2.40",
                    "of-another/provision", "192.0.2.30",
                    "fixed/provision", "192.0.2.41")))
        .containsExactly(
            Map.entry("outside-the-pool/provision", "192.0.2.31"),
            Map.entry("of-the-gateway/provision", "192.0.2.32"),
            Map.entry("of-a-fixed-port/provision", "192.0.2.34"),
            Map.entry("of-another/provision", "192.0.2.30"),
            Map.entry("fixed/provision", "192.0.2.40"));
  }

  @Test
  void whatSomethingElseHasIsNotGivenOut() {
    assertThat(
            addresses(
                """
                rack: lab
                networks:
                  - name: a
                    cidr: 10.0.0.0/24
                    gateway: 10.0.0.10
                    dns: 10.0.0.11
                    metadata: { installer: 10.0.0.12 }
                    pool: 10.0.0.10-10.0.0.15
                nodes:
                  - networks: [{ name: a, allowed-pairs: [10.0.0.13, 10.0.0.0/24] }, a]
                """,
                Map.of()))
        .containsExactly(Map.entry("node-1/a", "10.0.0.14"), Map.entry("node-1/a/2", "10.0.0.15"));
  }

  @Test
  void portsOnlyTheGuestKnowsAboutGetNone() {
    assertThat(
            addresses(
                """
                rack: lab
                networks:
                  - { name: a, cidr: 10.0.0.0/24, dhcp: installer }
                  - { name: b, cidr: 10.0.1.0/24, dhcp: none }
                  - { name: c, cidr: 10.0.2.0/24, dhcp: none, guard: exact }
                  - { name: d, cidr: 10.0.3.0/24, guard: off }
                nodes: 1
                """,
                Map.of("node-1/a", "10.0.0.40")))
        .containsExactly(Map.entry("node-1/c", "10.0.2.30"), Map.entry("node-1/d", "10.0.3.30"));
  }

  @Test
  void completingTwiceChangesNothing() {
    Rack once = Addressing.complete(World.rack("{ rack: lab, nodes: 3 }"), Map.of());

    assertThat(Addressing.complete(once, Map.of())).isEqualTo(once);
    assertThat(Addressing.complete(World.rack("{ rack: lab, nodes: 3 }"), Addressing.of(once)))
        .isEqualTo(once);
  }

  @Test
  void aPoolThatIsUsedUpSaysWhich() {
    Rack rack = World.rack("{ rack: lab, nodes: 3 }");
    Network network = rack.networks().getFirst();
    Rack tight =
        new Rack(
            rack.name(),
            rack.cloud(),
            List.of(
                new Network(
                    network.name(),
                    network.cidr(),
                    network.gateway(),
                    network.dhcp(),
                    network.guard(),
                    network.mtu(),
                    Ipv4Range.parse("192.0.2.30-192.0.2.31"),
                    network.metadata(),
                    network.outward(),
                    network.dns(),
                    Network.Routing.NONE)),
            rack.nodes(),
            rack.bmc(),
            rack.boot());

    assertThatThrownBy(() -> Addressing.complete(tight, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the pool 192.0.2.30-192.0.2.31 of network 'provision' is used up");
  }
}
