package io.anyrack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * BMCs on a server of the project, each with an address or a port of its own, asked from another
 * server, also after theirs was started anew. Takes many minutes where guests are emulated.
 */
@Tag("openstack")
class RealBmcAddressTest {
  @RegisterExtension private static final Anyrack ANYRACK = new Anyrack();

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "per-nic  | address: per-nic, subnets: { cidr: 10.50.0.0/24, router: edge } | 2 | 623 623",
        "per-node | address: per-node, ip: 192.0.2.220 | 2 | 623 623",
        "per-port | address: per-port | 1 | 6230 6231"
      })
  void theyAnswerAnotherServerAlsoAfterARestart(
      String way, String addresses, int hosts, String ports, TestReporter report) {
    String server =
        "image: %s, flavor: %s, user: debian, floating-ip: auto"
            .formatted(RealCloud.IMAGE, RealCloud.FLAVOR);
    try (Rack rack =
        ANYRACK.rack(
            RealCloud.head(way + "-%x".formatted(System.nanoTime() & 0xffff))
                + """
                nodes: [{ count: 2, memory: 256MiB, disk: 1GiB }]
                bmc: { placement: { vm: { %1$s } }, %2$s }
                servers: [{ name: jump, %1$s }]
                """
                    .formatted(server, addresses))) {
      rack.up();
      OtherServer jump = OtherServer.named(rack, "debian", "jump");
      jump.bringIpmitool();
      List<String> nodes = List.of("node-1", "node-2");
      Map<String, Bmc> bmcs = new TreeMap<>();
      nodes.forEach(node -> bmcs.put(node, rack.node(node).bmc()));
      assertThat(bmcs.values().stream().map(Bmc::host).distinct()).hasSize(hosts);
      assertThat(bmcs.values().stream().map(bmc -> String.valueOf(bmc.port())))
          .containsExactly(ports.split(" "));
      bmcs.values().forEach(bmc -> awaitAnswer(jump, bmc));

      OtherServer.named(rack, "debian", "bmc").restart();

      long since = System.nanoTime();
      bmcs.values().forEach(bmc -> awaitAnswer(jump, bmc));
      report.publishEntry(
          way,
          "%s answer %d s after their server let us in again"
              .formatted(
                  bmcs.values().stream().map(bmc -> bmc.host() + ":" + bmc.port()).toList(),
                  (System.nanoTime() - since) / 1_000_000_000L));
    }
  }

  private static void awaitAnswer(OtherServer from, Bmc bmc) {
    Eventually.await(
        bmc.host() + " answers",
        () -> {
          Finished asked = from.ipmitool(bmc).run("power", "status");
          return asked.exit() == 0 && asked.out().contains("Chassis Power is off");
        });
  }
}
