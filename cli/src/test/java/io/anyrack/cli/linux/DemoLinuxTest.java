package io.anyrack.cli.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.model.BootSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How the demo's Linux is made and kept, with packages made here; booting is an acceptance test.
 */
final class DemoLinuxTest {
  @TempDir private Path cache;
  private final FakeArchive archive = new FakeArchive();
  private final List<String> steps = new ArrayList<>();
  private final Progress progress =
      (subject, step, state) -> steps.add(subject + " " + step + " " + state);

  @Test
  void shouldMakeItOnceForEachVersion() throws IOException {
    BootSpec.Linux first = obtain();
    BootSpec.Linux again = obtain();
    archive.kernelVersion = "6.1.200-1";
    BootSpec.Linux newer = obtain();

    assertThat(again).isEqualTo(first);
    assertThat(newer.kernel()).isNotEqualTo(first.kernel());
    assertThat(Files.readString(first.kernel())).isEqualTo("kernel 6.1.192-2");
    assertThat(first.initrds())
        .singleElement()
        .satisfies(initrd -> assertThat(initrd).isNotEmptyFile());
    assertThat(archive.unpacked)
        .containsExactly(
            "linux-image-6.1.0-56-amd64",
            "busybox-static",
            "linux-image-6.1.0-56-amd64",
            "busybox-static");
    assertThat(steps)
        .startsWith(
            "linux download linux-image-6.1.0-56-amd64 STARTED",
            "linux download linux-image-6.1.0-56-amd64 DONE",
            "linux download busybox-static STARTED",
            "linux download busybox-static DONE",
            "linux initrd STARTED",
            "linux initrd DONE");
  }

  @Test
  void shouldLeaveNothingBehindWhenItFails() throws IOException {
    archive.missingModule = "ipmi_si.ko";

    assertThatThrownBy(this::obtain)
        .isInstanceOf(LinuxException.class)
        .hasMessageContaining("no module ipmi_si");
    assertThat(steps).last().isEqualTo("linux initrd FAILED");
    try (Stream<Path> left = Files.list(cache)) {
      assertThat(left).containsExactly(cache.resolve("lock"));
    }
  }

  @Test
  void shouldClearWhatAKilledProcessLeft() throws IOException {
    Files.createDirectories(cache.resolve("making/result"));
    Files.writeString(cache.resolve("making/result/vmlinuz"), "half");

    assertThat(obtain().kernel()).hasContent("kernel 6.1.192-2");
    assertThat(cache.resolve("making")).doesNotExist();
  }

  @Test
  void shouldSayWhereItCannotWrite() throws IOException {
    Path file = Files.writeString(cache.resolve("file"), "in the way");

    assertThatThrownBy(() -> new DemoLinux(file.resolve("linux"), archive, progress).obtain())
        .isInstanceOf(LinuxException.class)
        .hasMessageContaining(file.toString());
  }

  private BootSpec.Linux obtain() {
    return new DemoLinux(cache, archive, progress).obtain();
  }

  /** Packages of the form that Debian's have. */
  private static final class FakeArchive implements PackageArchive {
    private static final List<String> MODULES =
        List.of(
            "virtio_pci.ko",
            "virtio_net.ko",
            "virtio_blk.ko",
            "virtio_scsi.ko",
            "ata_piix.ko",
            "ahci.ko",
            "sd_mod.ko",
            "sr_mod.ko",
            "isofs.ko",
            "virtio-rng.ko",
            "ipmi_si.ko",
            "ipmi_devintf.ko",
            "button.ko",
            "evdev.ko");

    private final List<String> unpacked = new ArrayList<>();
    private String kernelVersion = "6.1.192-2";
    private String missingModule = "";

    @Override
    public DebianPackage newest(String name) {
      return switch (name) {
        case "linux-image-amd64" ->
            new DebianPackage(name, kernelVersion, List.of("linux-image-6.1.0-56-amd64"));
        case "busybox-static" -> new DebianPackage(name, "1:1.35.0-4", List.of());
        default -> new DebianPackage(name, kernelVersion, List.of("kmod"));
      };
    }

    @Override
    public void unpack(DebianPackage wanted, Path directory) throws IOException {
      unpacked.add(wanted.name());
      for (var file : files(wanted).entrySet()) {
        Path path = directory.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
    }

    private Map<String, String> files(DebianPackage wanted) {
      if (wanted.name().equals("busybox-static")) {
        return Map.of("bin/busybox", "program");
      }
      Map<String, String> files = new HashMap<>();
      files.put("boot/vmlinuz-6.1.0-56-amd64", "kernel " + wanted.version());
      files.put("lib/modules/6.1.0-56-amd64/modules.builtin", "");
      for (String module : MODULES) {
        if (!module.equals(missingModule)) {
          files.put("lib/modules/6.1.0-56-amd64/kernel/drivers/" + module, "\0depends=\0");
        }
      }
      return files;
    }
  }
}
