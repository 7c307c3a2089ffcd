package io.anyrack.rack.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What users are told about rack files that are wrong. */
class BrokenRackFileTest {

  static Stream<Broken> files() {
    return Stream.of(
            BrokenDocuments.FILES,
            BrokenNetworks.FILES,
            BrokenNodes.FILES,
            BrokenBmcsAndBoot.FILES,
            BrokenClouds.FILES,
            BrokenOpenstack.FILES,
            BrokenServers.FILES)
        .flatMap(List::stream);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void tellsWhatIsWrongAndWhere(Broken broken) {
    assertThat(World.problems(broken.yaml())).isEqualTo(broken.problems());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void eachFileHasOneProblem(Broken broken) {
    assertThat(broken.problems()).hasSize(1);
  }

  @Test
  void allProblemsAreToldAtOnceInTheOrderOfTheFile() {
    assertThat(
            World.problems(
                """
                rack: Lab
                clod: local
                networks:
                  - { name: provision, cidr: 192.0.2.0/24, dhcp: clod, mtu: 100 }
                  - { name: internal, cidr: 192.0.2.128/25 }
                nodes:
                  - { role: control, count: 3, cpus: 0, networks: [provison, internal] }
                  - { name: control-2, memory: 1GB, firmware: uefi, network-boot: http }
                bmc: { address: per-node, ip: 10.0.0.1, credentials: { user: admin } }
                boot: { kernel: no-such-file }
                """))
        .containsExactly(
            "1:7: rack 'Lab' is not a name; it has 1 to 32 of a-z, 0-9 and '-', and no '-' at"
                + " either end",
            "2:1: unknown key 'clod'; did you mean 'cloud'?",
            "4:50: dhcp cannot be 'clod'; did you mean 'cloud'?",
            "4:61: mtu is 100; it can be 576 to 9000",
            "5:29: 192.0.2.128/25 overlaps 192.0.2.0/24 of network 'provision'; networks of a rack"
                + " are apart",
            "7:38: cpus is 0; it can be 1 to 255",
            "7:52: unknown network 'provison'; did you mean 'provision'?",
            "8:13: node 'control-2' is used twice; it is already in line 7, use another",
            "8:32: memory: the unit 'GB' is not known; write 1GiB",
            "9:31: ip 10.0.0.1 is not an address of this machine alone; take one of 127.0.0.1 to"
                + " 127.255.255.254",
            "9:54: credentials has no 'password'; add it, an example: password: !secret"
                + " BMC_PASSWORD",
            "10:17: kernel: there is no readable file /racks/lab/no-such-file; paths start at the"
                + " rack file's directory");
  }

  @Test
  void aNetworkWithAProblemIsNotUnknownToo() {
    assertThat(
            World.problems(
                """
                rack: lab
                networks: [{ name: internal, cidr: 10.0.0.0/33 }]
                nodes: [{ networks: [internal] }]
                """))
        .singleElement()
        .asString()
        .startsWith("2:36: cidr:");
  }

  @Test
  void aProblemIsALineThatEditorsUnderstand() {
    assertThat(new Problem("rack.yaml", 7, 5, "what is wrong; what would be right"))
        .hasToString("rack.yaml:7:5: what is wrong; what would be right");
  }
}
