package io.anyrack.openstack.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.rack.cloud.MachineException;
import io.anyrack.rack.model.NodeSpec.Firmware;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GivenMediaDriveTest {
  private static final Disc DEBIAN = new Disc("8f1d9c3e-0000-4000-8000-000000000001", 700_000_000);

  @TempDir Path directory;

  private GivenMediaDrive drive() {
    return new GivenMediaDrive(directory.resolve("discs.json"));
  }

  @Test
  void knowsWhatItWasToldAlsoInAServiceThatComesLater() {
    drive().insert("node-1", Firmware.BIOS, DEBIAN.uri("debian 13.iso"));

    assertThat(drive().inserted("node-1")).contains(DEBIAN);
    assertThat(drive().inserted("node-2")).isEmpty();
    drive().eject("node-1");
    assertThat(drive().inserted("node-1")).isEmpty();
  }

  @Test
  void isEmptyAfterAllWereEjected() {
    drive().insert("node-1", Firmware.BIOS, DEBIAN.uri("a"));
    drive().insert("node-2", Firmware.UEFI, DEBIAN.uri("b"));

    drive().ejectAll();

    assertThat(drive().inserted("node-1")).isEmpty();
    assertThat(drive().inserted("node-2")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://192.0.2.1/debian.iso",
        "file:///tmp/debian.iso",
        "image:///no",
        "image:///8f1d9c3e/many/x",
        "image:8f1d9c3e"
      })
  void saysWhoCanPutAnImageIntoTheProject(String image) {
    assertThatThrownBy(() -> drive().insert("node-1", Firmware.BIOS, URI.create(image)))
        .isInstanceOf(MachineException.class)
        .hasMessageContaining("`anyrack media node-1 insert " + image + "` does");
  }

  @Test
  void saysWhatItCannotRead() throws Exception {
    Files.writeString(directory.resolve("discs.json"), "{");

    assertThatThrownBy(() -> drive().inserted("node-1"))
        .isInstanceOf(MachineException.class)
        .hasMessageContaining("cannot read " + directory.resolve("discs.json"));
  }
}
