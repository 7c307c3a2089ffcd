package io.anyrack.netboot.file;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The network boot programs (NBP) found on this machine: builds of iPXE that the firmware's own PXE
 * or HTTP client loads first. Immutable: what is installed later is found by a new one.
 */
public final class BootPrograms {
  /** All names ever handed out; anything else in the directories stays private. */
  private static final List<String> NAMES =
      List.of(
          "undionly.kpxe",
          "snponly.efi",
          "ipxe.efi",
          "snponly-i386.efi",
          "ipxe-i386.efi",
          "snponly-arm64.efi",
          "ipxe-arm64.efi");

  private final Map<String, Path> found;

  private BootPrograms(Map<String, Path> found) {
    this.found = Map.copyOf(found);
  }

  /**
   * Looks for programs.
   *
   * @param directories where, best first, such as {@code /usr/lib/ipxe} and {@code /boot}, where
   *     Debian's package {@code ipxe} puts them; missing ones are skipped
   */
  public static BootPrograms in(List<Path> directories) {
    Map<String, Path> found = new LinkedHashMap<>();
    for (Path directory : directories) {
      for (String name : NAMES) {
        Path file = directory.resolve(name);
        if (Files.isRegularFile(file) && Files.isReadable(file)) {
          found.putIfAbsent(name, file);
        }
      }
    }
    return new BootPrograms(found);
  }

  /** The file of the program called {@code name}. */
  public Optional<Path> find(String name) {
    return Optional.ofNullable(found.get(name));
  }

  /** The first of {@code names} that was found. */
  public Optional<String> first(List<String> names) {
    return names.stream().filter(found::containsKey).findFirst();
  }
}
