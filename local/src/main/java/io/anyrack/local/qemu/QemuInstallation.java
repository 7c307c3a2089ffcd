package io.anyrack.local.qemu;

import io.anyrack.rack.cloud.CloudException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * QEMU on this machine, as far as it is there.
 *
 * @param emulator {@code qemu-system-x86_64}
 * @param imageTool {@code qemu-img}
 * @param uefi firmware for UEFI nodes
 * @param networkRom iPXE for the NIC of a BIOS node
 */
public record QemuInstallation(
    Optional<Path> emulator,
    Optional<Path> imageTool,
    Optional<UefiFirmware> uefi,
    Optional<Path> networkRom) {

  private static final String INSTALL =
      "install it with `apt-get install qemu-system-x86 qemu-utils ovmf ipxe-qemu` (Debian, Ubuntu)"
          + " or `brew install qemu` (Homebrew)";

  /** Where programs are beside the search path: Homebrew on ARM and on Intel, the system's own. */
  private static final List<String> PREFIXES = List.of("/opt/homebrew", "/usr/local", "/usr");

  private static final List<String> ROM_DIRECTORIES =
      List.of("lib/ipxe/qemu", "share/qemu", "share/ipxe/qemu", "share/qemu-firmware");

  /** Code and empty variables that belong together: Debian; QEMU's own; Fedora; Arch; openSUSE. */
  private static final List<List<String>> UEFI =
      List.of(
          List.of("share/OVMF/OVMF_CODE_4M.fd", "share/OVMF/OVMF_VARS_4M.fd"),
          List.of("share/qemu/edk2-x86_64-code.fd", "share/qemu/edk2-i386-vars.fd"),
          List.of("share/edk2/ovmf/OVMF_CODE.fd", "share/edk2/ovmf/OVMF_VARS.fd"),
          List.of("share/edk2/x64/OVMF_CODE.4m.fd", "share/edk2/x64/OVMF_VARS.4m.fd"),
          List.of("share/edk2-ovmf/x64/OVMF_CODE.fd", "share/edk2-ovmf/x64/OVMF_VARS.fd"),
          List.of("share/qemu/ovmf-x86_64-4m-code.bin", "share/qemu/ovmf-x86_64-4m-vars.bin"),
          List.of("share/OVMF/OVMF_CODE.fd", "share/OVMF/OVMF_VARS.fd"));

  /**
   * UEFI firmware.
   *
   * @param code read only, shared by all nodes
   * @param variables an empty variable store, copied for each node
   * @param secure what Secure Boot takes
   */
  public record UefiFirmware(Path code, Path variables, Optional<SecureFirmware> secure) {}

  /**
   * What Secure Boot takes beside the firmware.
   *
   * @param code firmware that keeps its variables from the guest, read only, shared by all nodes
   * @param keys a variable store with the keys of the firmware's maker
   */
  public record SecureFirmware(Path code, Path keys) {}

  /**
   * Looks for QEMU.
   *
   * @param searchPath the environment's {@code PATH}
   */
  public static QemuInstallation find(String searchPath) {
    return find(searchPath, PREFIXES.stream().map(Path::of).toList());
  }

  /**
   * Looks for QEMU in directories of one's own.
   *
   * @param searchPath directories with programs, with {@code :} between them
   * @param prefixes roots that hold {@code bin}, {@code lib} and {@code share}
   */
  public static QemuInstallation find(String searchPath, List<Path> prefixes) {
    List<Path> programs =
        Stream.concat(
                Arrays.stream(searchPath.split(":", -1)).filter(p -> !p.isEmpty()).map(Path::of),
                prefixes.stream().map(prefix -> prefix.resolve("bin")))
            .toList();
    return new QemuInstallation(
        first(programs, "qemu-system-x86_64", Files::isExecutable),
        first(programs, "qemu-img", Files::isExecutable),
        UEFI.stream()
            .flatMap(pair -> prefixes.stream().map(prefix -> firmware(prefix, pair)))
            .filter(f -> Files.isReadable(f.code()) && Files.isReadable(f.variables()))
            .findFirst(),
        first(
            ROM_DIRECTORIES.stream()
                .flatMap(directory -> prefixes.stream().map(prefix -> prefix.resolve(directory)))
                .toList(),
            "efi-virtio.rom",
            Files::isReadable));
  }

  /**
   * The emulator.
   *
   * @throws CloudException if it is not there, with what to install
   */
  Path requireEmulator() {
    return emulator.orElseThrow(() -> missing("qemu-system-x86_64"));
  }

  /** The tool for disk images, likewise. */
  Path requireImageTool() {
    return imageTool.orElseThrow(() -> missing("qemu-img"));
  }

  /** The firmware for UEFI nodes, likewise. */
  UefiFirmware requireUefi() {
    return uefi.orElseThrow(() -> missing("UEFI firmware (OVMF)"));
  }

  /** What a user is told about something that is not there. */
  public static String missingMessage(String what) {
    return what + " was not found: " + INSTALL;
  }

  private static CloudException missing(String what) {
    return new CloudException(missingMessage(what));
  }

  private static UefiFirmware firmware(Path prefix, List<String> pair) {
    Path code = prefix.resolve(pair.getFirst());
    Path variables = prefix.resolve(pair.getLast());
    // Debian's and Ubuntu's names, of the same sizes; the others enrol no keys, or name them anew.
    var secure = new SecureFirmware(kin(code, ".secboot"), kin(variables, ".ms"));
    return new UefiFirmware(
        code,
        variables,
        Optional.of(secure).filter(f -> Files.isReadable(f.code()) && Files.isReadable(f.keys())));
  }

  /** The file beside another that has a word more before its ending. */
  private static Path kin(Path file, String word) {
    String name = file.getFileName().toString();
    int ending = name.lastIndexOf('.');
    return file.resolveSibling(name.substring(0, ending) + word + name.substring(ending));
  }

  private static Optional<Path> first(List<Path> directories, String name, Predicate<Path> usable) {
    return directories.stream()
        .map(directory -> directory.resolve(name))
        .filter(path -> Files.isRegularFile(path) && usable.test(path))
        .findFirst();
  }
}
