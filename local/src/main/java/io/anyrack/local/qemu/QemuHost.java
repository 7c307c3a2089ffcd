package io.anyrack.local.qemu;

import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.NodeSpec.Firmware;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Starts QEMU processes for the machines of one rack. Thread-safe.
 *
 * @param rack the rack's name
 * @param spec how guests are run
 * @param qemu the programs
 * @param kvm whether KVM works
 * @param limits how long and how big things may get
 */
record QemuHost(
    String rack, CloudSpec.Local spec, QemuInstallation qemu, KvmProbe kvm, QemuLimits limits) {

  /** Brings a node's disk where its spec says; nothing where it has none. */
  void prepareDisk(NodeSpec node, NodeFiles files) {
    if (node.diskBytes() > 0) {
      new DiskImages(qemu, limits).prepare(files.disk(), node.diskBytes(), node.image());
    }
  }

  /** What Secure Boot takes, if it is there. */
  Optional<QemuInstallation.SecureFirmware> secureFirmware() {
    return qemu.uefi().flatMap(QemuInstallation.UefiFirmware::secure);
  }

  /**
   * Starts QEMU; its guest waits.
   *
   * @throws CloudException if something the start needs is missing
   * @throws io.anyrack.rack.cloud.MachineException if QEMU does not start
   */
  void launch(
      NodeSpec node,
      NodeFiles files,
      Firmware firmware,
      SecureBootSetting secureBoot,
      BootOrder order,
      Optional<Path> medium) {
    prepareDisk(node, files);
    prepareConsoleLog(files.consoleLog());
    Optional<QemuInstallation.UefiFirmware> uefi =
        firmware == Firmware.UEFI ? Optional.of(prepareUefi(files)) : Optional.empty();
    Optional<Path> guarded =
        uefi.flatMap(QemuInstallation.UefiFirmware::secure)
            .filter(secureBoot::begin)
            .map(QemuInstallation.SecureFirmware::code);
    var launch =
        new Launch(
            qemu.requireEmulator(),
            rack,
            node,
            files,
            guarded.or(() -> uefi.map(QemuInstallation.UefiFirmware::code)),
            guarded.isPresent(),
            useKvm(),
            spec.diskCache(),
            order,
            medium);
    Subprocess.Outcome outcome = new Subprocess(limits.start()).run(QemuCommandLine.of(launch));
    if (!outcome.succeeded()) {
      throw StartFailure.of(node.name(), outcome);
    }
  }

  private boolean useKvm() {
    return switch (spec.accelerator()) {
      case TCG -> false;
      case AUTO -> kvm.result().works();
      case KVM -> {
        kvm.result()
            .problem()
            .ifPresent(
                problem -> {
                  throw new CloudException(
                      "the rack file wants KVM, and " + problem + " (or set `accelerator: auto`)");
                });
        yield true;
      }
    };
  }

  /** Made for its owner only: as a daemon QEMU lets the group read the files it makes. */
  private static void prepareConsoleLog(Path log) {
    try {
      if (!Files.exists(log)) {
        Files.createFile(
            log,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
    } catch (IOException e) {
      throw new CloudException("cannot make " + log + ": " + e.getMessage(), e);
    }
  }

  /** The firmware; the node has variables of its own afterwards. */
  private QemuInstallation.UefiFirmware prepareUefi(NodeFiles files) {
    var uefi = qemu.requireUefi();
    Path variables = files.uefiVariables();
    if (!Files.exists(variables)) {
      Path unfinished = variables.resolveSibling(variables.getFileName() + ".new");
      try {
        Files.copy(uefi.variables(), unfinished, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-------"));
        Files.move(unfinished, variables, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw new CloudException("cannot make " + variables + ": " + e.getMessage(), e);
      }
    }
    return uefi;
  }
}
