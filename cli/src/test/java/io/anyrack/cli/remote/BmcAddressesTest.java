package io.anyrack.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.rack.file.Addressing;
import io.anyrack.rack.file.BmcNetworks;
import io.anyrack.rack.file.RackFile;
import io.anyrack.rack.file.Surroundings;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.Rack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What root does on a server for BMCs that have addresses of their own. */
class BmcAddressesTest {
  private static final String FIRST_PORT = "00:16:3e:00:00:01";

  @TempDir private Path directory;

  private Rack rack(String bmc) {
    RackFile.Read read =
        new RackFile(Surroundings.here(_ -> Optional.empty()))
            .read(
                "rack.yaml",
                directory,
                """
                rack: far
                cloud: openstack
                networks: [{ name: provision, cidr: 192.0.2.0/24, router: edge }]
                routers: [{ name: edge, external: external }]
                nodes: 2
                bmc: { placement: vm, %s }
                """
                    .formatted(bmc)
                    .getBytes(StandardCharsets.UTF_8));
    return switch (read) {
      case RackFile.Read.Valid(Rack rack) -> Addressing.complete(rack, Map.of());
      case RackFile.Read.Invalid(var problems) -> throw new AssertionError(problems);
    };
  }

  /** Runs the script where {@code ip} only writes down what it is told. */
  private List<String> told(Rack rack, List<String> macs) throws Exception {
    Path devices = Files.createDirectory(directory.resolve("net"));
    for (int i = 0; i < macs.size(); i++) {
      Files.writeString(
          Files.createDirectory(devices.resolve("eth" + i)).resolve("address"), macs.get(i) + "\n");
    }
    Path said = directory.resolve("said");
    Path program = Files.createDirectory(directory.resolve("bin")).resolve("ip");
    FakeServer.executable(
        Files.writeString(
            program,
            """
            #!/bin/sh
            if [ "$1 $2 $3" = "-4 route show" ]; then
              echo "default via 192.0.2.1 proto dhcp"
            else
              echo "$*" >>%s
            fi
            [ "$1 $2" != "rule del" ]
            """
                .formatted(said)));
    Path script =
        Files.writeString(
            directory.resolve("addresses.sh"),
            BmcAddresses.script(rack, FIRST_PORT)
                .orElseThrow()
                .replace("/sys/class/net", devices.toString()));
    assertThat(exit(script, program)).isZero();
    return Files.readAllLines(said);
  }

  private static int exit(Path script, Path program) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", script.toString()).inheritIO();
    builder.environment().merge("PATH", program.getParent() + ":", (old, ours) -> ours + old);
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Test
  void onePortForAllNeedsNothing() {
    assertThat(BmcAddresses.script(rack("address: per-port"), FIRST_PORT)).isEmpty();
  }

  @Test
  void anAddressForEachIsOnTheFirstPort() throws Exception {
    assertThat(
            told(
                rack("address: per-node, ip: 192.0.2.240"),
                List.of("00:16:3e:00:00:02", FIRST_PORT)))
        .containsExactly(
            "address replace 192.0.2.240/32 dev eth1", "address replace 192.0.2.241/32 dev eth1");
  }

  @Test
  void aNicForEachAnswersByItself() throws Exception {
    Rack rack = rack("address: per-nic, subnets: { cidr: 10.50.0.0/24, router: edge }");
    List<String> macs =
        BmcNetworks.nics(BmcNetworks.with(rack)).stream()
            .map(Nic::mac)
            .map(Object::toString)
            .toList();

    assertThat(told(rack, List.of(FIRST_PORT, macs.get(1), macs.get(0))))
        .containsExactly(
            "rule del priority 20623",
            "rule del priority 20624",
            "rule del priority 20625",
            "link set dev eth2 up",
            "address replace 10.50.0.2/29 dev eth2",
            "route flush table 20623",
            "route replace 10.50.0.0/29 dev eth2 src 10.50.0.2 table 20623",
            "route replace default via 10.50.0.1 dev eth2 table 20623",
            "rule add priority 20623 from 10.50.0.2 lookup 20623",
            "link set dev eth1 up",
            "address replace 10.50.0.10/29 dev eth1",
            "route flush table 20624",
            "route replace 10.50.0.8/29 dev eth1 src 10.50.0.10 table 20624",
            "route replace default via 10.50.0.9 dev eth1 table 20624",
            "rule add priority 20623 from 10.50.0.10 lookup 20624",
            "route replace default via 192.0.2.1 dev eth0 table 20622",
            "rule add priority 20624 lookup main suppress_prefixlength 0",
            "rule add priority 20625 lookup 20622");
  }

  @Test
  void aNicThatIsNotThereYetIsAFailure() throws Exception {
    Rack rack = rack("address: per-nic, subnets: { cidr: 10.50.0.0/24 }");
    Path script =
        Files.writeString(
            directory.resolve("addresses.sh"),
            BmcAddresses.script(rack, FIRST_PORT)
                .orElseThrow()
                .replace("/sys/class/net", directory.resolve("none").toString()));
    Path program = Files.createDirectory(directory.resolve("bin")).resolve("ip");
    FakeServer.executable(Files.writeString(program, "#!/bin/sh\n[ \"$1 $2\" != 'rule del' ]\n"));

    assertThat(exit(script, program)).isEqualTo(1);
  }
}
