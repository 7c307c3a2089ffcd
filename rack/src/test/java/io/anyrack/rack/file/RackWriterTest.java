package io.anyrack.rack.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.model.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A rack written as a file is the same rack when it is read. */
class RackWriterTest {

  static Stream<Good> goodFiles() {
    return Good.files().stream();
  }

  static IntStream seeds() {
    return IntStream.range(0, 200);
  }

  @Test
  void writesEveryDefaultAndNoSecret() {
    Rack rack =
        World.rack(
            """
            rack: lab
            nodes: 1
            bmc: { credentials: { user: admin, password: !secret BMC_PASSWORD } }
            """);

    assertThat(RackWriter.write(Addressing.complete(rack, Map.of())))
        .isEqualTo(
            """
            rack: lab
            cloud:
              local:
                accelerator: auto
                disk-cache: writeback
            networks:
              - name: provision
                cidr: 192.0.2.0/24
                gateway: 192.0.2.1
                dhcp: cloud
                guard: exact
                mtu: 1500
                pool: 192.0.2.30-192.0.2.199
                metadata: cloud
                outward: false
            nodes:
              - name: node-1
                role: node
                cpus: 1
                memory: 512MiB
                disk: 4GiB
                firmware: bios
                network-boot: ipxe
                networks:
                  - name: provision
                    mac: 00:16:3e:44:02:2c
                    address: 192.0.2.30
                    guard: exact
                identity:
                  manufacturer: Anyrack
                  product: Node
                  serial: lab-node-1
                uuid: af7cafa1-30bc-3725-ab15-5aa5b89024e9
            bmc:
              address: per-port
              ip: 127.0.0.1
              port: 0
              credentials:
                user: admin
                password: !secret 'BMC_PASSWORD'
              soft-off-after: never
              redfish:
                port: 0
                tls: true
                deprecated: true
                images: []
            """);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("goodFiles")
  void whatIsWrittenReadsBackTheSame(Good good) {
    Rack rack = World.rack(good.yaml());
    Rack complete = Addressing.complete(rack, Map.of());

    assertThat(World.rack(RackWriter.write(rack))).isEqualTo(rack);
    assertThat(World.rack(RackWriter.write(complete))).isEqualTo(complete);
  }

  @Test
  void aSecretThatNoFileCanNameIsNotWritten() {
    Rack rack = World.rack("{ rack: lab, nodes: 1 }");
    BmcSpec bmc =
        new BmcSpec(
            rack.bmc().addressing(),
            rack.bmc().address(),
            rack.bmc().port(),
            new BmcSpec.Credentials.Given("admin", new Secret("hunter2")),
            Optional.empty(),
            new BmcSpec.Placement.Here(),
            BmcSpec.PowerOff.STOP);
    Rack unnamed =
        new Rack(rack.name(), rack.cloud(), rack.networks(), rack.nodes(), bmc, rack.boot());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> RackWriter.write(unnamed))
        .withMessage("a secret without a name cannot be in a rack file");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aRandomRackOnOpenstackReadsBackTheSame(int seed) {
    Rack rack = new RandomOpenstack(new Random(seed)).rack();

    assertThat(World.rack(RackWriter.write(rack))).isEqualTo(rack);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aRandomRackReadsBackTheSame(int seed) {
    Rack rack = new RandomRack(new Random(seed)).rack();

    assertThat(World.rack(RackWriter.write(rack))).isEqualTo(rack);
  }
}
