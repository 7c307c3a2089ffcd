package io.anyrack.rack.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.rack.plan.Plan.Action;
import io.anyrack.rack.plan.Plan.Change;
import io.anyrack.rack.plan.Plan.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What has to be done when the file of a rack on OpenStack changes. */
class OpenstackPlanTest {
  private static Change change(String form, String before, String after) {
    List<Change> changes = PlanTest.changes(form.formatted(before), form.formatted(after));
    assertThat(changes).hasSize(1);
    return changes.getFirst();
  }

  @Test
  void theFirstTimeServersComeBeforeTheNodes() {
    Plan plan =
        Plan.between(
            Optional.empty(),
            PlanTest.complete(
                """
                rack: lab
                cloud: openstack
                networks:
                  - { name: a, cidr: 10.0.0.0/24, router: edge }
                  - { name: private, cidr: 10.20.0.0/24, existing: true }
                routers: [{ name: edge, external: external }, inner]
                nodes: 1
                servers: [{ name: jump, image: guest, flavor: t1.tiny, disk: 10GiB }]
                installer: {}
                bmc: { placement: { vm: { image: guest, flavor: t1.tiny } } }
                """));

    assertThat(plan.changes())
        .extracting(change -> change.kind() + " " + change.name() + " " + change.details())
        .containsExactly(
            "NETWORK a [10.0.0.0/24, dhcp cloud, guard exact, mtu auto]",
            "NETWORK private [10.20.0.0/24 exists, dhcp cloud, guard exact, mtu auto]",
            "ROUTER edge [external external]",
            "ROUTER inner [external none]",
            "BMC bmc [per-port, credentials generated]",
            "BOOT boot [address: none -> 10.0.0.31, port: 0 -> 8088]",
            "SERVER installer [image debian-12, flavor m1.small, disk of the flavor, floating-ip"
                + " new]",
            "SERVER bmc [image guest, flavor t1.tiny, disk of the flavor, floating-ip new]",
            "SERVER jump [image guest, flavor t1.tiny, disk 10 GiB, floating-ip none]",
            "NODE node-1 [1 cpu, memory 512 MiB, disk 4 GiB, firmware bios]");
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "role: x         | flavor: t1.small | REPLACE | flavor: none -> t1.small",
        "image: a        | image: b         | REPLACE | image: a -> b",
        "storage: auto   | storage: local   | REPLACE | storage: auto -> local",
        "firmware: bios  | firmware: uefi   | REPLACE | firmware: bios -> uefi",
        "method: rescue  | method: script   | CHANGE  | method: rescue -> script",
        "volumes: []     | volumes: [1GiB]  | CHANGE  | volume 1: added, 1 GiB",
        "volumes: [1GiB] | volumes: [2GiB]  | CHANGE  | volume 1: 1 GiB -> 2 GiB",
        "volumes: [2GiB] | volumes: [1GiB]  | CHANGE"
            + " | volume 1: 2 GiB -> 1 GiB, without its content",
        "volumes: [1GiB] | volumes: [{size: 1GiB, type: fast}] | CHANGE"
            + " | volume 1: 1 GiB -> 1 GiB of type fast, without its content",
        "volumes: [1GiB] | volumes: []      | CHANGE | volume 1: removed with its content",
      })
  void aNodeChanges(String before, String after, Action action, String detail) {
    Change change =
        change("{ rack: lab, cloud: openstack, nodes: [{ name: n, %s }] }", before, after);

    assertThat(change.kind()).isEqualTo(Kind.NODE);
    assertThat(change.action()).isEqualTo(action);
    assertThat(change.details()).contains(detail);
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "image: a       | image: b         | REPLACE | image: a -> b",
        "flavor: a      | flavor: b        | REPLACE | flavor: a -> b",
        "disk: 1GiB     | disk: 2GiB       | REPLACE | disk: 1 GiB -> 2 GiB",
        "keypair: a     | keypair: b       | REPLACE | keypair: a -> b",
        "user-data: a   | user-data: b     | REPLACE | user-data: /r/a -> /r/b",
        "user: a        | user: b          | CHANGE  | user: a -> b",
        "security-groups: a | security-groups: [b, c] | CHANGE | security-groups: a -> b, c",
        "floating-ip: auto | floating-ip: {network: e} | CHANGE | floating-ip: new -> new of e",
        "floating-ip: none | floating-ip: 198.51.100.7 | CHANGE"
            + " | floating-ip: none -> 198.51.100.7",
        "networks: [{cloud-network: p}] | networks: [{cloud-network: q, address: 10.1.1.1}]"
            + " | CHANGE | port 1: p -> q 10.1.1.1",
        "networks: [provision] | networks: [provision, {cloud-network: p}] | CHANGE"
            + " | port 2: none -> p",
      })
  void aServerChanges(String before, String after, Action action, String detail) {
    Change change =
        change(
            "{ rack: lab, cloud: openstack, nodes: 1, servers: [{ name: s, %s }] }", before, after);

    assertThat(change.kind()).isEqualTo(Kind.SERVER);
    assertThat(change.action()).isEqualTo(action);
    assertThat(change.details()).contains(detail);
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "mtu: auto | mtu: 1400 | mtu: auto -> 1400",
        "mtu: auto | router: r | router: none -> r",
        "mtu: auto | host-routes: {10.1.0.0/16: 10.0.0.9}"
            + " | host-routes: none -> 10.1.0.0/16 by 10.0.0.9",
        "mtu: auto | ipv6: {cidr: 'fd00:1::/64'} | ipv6: none -> fd00:1::/64 by slaac",
        "mtu: auto | existing: true | existing: false -> true",
      })
  void aNetworkChanges(String before, String after, String detail) {
    Change change =
        change(
            """
            rack: lab
            cloud: openstack
            networks: [{ name: a, cidr: 10.0.0.0/24, %s }]
            nodes: [{ name: n, networks: [] }]
            """,
            before, after);

    assertThat(change.kind()).isEqualTo(Kind.NETWORK);
    assertThat(change.details()).contains(detail);
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "bmc: {power-off: stop} | bmc: {power-off: shelve} | BMC | power-off: stop -> shelve",
        "boot: {method: auto}  | boot: {method: script}   | BOOT | method: auto -> script",
        "boot: {address: 10.1.1.1} | boot: {address: 10.1.1.2}"
            + " | BOOT | address: 10.1.1.1 -> 10.1.1.2",
        "boot: {port: 80}      | boot: {port: 0}          | BOOT | port: 80 -> 0",
        "routers: [r]          | routers: [{name: r, external: e}] | ROUTER | external: none -> e",
        "cloud: openstack      | cloud: {openstack: {image-prefix: x}} | RESOURCE"
            + " | image-prefix: anyrack -> x",
        "cloud: openstack      | cloud: {openstack: {availability-zone: z}} | NODE"
            + " | availability-zone: none -> z",
      })
  void theRestChanges(String before, String after, Kind kind, String detail) {
    String form =
        before.startsWith("cloud")
            ? "{ rack: lab, nodes: 1, %s }"
            : "{ rack: lab, cloud: openstack, nodes: 1, %s }";
    Change change = change(form, before, after);

    assertThat(change.kind()).isEqualTo(kind);
    assertThat(change.details()).containsExactly(detail);
  }

  @Test
  void theServiceMoves() {
    assertThat(
            PlanTest.changes(
                "{ rack: lab, cloud: openstack, nodes: 1, bmc: { placement: vm } }",
                "{ rack: lab, cloud: openstack, nodes: 1, installer: {}, bmc: { placement:"
                    + " installer } }"))
        .extracting(change -> change.action() + " " + change.kind() + " " + change.details())
        .containsExactly(
            "CHANGE BMC [placement: vm bmc -> installer]",
            "ADD SERVER [image debian-12, flavor m1.small, disk of the flavor, floating-ip none]",
            "REMOVE SERVER []");
  }

  @Test
  void aCloudThatIsNamedNowMayBeTheSame() {
    assertThat(
            PlanTest.changes(
                "{ rack: lab, cloud: openstack, nodes: 1 }",
                "{ rack: lab, cloud: { openstack: { cloud: mycloud, region: one } }, nodes: 1 }"))
        .isEmpty();
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "local | openstack | \"openstack\"",
        "{openstack: {cloud: a}} | {openstack: {cloud: b}} | \"openstack\" called \"b\"",
        "{openstack: {region: a}} | {openstack: {region: b}} | \"openstack\" in the region \"b\"",
      })
  void aRackDoesNotMove(String before, String after, String place) {
    String form = "{ rack: lab, cloud: %s, nodes: 1 }";

    assertThatThrownBy(() -> PlanTest.changes(form.formatted(before), form.formatted(after)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "not on the cloud " + place.replace('"', '\'') + ": a rack stays where it is");
  }
}
