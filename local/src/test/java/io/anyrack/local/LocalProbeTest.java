package io.anyrack.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.anyrack.local.qemu.KvmProbe;
import io.anyrack.local.qemu.QemuInstallation;
import io.anyrack.local.qemu.QemuLimits;
import io.anyrack.local.qemu.QemuMachines;
import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.cloud.Probe;
import io.anyrack.rack.cloud.Probe.Finding;
import io.anyrack.rack.cloud.Probe.Severity;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.CloudSpec.Accelerator;
import io.anyrack.rack.model.CloudSpec.DiskCache;
import io.anyrack.rack.model.NodeSpec.Firmware;
import io.anyrack.rack.model.NodeSpec.NetworkBoot;
import io.anyrack.rack.model.Rack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LocalProbeTest {
  @TempDir Path directory;

  @Test
  void saysEverythingThatIsMissing() {
    Rack rack =
        Racks.rack(Racks.withFirmware(Racks.node("node-1", 1), Firmware.UEFI, NetworkBoot.IPXE));

    Probe probe = look(QemuInstallation.find("", List.of()), rack, Accelerator.AUTO);

    assertThat(probe.problems())
        .extracting(Finding::subject)
        .containsExactly(
            "qemu-system-x86_64", "qemu-img", "iPXE network ROM", "UEFI firmware (OVMF)");
    assertThat(probe.problems())
        .allSatisfy(
            finding -> assertThat(finding.message()).contains("apt-get install", "brew install"));
  }

  @Test
  void refusesPathsThatAreTooLongForSockets() {
    Path deep = directory.resolve("d".repeat(100));
    Rack rack = Racks.rack(Racks.node("node-1", 0));
    var probe = probe(deep, QemuInstallation.find("", List.of()), "Linux");

    assertThat(probe.look(rack, spec(Accelerator.TCG)).problems())
        .filteredOn(finding -> finding.subject().equals("node-1"))
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.message())
                    .contains("nodes/node-1/kcs", "this system takes 107", "XDG_STATE_HOME"));
    assertThatThrownBy(() -> probe.checkPaths(rack))
        .isInstanceOf(CloudException.class)
        .hasMessageStartingWith("node-1: the path of the unix socket");
  }

  static Stream<Arguments> kvm() {
    String works =
        """
        echo '{"return": {"status": "running", "singlestep": false, "running": true}, "id": "status"}'
        """;
    String aborts =
        """
        echo 'qemu-system-x86_64: error: failed to set MSR 0x10a to 0x69'; exit 134
        """;
    return Stream.of(
        argumentSet("works", works, Accelerator.AUTO, Severity.FINE, "KVM"),
        argumentSet("works, wanted", works, Accelerator.KVM, Severity.FINE, "KVM"),
        argumentSet(
            "aborts",
            aborts,
            Accelerator.AUTO,
            Severity.WARNING,
            "KVM does not work here, so guests run many times slower (`accelerator: kvm` says"
                + " why)"),
        argumentSet(
            "aborts, wanted",
            aborts,
            Accelerator.KVM,
            Severity.PROBLEM,
            "KVM does not work here: QEMU ended with status 134 under KVM: qemu-system-x86_64:"
                + " error: failed to set MSR 0x10a to 0x69"),
        argumentSet(
            "not asked for", aborts, Accelerator.TCG, Severity.FINE, "TCG, as the rack file says"));
  }

  @ParameterizedTest
  @MethodSource("kvm")
  void triesKvmOut(String script, Accelerator wanted, Severity severity, String message)
      throws IOException {
    emulator(script);

    Probe probe =
        look(
            QemuInstallation.find(directory.toString(), List.of()),
            Racks.rack(Racks.node("node-1", 0)),
            wanted);

    assertThat(probe.findings()).contains(new Finding(severity, "accelerator", message));
  }

  static Stream<Arguments> versions() {
    return Stream.of(
        argumentSet(
            "too old",
            "QEMU emulator version 6.2.0 (Debian 1:6.2)",
            Severity.PROBLEM,
            "/qemu-system-x86_64 is version 6.2, 7.2 or later is needed: install a newer QEMU"),
        argumentSet(
            "old enough",
            "QEMU emulator version 7.2.22 (Debian)",
            Severity.FINE,
            "/qemu-system-x86_64, version 7.2"),
        argumentSet(
            "new",
            "QEMU emulator version 10.0.0",
            Severity.FINE,
            "/qemu-system-x86_64, version 10.0"),
        argumentSet(
            "no QEMU",
            "hello",
            Severity.PROBLEM,
            "/qemu-system-x86_64 does not say its version: hello"));
  }

  @ParameterizedTest
  @MethodSource("versions")
  void asksForTheVersion(String line, Severity severity, String message) throws IOException {
    emulator("echo '" + line + "'");

    Probe probe =
        look(
            QemuInstallation.find(directory.toString(), List.of()),
            Racks.rack(Racks.node("node-1", 0)),
            Accelerator.TCG);

    assertThat(probe.findings())
        .contains(new Finding(severity, "qemu-system-x86_64", directory + message));
  }

  @Test
  void leavesNothingBehind() {
    Path state = directory.resolve("state");
    probe(state, QemuInstallation.find(System.getenv("PATH")), "Linux")
        .look(Racks.rack(Racks.node("node-1", 0)), spec(Accelerator.AUTO));
    assertThat(state).doesNotExist();
  }

  private void emulator(String script) throws IOException {
    Path emulator =
        Files.writeString(directory.resolve("qemu-system-x86_64"), "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(emulator, PosixFilePermissions.fromString("rwx------"));
  }

  private Probe look(QemuInstallation qemu, Rack rack, Accelerator wanted) {
    return probe(directory.resolve("state"), qemu, "Linux").look(rack, spec(wanted));
  }

  private LocalProbe probe(Path state, QemuInstallation qemu, String operatingSystem) {
    var kvm = new KvmProbe(qemu, directory, QemuLimits.DEFAULTS);
    return new LocalProbe(
        state,
        qemu,
        kvm,
        new QemuMachines(state.resolve("nodes"), qemu, kvm, QemuLimits.DEFAULTS),
        QemuLimits.DEFAULTS,
        operatingSystem);
  }

  private static CloudSpec.Local spec(Accelerator wanted) {
    return new CloudSpec.Local(wanted, DiskCache.UNSAFE);
  }
}
