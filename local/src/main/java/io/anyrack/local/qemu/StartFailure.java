package io.anyrack.local.qemu;

import io.anyrack.rack.cloud.MachineException;
import java.util.List;
import java.util.Map;

/** Says in the user's words why a program of QEMU failed. */
final class StartFailure {
  /** What to do, by what QEMU says; the first that fits. */
  private static final List<Map.Entry<String, String>> ADVICE =
      List.of(
          Map.entry("No space left on device", "free some space on that disk"),
          Map.entry("Failed to write pid file", "free some space on the disk of the state"),
          Map.entry("Cannot allocate memory", "give the node less `memory`, or power others off"),
          Map.entry(
              "is not in qcow2 format", "the disk is damaged: remove the node and make it anew"),
          Map.entry("Failed to get \"write\" lock", "another process uses the disk"),
          Map.entry("Address already in use", "another process listens there"),
          Map.entry("is too long", "put the state under a shorter path, see XDG_STATE_HOME"),
          Map.entry("Cannot lock pid file", "the machine is being started by another process"),
          Map.entry("failed to find romfile", "install iPXE's ROMs: `apt-get install ipxe-qemu`"),
          Map.entry(".fd': No such file", "install the UEFI firmware: `apt-get install ovmf`"),
          Map.entry("KVM", "set `accelerator: tcg` in the rack file's cloud"),
          Map.entry("is not a valid device model name", "install a newer or more complete QEMU"),
          Map.entry("Permission denied", "check who owns that file"));

  private StartFailure() {}

  /** The failure to start {@code node}. */
  static MachineException of(String node, Subprocess.Outcome outcome) {
    return new MachineException(
        "%s cannot be powered on: QEMU ended with status %d: %s%s"
            .formatted(node, outcome.status(), outcome.output(), advice(outcome.output())));
  }

  /** What to do about a message of QEMU; empty where nothing is known. */
  static String advice(String message) {
    return ADVICE.stream()
        .filter(entry -> message.contains(entry.getKey()))
        .findFirst()
        .map(entry -> " (" + entry.getValue() + ")")
        .orElse("");
  }
}
