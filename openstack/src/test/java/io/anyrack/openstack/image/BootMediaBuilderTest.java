package io.anyrack.openstack.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BootMediaBuilderTest {
  private static final List<Path> INSTALLED = List.of(Path.of("/usr/lib/ipxe"), Path.of("/boot"));
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path work;
  private BootMediaBuilder builder;

  @BeforeEach
  void open() {
    builder = new BootMediaBuilder(INSTALLED, work, LIMIT);
  }

  @ParameterizedTest
  @EnumSource
  void isTheSameWhoeverMakesItAndWhenever(BootMedium medium, @TempDir Path other) {
    BootImage first = builder.build(medium, Optional.empty());
    BootImage second =
        new BootMediaBuilder(INSTALLED, other, LIMIT).build(medium, Optional.empty());

    assertThat(second.octets()).isEqualTo(first.octets());
    assertThat(second.content()).isEqualTo(first.content()).matches("[0-9a-f]{64}");
  }

  @ParameterizedTest
  @EnumSource(names = {"BIOS_CD", "UEFI_CD"})
  void hasNoDateOfItsMaking(BootMedium medium) throws IOException {
    byte[] image = builder.build(medium, Optional.empty()).octets();

    // Years of directory records (ECMA-119 §9.1.5) and of Rock Ridge's time stamps: since 1900.
    Path file = work.resolve("dated.iso");
    Files.write(file, image);
    assertThat(xorriso("-indev", file.toString(), "-find", "/", "-exec", "lsdl"))
        .contains("Jan  1  2000")
        .doesNotContainPattern("[A-Z][a-z]{2} [ 0-9]{2} [0-9]{2}:[0-9]{2}");
    assertThat(timeStampYears(image)).containsOnly(100);
  }

  /** The years in Rock Ridge's {@code TF} fields (RRIP 1.12 §4.1.6) with seven-octet stamps. */
  private static List<Integer> timeStampYears(byte[] image) {
    List<Integer> years = new ArrayList<>();
    for (int i = 0; i < image.length - 40; i++) {
      if (image[i] == 'T' && image[i + 1] == 'F' && image[i + 3] == 1 && image[i + 4] < 0x40) {
        for (int at = i + 5; at < i + image[i + 2]; at += 7) {
          years.add((int) image[at]);
        }
      }
    }
    return years;
  }

  @ParameterizedTest
  @EnumSource
  void leavesNoFilesBehind(BootMedium medium) throws IOException {
    builder.build(medium, Optional.empty());

    try (Stream<Path> files = Files.list(work)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aBiosStartsItFromCdAndFromDisk() throws IOException {
    BootImage cd = builder.build(BootMedium.BIOS_CD, Optional.empty());
    BootImage disk = builder.build(BootMedium.BIOS_DISK, Optional.empty());

    assertThat(elTorito(cd)).contains("El Torito boot img :   1  BIOS  y   none");
    assertThat(new String(cd.octets(), 32769, 5, US_ASCII)).isEqualTo("CD001");
    // Nova refuses an image that says it is raw and looks like a CD.
    assertThat(new String(disk.octets(), 32769, 5, US_ASCII)).isNotEqualTo("CD001");
    // A boot record with a partition that is active.
    assertThat(disk.octets()[510]).isEqualTo((byte) 0x55);
    assertThat(disk.octets()[511]).isEqualTo((byte) 0xaa);
    assertThat(disk.octets()[446]).isEqualTo((byte) 0x80);
    ByteBuffer buffer = ByteBuffer.wrap(disk.octets()).order(ByteOrder.LITTLE_ENDIAN);
    int isolinux = buffer.getInt(432) * 512;
    int descriptor = buffer.getInt(isolinux + 8) * 2048;
    assertThat(new String(disk.octets(), descriptor + 1, 5, US_ASCII)).isEqualTo("CD001");
  }

  @Test
  void refusesAnIsolinuxThatCannotBeToldWhereItsFilesAre() {
    byte[] iso = new byte[1 << 20];

    assertThatThrownBy(() -> IsolinuxDisk.of(iso))
        .isInstanceOf(BootMediaException.class)
        .hasMessageContaining("no boot information table");
  }

  @Test
  void onBiosIpxeBringsItsScript() throws IOException {
    BootImage cd = builder.build(BootMedium.BIOS_CD, Optional.empty());

    assertThat(new String(extract(cd, "/boot.ipx"), US_ASCII))
        .startsWith("#!ipxe\n")
        .contains("ifconf --configurator dhcp net${card}")
        .contains("set script ${net${card}/filename}")
        .doesNotContain("@");
    assertThat(new String(extract(cd, "/isolinux.cfg"), US_ASCII)).contains("INITRD boot.ipx");
    assertThat(extract(cd, "/ipxe.krn"))
        .isEqualTo(Files.readAllBytes(Path.of("/usr/lib/ipxe/ipxe.lkrn")));
  }

  @Test
  void onBiosIpxeCanBeTiedToAService() throws IOException {
    URI service = URI.create("http://192.0.2.5:8088/boot.ipxe");

    BootImage cd = builder.build(BootMedium.BIOS_CD, Optional.of(service));

    assertThat(new String(extract(cd, "/boot.ipx"), US_ASCII))
        .contains("\nset script http://192.0.2.5:8088/boot.ipxe\n")
        .doesNotContain("filename");
    assertThat(cd.content())
        .isNotEqualTo(builder.build(BootMedium.BIOS_CD, Optional.empty()).content());
  }

  @Test
  void refusesAServiceWhereIpxeReadsNoScript() {
    assertThatThrownBy(
            () -> builder.build(BootMedium.UEFI_CD, Optional.of(URI.create("http://192.0.2.5/"))))
        .hasMessage("uefi-cd takes no address of a service");
  }

  @Test
  void uefiStartsItFromCdAndFromDisk() throws IOException {
    byte[] disk = builder.build(BootMedium.UEFI_DISK, Optional.empty()).octets();
    BootImage cd = builder.build(BootMedium.UEFI_CD, Optional.empty());

    assertThat(elTorito(cd)).contains("El Torito boot img :   1  UEFI  y   none");
    assertThat(extract(cd, "/efi.img")).isEqualTo(disk);
    Map<String, byte[]> files = new FatReader(disk).files();
    assertThat(files.keySet())
        .containsExactly("ANYRACK.TAG", "EFI/BOOT/BOOTX64.EFI", "STARTUP.NSH");
    assertThat(files.get("EFI/BOOT/BOOTX64.EFI"))
        .isEqualTo(Files.readAllBytes(Path.of("/usr/lib/ipxe/ipxe.efi")));
    assertThat(files.get("STARTUP.NSH")).asString(US_ASCII).contains("connect -r");
  }

  @Test
  void saysWhatToInstall() {
    var lost = new BootMediaBuilder(List.of(work.resolve("none")), work, LIMIT);
    var noXorriso = new BootMediaBuilder(INSTALLED, work, new Xorriso("xorriso-none", LIMIT));

    assertThatThrownBy(() -> lost.build(BootMedium.UEFI_DISK, Optional.empty()))
        .isInstanceOf(BootMediaException.class)
        .hasMessageContaining("ipxe.efi is not in")
        .hasMessageEndingWith("install the package ipxe");
    assertThatThrownBy(() -> noXorriso.build(BootMedium.BIOS_CD, Optional.empty()))
        .isInstanceOf(BootMediaException.class)
        .hasMessageEndingWith("install the package xorriso");
  }

  @Test
  void tellsNovaWhatItIs() {
    assertThat(BootMedium.BIOS_CD.properties())
        .containsEntry("os_shutdown_timeout", "0")
        .containsEntry("hw_rescue_device", "cdrom")
        .containsEntry("hw_rescue_bus", "ide")
        .doesNotContainKey("hw_firmware_type");
    assertThat(BootMedium.UEFI_CD.properties())
        .containsEntry("os_shutdown_timeout", "0")
        .containsEntry("hw_rescue_bus", "sata")
        .containsEntry("hw_firmware_type", "uefi")
        .containsEntry("hw_machine_type", "q35");
    assertThat(BootMedium.UEFI_DISK.properties())
        .containsEntry("hw_disk_bus", "virtio")
        .doesNotContainKey("hw_rescue_device");
  }

  private String elTorito(BootImage image) throws IOException {
    Path file = work.resolve("listed.iso");
    Files.write(file, image.octets());
    return xorriso("-indev", file.toString(), "-report_el_torito", "plain");
  }

  private static String xorriso(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("xorriso"));
    command.addAll(List.of(arguments));
    Process xorriso = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var output = xorriso.getInputStream()) {
      return new String(output.readAllBytes(), US_ASCII);
    }
  }

  private byte[] extract(BootImage image, String name) throws IOException {
    Path file = work.resolve("read.iso");
    Files.write(file, image.octets());
    Path out = Files.createTempDirectory(work, "out");
    return new Xorriso("xorriso", LIMIT).extract(file, name, out);
  }
}
