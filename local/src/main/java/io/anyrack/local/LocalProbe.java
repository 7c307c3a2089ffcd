package io.anyrack.local;

import io.anyrack.local.qemu.KvmProbe;
import io.anyrack.local.qemu.QemuInstallation;
import io.anyrack.local.qemu.QemuLimits;
import io.anyrack.local.qemu.QemuMachines;
import io.anyrack.local.qemu.QemuVersion;
import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.cloud.Probe;
import io.anyrack.rack.cloud.Probe.Finding;
import io.anyrack.rack.cloud.Probe.Severity;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.NodeSpec.Firmware;
import io.anyrack.rack.model.Rack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks whether this machine can hold a rack.
 *
 * @param state where the rack's state will be
 * @param operatingSystem the system's name as Java has it
 */
record LocalProbe(
    Path state,
    QemuInstallation qemu,
    KvmProbe kvm,
    QemuMachines machines,
    QemuLimits limits,
    String operatingSystem) {
  private static final String EMULATOR = "qemu-system-x86_64";
  private static final long LITTLE_SPACE = 1L << 30;

  Probe look(Rack rack, CloudSpec.Local spec) {
    List<Finding> findings = new ArrayList<>();
    findings.add(qemu.emulator().map(this::version).orElseGet(() -> missing(EMULATOR)));
    findings.add(program("qemu-img", qemu.imageTool()));
    findings.add(program("iPXE network ROM", qemu.networkRom()));
    if (rack.nodes().stream().anyMatch(node -> node.firmware() == Firmware.UEFI)) {
      findings.add(
          program("UEFI firmware (OVMF)", qemu.uefi().map(QemuInstallation.UefiFirmware::code)));
    }
    if (qemu.emulator().isPresent()) {
      findings.add(accelerator(spec.accelerator()));
    }
    for (NodeSpec node : rack.nodes()) {
      machines
          .pathProblem(node.name(), operatingSystem)
          .ifPresent(problem -> findings.add(problem(node.name(), problem)));
      if (qemu.imageTool().isPresent()) {
        machines
            .imageProblem(node)
            .ifPresent(problem -> findings.add(problem(node.name(), problem)));
      }
    }
    findings.add(space());
    return new Probe(findings);
  }

  /** Refuses a rack whose sockets could not be made. */
  void checkPaths(Rack rack) {
    for (NodeSpec node : rack.nodes()) {
      machines
          .pathProblem(node.name(), operatingSystem)
          .ifPresent(
              problem -> {
                throw new CloudException(node.name() + ": " + problem);
              });
    }
  }

  private static Finding program(String what, Optional<Path> path) {
    return path.map(found -> new Finding(Severity.FINE, what, found.toString()))
        .orElseGet(() -> missing(what));
  }

  private Finding version(Path emulator) {
    try {
      QemuVersion version = QemuVersion.of(emulator, limits);
      return version.isEnough()
          ? new Finding(Severity.FINE, EMULATOR, emulator + ", version " + version)
          : problem(
              EMULATOR,
              "%s is version %s, %s or later is needed: install a newer QEMU"
                  .formatted(emulator, version, QemuVersion.NEEDED));
    } catch (CloudException e) {
      return problem(EMULATOR, String.valueOf(e.getMessage()));
    }
  }

  private static Finding missing(String what) {
    return problem(what, QemuInstallation.missingMessage(what));
  }

  private Finding accelerator(CloudSpec.Accelerator wanted) {
    if (wanted == CloudSpec.Accelerator.TCG) {
      return new Finding(Severity.FINE, "accelerator", "TCG, as the rack file says");
    }
    Optional<String> trouble = kvm.result().problem();
    if (trouble.isEmpty()) {
      return new Finding(Severity.FINE, "accelerator", "KVM");
    }
    return wanted == CloudSpec.Accelerator.KVM
        ? problem("accelerator", "KVM does not work here: " + trouble.get())
        : new Finding(
            Severity.WARNING,
            "accelerator",
            "KVM does not work here, so guests run many times slower (`accelerator: kvm` says"
                + " why)");
  }

  private Finding space() {
    Path there = state.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    try {
      long free = Files.getFileStore(there).getUsableSpace();
      return new Finding(
          free < LITTLE_SPACE ? Severity.WARNING : Severity.FINE,
          "disk space",
          "%d MiB free in %s".formatted(free >> 20, there));
    } catch (IOException e) {
      return problem("disk space", "cannot look at " + there + ": " + e.getMessage());
    }
  }

  private static Finding problem(String subject, String message) {
    return new Finding(Severity.PROBLEM, subject, message);
  }
}
