package io.anyrack.local.qemu;

import io.anyrack.rack.cloud.CloudException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether KVM works, by a short run: the device may be there and QEMU still abort on it.
 * Looked at once in the life of an instance. Thread-safe.
 */
public final class KvmProbe {
  private static final String TALK =
      """
      {"execute":"qmp_capabilities"}
      {"execute":"cont"}
      {"execute":"query-status","id":"status"}
      {"execute":"quit"}
      """;

  private final QemuInstallation qemu;
  private final Path device;
  private final Subprocess subprocess;
  private @Nullable Result result;

  /**
   * What was found.
   *
   * @param problem why KVM cannot be used; empty: it can
   */
  public record Result(Optional<String> problem) {
    /** Whether KVM can be used. */
    public boolean works() {
      return problem.isEmpty();
    }
  }

  /** A probe with {@code device}, such as {@code /dev/kvm}. */
  public KvmProbe(QemuInstallation qemu, Path device, QemuLimits limits) {
    this.qemu = qemu;
    this.device = device;
    this.subprocess = new Subprocess(limits.start());
  }

  /** The result; the first call runs QEMU. */
  public synchronized Result result() {
    if (result == null) {
      result = new Result(look());
    }
    return result;
  }

  private Optional<String> look() {
    if (!Files.exists(device)) {
      return Optional.of("this machine has no " + device);
    }
    if (!Files.isReadable(device) || !Files.isWritable(device)) {
      return Optional.of(
          "no permission for %s: add yourself to its group (`sudo usermod -aG kvm $USER`) and log in again"
              .formatted(device));
    }
    try {
      Subprocess.Outcome outcome = subprocess.run(commandLine(), TALK);
      if (outcome.succeeded() && outcome.output().contains("\"status\": \"running\"")) {
        return Optional.empty();
      }
      return Optional.of(
          "QEMU ended with status %d under KVM: %s"
              .formatted(outcome.status(), lastLine(outcome.output())));
    } catch (CloudException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private List<String> commandLine() {
    return List.of(
        qemu.requireEmulator().toString(),
        "-machine",
        "q35,accel=kvm",
        "-cpu",
        "host",
        "-m",
        "64M",
        "-nodefaults",
        "-no-user-config",
        "-display",
        "none",
        "-S",
        "-qmp",
        "stdio");
  }

  private static String lastLine(String output) {
    return output.substring(output.lastIndexOf('\n') + 1);
  }
}
