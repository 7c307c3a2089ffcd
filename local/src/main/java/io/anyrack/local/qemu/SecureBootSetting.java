package io.anyrack.local.qemu;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.anyrack.rack.cloud.MachineException;
import io.anyrack.rack.cloud.SecureBoot;
import io.anyrack.rack.cloud.SecureBoot.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Secure Boot of one machine: its keys are in the machine's UEFI variables, and what shall become
 * of them at the next start in a file beside. Thread-safe; waits for nothing but files.
 */
final class SecureBootSetting {
  private static final String IN_FORCE = "in force";
  private static final String NOT_IN_FORCE = "not in force";

  private final Path variables;
  private final Path file;

  /** What the file says: whether Secure Boot is in force, and a line for each change to come. */
  private record Kept(boolean inForce, List<Change> changes) {}

  /** Of the machine with these files. */
  SecureBootSetting(NodeFiles files) {
    this.variables = files.uefiVariables();
    this.file = files.secureBoot();
  }

  /** What there is, given the firmware that machines are started with. */
  synchronized SecureBoot look(QemuInstallation.SecureFirmware firmware) {
    Kept kept = kept();
    UefiVariables now =
        Files.exists(variables)
            ? require(variables)
            : require(firmware.keys()).without(SecureBootKeys.KEYS);
    return new SecureBoot(
        SecureBootKeys.enabled(after(kept.changes(), now, firmware)),
        kept.inForce(),
        SecureBootKeys.owned(now));
  }

  /** Has the next start change something; later changes come after earlier ones. */
  synchronized void change(Change change) {
    Kept kept = kept();
    List<Change> changes = new ArrayList<>(kept.changes());
    // Each change says the whole of what it is about: of two that are alike the last one counts.
    changes.remove(change);
    changes.add(change);
    keep(new Kept(kept.inForce(), changes));
  }

  /** Whether the next start changes something. */
  synchronized boolean isChanging() {
    return !kept().changes().isEmpty();
  }

  /**
   * The machine is about to start with its variables, which are there: makes the changes.
   *
   * @return whether there is a platform key
   */
  synchronized boolean begin(QemuInstallation.SecureFirmware firmware) {
    List<Change> changes = kept().changes();
    if (!changes.isEmpty()) {
      write(variables, after(changes, require(variables), firmware).flash());
    }
    // Variables that we cannot read are the firmware's business as long as nothing is to change.
    Optional<UefiVariables> now = read(variables);
    note(now.map(SecureBootKeys::enabled).orElse(false), List.of());
    return now.map(SecureBootKeys::owned).orElse(false);
  }

  /** The firmware has started anew within a start, and read the variables again. */
  synchronized void restarted() {
    if (Files.exists(variables)) {
      note(read(variables).map(SecureBootKeys::enabled).orElse(false), kept().changes());
    }
  }

  private static UefiVariables after(
      List<Change> changes, UefiVariables now, QemuInstallation.SecureFirmware firmware) {
    if (changes.isEmpty()) {
      return now;
    }
    UefiVariables defaults = require(firmware.keys());
    UefiVariables next = now;
    for (Change change : changes) {
      next = SecureBootKeys.apply(change, next, defaults);
    }
    return next;
  }

  private void note(boolean inForce, List<Change> changes) {
    if (inForce || Files.exists(file)) {
      keep(new Kept(inForce, changes));
    }
  }

  private Kept kept() {
    try {
      if (!Files.exists(file)) {
        return new Kept(false, List.of());
      }
      List<String> lines = Files.readAllLines(file, US_ASCII);
      return new Kept(
          lines.getFirst().equals(IN_FORCE), lines.stream().skip(1).map(Change::valueOf).toList());
    } catch (IOException | RuntimeException e) {
      throw new MachineException("cannot read " + file + ": remove it", e);
    }
  }

  private void keep(Kept kept) {
    List<String> lines = new ArrayList<>(List.of(kept.inForce() ? IN_FORCE : NOT_IN_FORCE));
    kept.changes().forEach(change -> lines.add(change.name()));
    write(file, (String.join("\n", lines) + "\n").getBytes(US_ASCII));
  }

  private static UefiVariables require(Path file) {
    return read(file)
        .orElseThrow(() -> new MachineException(file + " does not hold UEFI variables"));
  }

  private static Optional<UefiVariables> read(Path file) {
    try {
      return UefiVariables.read(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new MachineException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static void write(Path file, byte[] octets) {
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.write(unfinished, octets);
      Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-------"));
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new MachineException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
