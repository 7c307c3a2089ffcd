package io.anyrack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A node of a real OpenStack boots from the network, writes its disk, boots from its disk, and so
 * on by turns, told by ipmitool. {@code -Danyrack.turns=10} takes ten turns of each.
 */
@Tag("openstack")
final class TurnsTest {
  private static final int TURNS = Integer.getInteger("anyrack.turns", 2);

  @RegisterExtension private static final Anyrack ANYRACK = new Anyrack();

  @ParameterizedTest(name = "{0}, {1}, {2}")
  @CsvSource({
    "script, bios, volume",
    "script, bios, local",
    "script, uefi, volume",
    "script, uefi, local",
    "rescue, bios, volume",
    "rescue, bios, local",
    "rescue, uefi, volume",
    "rescue, uefi, local"
  })
  void theDiskStays(String method, String firmware, String storage, TestReporter report) {
    try (CloudStage stage = stage(method, firmware, storage)) {
      stage.linux("write", true);
      assertThat(stage.said("WROTE")).isEqualTo(stage.disk().sum());
      stage.fromDisk(false);

      List<Duration> network = new ArrayList<>();
      List<Duration> disk = new ArrayList<>();
      for (int turn = 1; turn <= TURNS; turn++) {
        network.add(stage.fromNetwork("turn-" + turn, turn % 2 == 0));
        disk.add(stage.fromDisk(turn % 2 == 1));
      }

      stage.linux("look", false);
      assertThat(stage.said("FOUND")).as("what is on the disk").isEqualTo(stage.disk().sum());
      stage.report(report, network, disk);
    }
  }

  @ParameterizedTest(name = "rebuild, {0}, {1}")
  @CsvSource({"bios, local", "bios, volume", "uefi, local", "uefi, volume"})
  void theDiskIsLost(String firmware, String storage, TestReporter report) {
    try (CloudStage stage = stage("rebuild", firmware, storage)) {
      List<Duration> network = new ArrayList<>();
      List<Duration> disk = new ArrayList<>();
      for (int turn = 1; turn <= TURNS; turn++) {
        network.add(stage.linux("turn-" + turn, true));
        assertThat(stage.said("FOUND")).as("what was on it").isNotEqualTo(stage.disk().sum());
        assertThat(stage.said("WROTE")).isEqualTo(stage.disk().sum());
        disk.add(stage.fromDisk(turn % 2 == 0));
      }
      stage.report(report, network, disk);
    }
  }

  /** The BMC listens on an address of this machine that servers of the project reach. */
  @Test
  void anotherServerOfTheProjectTellsTheNode() {
    String more =
        """
        bmc: { ip: %s }
        servers: [{ name: jump, image: %s, flavor: %s, user: debian, floating-ip: auto }]
        """
            .formatted(RealCloud.ADDRESS, RealCloud.IMAGE, RealCloud.FLAVOR);
    try (CloudStage stage =
        CloudStage.of(ANYRACK, "turns-other-server", "script", "bios", "volume", more)) {
      OtherServer jump = OtherServer.of(stage.node().rack(), "debian");
      stage.by(jump.ipmitool(stage.node().bmc()));

      stage.linux("write", true);
      assertThat(stage.said("WROTE")).isEqualTo(stage.disk().sum());
      for (int turn = 1; turn <= TURNS; turn++) {
        stage.fromDisk(turn % 2 == 0);
        stage.fromNetwork("turn-" + turn, turn % 2 == 1);
      }
    }
  }

  private static CloudStage stage(String method, String firmware, String storage) {
    String name = "turns-%s-%s-%s".formatted(method, firmware, storage);
    return CloudStage.of(ANYRACK, name, method, firmware, storage, "");
  }
}
