package io.anyrack.rack.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.anyrack.rack.file.Addressing;
import io.anyrack.rack.file.RackFile;
import io.anyrack.rack.file.Surroundings;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.plan.Plan.Action;
import io.anyrack.rack.plan.Plan.Change;
import io.anyrack.rack.plan.Plan.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What has to be done when a rack file changes. */
class PlanTest {
  private static final String NODE =
      """
      rack: lab
      networks: [{ name: a, cidr: 10.0.0.0/24 }, { name: b, cidr: 10.0.1.0/24 }]
      nodes: [{ name: n, %s }]
      """;

  /** Everything there is, and secrets that are called like what they are. */
  private static final Surroundings WORLD =
      new Surroundings() {
        @Override
        public Optional<String> secret(String name) {
          return Optional.of(name);
        }

        @Override
        public boolean isReadableFile(Path path) {
          return true;
        }

        @Override
        public boolean isReadableDirectory(Path path) {
          return true;
        }
      };

  private static Rack rack(String yaml) {
    RackFile.Read read =
        new RackFile(WORLD).read("rack.yaml", Path.of("/r"), yaml.getBytes(StandardCharsets.UTF_8));
    return switch (read) {
      case RackFile.Read.Valid(Rack rack) -> rack;
      case RackFile.Read.Invalid(var problems) -> throw new AssertionError("" + problems);
    };
  }

  static Rack complete(String yaml) {
    return Addressing.complete(rack(yaml), Map.of());
  }

  static List<Change> changes(String before, String after) {
    Rack applied = complete(before);
    Rack wanted = Addressing.complete(rack(after), Addressing.of(applied));
    return Plan.between(Optional.of(applied), wanted).changes();
  }

  private static Change change(String before, String after) {
    List<Change> changes = changes(before, after);
    assertThat(changes).hasSize(1);
    return changes.getFirst();
  }

  @Test
  void theFirstTimeEverythingIsAdded() {
    Plan plan =
        Plan.between(
            Optional.empty(),
            complete("{ rack: lab, nodes: 2, boot: { kernel: vmlinuz, cmdline: quiet } }"));

    assertThat(plan.changes())
        .containsExactly(
            new Change(
                Action.ADD,
                Kind.NETWORK,
                "provision",
                List.of("192.0.2.0/24", "dhcp cloud", "guard exact", "mtu 1500"),
                false),
            new Change(
                Action.ADD, Kind.BMC, "bmc", List.of("per-port", "credentials generated"), false),
            new Change(
                Action.ADD,
                Kind.BOOT,
                "boot",
                List.of("kernel: none -> /r/vmlinuz", "cmdline: none -> quiet"),
                false),
            new Change(
                Action.ADD,
                Kind.NODE,
                "node-1",
                List.of("1 cpu", "memory 512 MiB", "disk 4 GiB", "firmware bios"),
                false),
            new Change(
                Action.ADD,
                Kind.NODE,
                "node-2",
                List.of("1 cpu", "memory 512 MiB", "disk 4 GiB", "firmware bios"),
                false));
    assertThat(plan.of(Kind.NODE, "node-2")).contains(plan.changes().get(4));
    assertThat(plan.of(Kind.NETWORK, "node-2")).isEmpty();
  }

  @Test
  void theSameRackNeedsNothing() {
    assertThat(changes("{ rack: lab, nodes: 3 }", "{ rack: lab, cloud: local, nodes: 3 }"))
        .isEmpty();
    Rack rack = complete("{ rack: lab, nodes: 3 }");
    assertThat(Plan.between(Optional.of(rack), rack).isEmpty()).isTrue();
  }

  @Test
  void scalingLeavesTheOthersAlone() {
    assertThat(changes("{ rack: lab, nodes: 1 }", "{ rack: lab, nodes: 3 }"))
        .extracting(Change::action, Change::name)
        .containsExactly(tuple(Action.ADD, "node-2"), tuple(Action.ADD, "node-3"));
    assertThat(change("{ rack: lab, nodes: 3 }", "{ rack: lab, nodes: 2 }"))
        .isEqualTo(new Change(Action.REMOVE, Kind.NODE, "node-3", List.of(), false));
  }

  @Test
  void networksAreRemovedAfterTheNodesOnThem() {
    assertThat(
            changes(
                """
                rack: lab
                networks: [{ name: a, cidr: 10.0.0.0/24 }, { name: b, cidr: 10.0.1.0/24 }]
                nodes: [{ name: stays, networks: [a] }, { name: goes, networks: [b] }]
                """,
                """
                rack: lab
                networks: [{ name: a, cidr: 10.0.0.0/24 }, { name: c, cidr: 10.0.2.0/24 }]
                nodes: [{ name: stays, networks: [a] }, { name: comes, networks: [c] }]
                """))
        .extracting(change -> change.action() + " " + change.kind() + " " + change.name())
        .containsExactly("ADD NETWORK c", "ADD NODE comes", "REMOVE NODE goes", "REMOVE NETWORK b");
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "memory: 512MiB  | memory: 1GiB | CHANGE  | true  | memory: 512 MiB -> 1 GiB",
        "cpus: 1         | cpus: 4      | CHANGE  | true  | cpus: 1 -> 4",
        "disk: 4GiB      | disk: 8GiB   | CHANGE  | true  | disk: 4 GiB -> 8 GiB",
        "disk: none      | disk: 1TiB   | CHANGE  | true  | disk: none -> 1 TiB",
        "disk: 8GiB      | disk: 4GiB   | REPLACE | false | disk: 8 GiB -> 4 GiB",
        "disk: 8GiB      | disk: none   | REPLACE | false | disk: 8 GiB -> none",
        "image: a        | image: b     | REPLACE | false | image: /r/a -> /r/b",
        "image: a        | cpus: 1      | REPLACE | false | image: /r/a -> none",
        "firmware: bios  | firmware: uefi | CHANGE | true | firmware: bios -> uefi",
        "role: x         | role: y      | CHANGE  | false | role: x -> y",
        "user-data: a    | user-data: b | CHANGE  | false | user-data: /r/a -> /r/b",
        "identity: {serial: S1} | identity: {serial: S2} | CHANGE | true | serial: S1 -> S2",
        "networks: [a]   | networks: [b] | CHANGE | true | port 1 network: a -> b",
        "networks: [a]   | networks: [a, b] | CHANGE | true | port 2: added on b",
        "networks: [a, b] | networks: [a] | CHANGE | true | port 2: removed from b",
        "networks: [a]   | networks: [{name: a, guard: off}] | CHANGE | false"
            + " | port 1 guard: exact -> off",
        "networks: [a]   | networks: [{name: a, address: 10.0.0.9}] | CHANGE | false"
            + " | port 1 address: 10.0.0.30 -> 10.0.0.9",
        "networks: [a]   | networks: [{name: a, allowed-pairs: [10.0.0.240]}] | CHANGE | false"
            + " | port 1 allowed-pairs: none -> 10.0.0.240/32",
        "networks: [a]   | networks: [{name: a, dhcp-options: {42: 10.0.0.1}}] | CHANGE | false"
            + " | port 1 dhcp-options: none -> 42=10.0.0.1",
      })
  void aNodeChanges(String before, String after, Action action, boolean whenOff, String detail) {
    Change change = change(NODE.formatted(before), NODE.formatted(after));

    assertThat(change.kind()).isEqualTo(Kind.NODE);
    assertThat(change.name()).isEqualTo("n");
    assertThat(change.action()).isEqualTo(action);
    assertThat(change.details()).contains(detail);
    assertThat(change.whenOff()).isEqualTo(whenOff);
  }

  @Test
  void aNodeThatIsReplacedTakesEverythingAtOnce() {
    assertThat(
            change(
                NODE.formatted("disk: 8GiB, memory: 512MiB"),
                NODE.formatted("disk: 4GiB, memory: 1GiB")))
        .isEqualTo(
            new Change(
                Action.REPLACE,
                Kind.NODE,
                "n",
                List.of("memory: 512 MiB -> 1 GiB", "disk: 8 GiB -> 4 GiB"),
                false));
  }

  @Test
  void theCloudsSettingsAreTakenAtTheNextPowerOn() {
    assertThat(
            change(
                "{ rack: lab, nodes: 1 }",
                "{ rack: lab, nodes: 1, cloud: { local: { disk-cache: unsafe } } }"))
        .isEqualTo(
            new Change(
                Action.CHANGE,
                Kind.NODE,
                "node-1",
                List.of("disk-cache: writeback -> unsafe"),
                true));
  }

  @Test
  void aNetworkChangesInPlace() {
    assertThat(
            change(
                """
                rack: lab
                networks: [{ name: a, cidr: 10.0.0.0/24 }]
                nodes: 1
                """,
                """
                rack: lab
                networks:
                  - name: a
                    cidr: 10.0.0.0/24
                    mtu: 1400
                    metadata: { installer: 10.0.0.240 }
                    outward: true
                    dns: [192.0.2.53]
                nodes: 1
                """))
        .isEqualTo(
            new Change(
                Action.CHANGE,
                Kind.NETWORK,
                "a",
                List.of(
                    "mtu: 1500 -> 1400",
                    "metadata: cloud -> installer 10.0.0.240",
                    "outward: false -> true",
                    "dns: none -> 192.0.2.53"),
                false));
  }

  @Test
  void bmcAndBootChangeWithoutTellingSecrets() {
    String before =
        """
        rack: lab
        nodes: 1
        bmc: { credentials: { user: admin, password: !secret OLD } }
        boot: { script: a.ipxe }
        """;
    String after =
        """
        rack: lab
        nodes: 1
        bmc: { port: 6230, credentials: { user: admin, password: !secret NEW }, soft-off-after: 1m, redfish: off }
        boot: { script: "http://h/x", serve: www }
        """;

    assertThat(changes(before, after))
        .containsExactly(
            new Change(
                Action.CHANGE,
                Kind.BMC,
                "bmc",
                List.of(
                    "port: 0 -> 6230",
                    "soft-off-after: none -> 60 s",
                    "redfish: over TLS -> off",
                    "password: another"),
                false),
            new Change(
                Action.CHANGE,
                Kind.BOOT,
                "boot",
                List.of("script: /r/a.ipxe -> http://h/x", "serve: none -> /r/www"),
                false));
  }

  @Test
  void anotherRackIsNoChangeOfThisOne() {
    Optional<Rack> applied = Optional.of(complete("{ rack: lab, nodes: 1 }"));
    Rack wanted = complete("{ rack: other, nodes: 1 }");

    assertThatThrownBy(() -> Plan.between(applied, wanted))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the rack is called 'lab' and not 'other': a rack keeps its name; take the old one"
                + " down first");
  }
}
