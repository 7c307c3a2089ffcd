package io.anyrack.openstack.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FatVolumeTest {
  @Test
  void holdsFilesInFolders() {
    byte[] program = new byte[900_001];
    new Random(1).nextBytes(program);

    byte[] volume =
        new FatVolume()
            .file("EFI/BOOT/BOOTX64.EFI", program)
            .file("STARTUP.NSH", "connect -r\r\n".getBytes(US_ASCII))
            .file("EFI/EMPTY.TXT", new byte[0])
            .octets();

    Map<String, byte[]> files = new FatReader(volume).files();
    assertThat(files.keySet())
        .containsExactlyInAnyOrder("EFI/BOOT/BOOTX64.EFI", "STARTUP.NSH", "EFI/EMPTY.TXT");
    assertThat(files.get("EFI/BOOT/BOOTX64.EFI")).isEqualTo(program);
    assertThat(files.get("STARTUP.NSH")).asString(US_ASCII).isEqualTo("connect -r\r\n");
    assertThat(files.get("EFI/EMPTY.TXT")).isEmpty();
  }

  @Test
  void isFat16BySizeAloneHoweverLittleIsInIt() {
    FatReader volume = new FatReader(new FatVolume().file("A", new byte[1]).octets());

    assertThat(volume.clusters()).isBetween(4085, 65524);
    assertThat(volume.mediaDescriptors()).containsExactly(0xfff8, 0xfff8);
  }

  @Test
  void growsWithItsContent() {
    byte[] large = new byte[20 << 20];
    large[large.length - 1] = 7;

    FatReader volume = new FatReader(new FatVolume().file("LARGE.BIN", large).octets());

    assertThat(volume.clusters()).isBetween(4085, 65524);
    assertThat(volume.files().get("LARGE.BIN")).isEqualTo(large);
  }

  @Test
  void refusesMoreThanAVolumeHolds() {
    FatVolume volume = new FatVolume().file("LARGE.BIN", new byte[33 << 20]);

    assertThatThrownBy(volume::octets).hasMessageContaining("65524");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lower.txt", "TOOLONGNAME.TXT", "A.LONG", "", "A//B", "../A", "A B"})
  void refusesNamesThatAreNotShort(String name) {
    FatVolume volume = new FatVolume();

    assertThatThrownBy(() -> volume.file(name, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
