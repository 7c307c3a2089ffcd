package io.anyrack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An ISO image in the drive of a node of a real OpenStack. */
@Tag("openstack")
final class VirtualCdTest {
  @RegisterExtension private static final Anyrack ANYRACK = new Anyrack();

  @ParameterizedTest(name = "{0}, {1}, {2}")
  @CsvSource({
    "script, bios, volume", // written over the volume in the drive
    "script, uefi, volume",
    "script, bios, local", // the image of a rescue
    "rescue, bios, volume"
  })
  void bootsFromCdDiskAndNetwork(String method, String firmware, String storage)
      throws IOException {
    String name = "cd-%s-%s-%s".formatted(method, firmware, storage);
    try (CloudStage stage = CloudStage.of(ANYRACK, name, method, firmware, storage, "")) {
      Path iso = ANYRACK.home().resolve(name + ".iso");
      if (firmware.equals("uefi")) {
        EfiProgram.cd(iso, "CD-STARTED");
      } else {
        BootSector.cd(iso, "CD-STARTED");
      }
      stage.linux("write", true);
      assertThat(stage.said("WROTE")).isEqualTo(stage.disk().sum());

      stage.node().rack().run("media", "box", "insert", iso.toString()).expectDone();
      stage.fromCd(true);
      stage.fromDisk(false);
      stage.fromCd(false);
      stage.fromNetwork("after-cd", true);

      stage.node().rack().run("media", "box", "eject").expectDone();
      stage.fromDisk(true);
    }
  }
}
