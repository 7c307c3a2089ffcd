package io.anyrack.local.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.rack.cloud.CloudException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QemuInstallationTest {
  @TempDir Path root;

  @Test
  void findsHomebrew() throws IOException {
    Path brew = root.resolve("opt/homebrew");
    Path emulator = program(brew.resolve("bin/qemu-system-x86_64"));
    Path imageTool = program(brew.resolve("bin/qemu-img"));
    Path code = file(brew.resolve("share/qemu/edk2-x86_64-code.fd"));
    Path variables = file(brew.resolve("share/qemu/edk2-i386-vars.fd"));
    Path rom = file(brew.resolve("share/qemu/efi-virtio.rom"));

    QemuInstallation qemu = QemuInstallation.find("", List.of(brew, root.resolve("usr/local")));

    assertThat(qemu.requireEmulator()).isEqualTo(emulator);
    assertThat(qemu.requireImageTool()).isEqualTo(imageTool);
    assertThat(qemu.requireUefi())
        .isEqualTo(new QemuInstallation.UefiFirmware(code, variables, Optional.empty()));
    assertThat(qemu.networkRom()).contains(rom);
  }

  @Test
  void prefersTheSearchPath() throws IOException {
    program(root.resolve("usr/bin/qemu-system-x86_64"));
    Path own = program(root.resolve("own/qemu-system-x86_64"));

    assertThat(
            QemuInstallation.find(
                    root.resolve("none") + ":" + root.resolve("own"), List.of(root.resolve("usr")))
                .emulator())
        .contains(own);
  }

  @Test
  void wantsCodeAndVariablesOfOneKind() throws IOException {
    file(root.resolve("share/OVMF/OVMF_CODE_4M.fd"));
    file(root.resolve("share/OVMF/OVMF_VARS.fd"));
    assertThat(QemuInstallation.find("", List.of(root)).uefi()).isEmpty();
  }

  @Test
  void findsWhatSecureBootTakesBesideTheFirmware() throws IOException {
    Path code = file(root.resolve("share/OVMF/OVMF_CODE_4M.fd"));
    Path variables = file(root.resolve("share/OVMF/OVMF_VARS_4M.fd"));
    Path guarded = file(root.resolve("share/OVMF/OVMF_CODE_4M.secboot.fd"));
    assertThat(QemuInstallation.find("", List.of(root)).uefi())
        .contains(new QemuInstallation.UefiFirmware(code, variables, Optional.empty()));

    Path keys = file(root.resolve("share/OVMF/OVMF_VARS_4M.ms.fd"));
    assertThat(QemuInstallation.find("", List.of(root)).requireUefi().secure())
        .contains(new QemuInstallation.SecureFirmware(guarded, keys));
  }

  @Test
  void saysWhatToInstall() {
    QemuInstallation nothing = QemuInstallation.find("", List.of());
    assertThatThrownBy(nothing::requireEmulator)
        .isInstanceOf(CloudException.class)
        .hasMessage(
            "qemu-system-x86_64 was not found: install it with `apt-get install qemu-system-x86"
                + " qemu-utils ovmf ipxe-qemu` (Debian, Ubuntu) or `brew install qemu` (Homebrew)");
  }

  private static Path program(Path path) throws IOException {
    file(path);
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
  }

  private static Path file(Path path) throws IOException {
    Files.createDirectories(path.getParent());
    return Files.writeString(path, "");
  }
}
