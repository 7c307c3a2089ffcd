package io.anyrack.cli.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The archive that this system's apt is set up for. It needs no root: {@code apt-get download} only
 * fetches, and checks what it fetched against the archive's signatures.
 */
public final class AptArchive implements PackageArchive {
  private static final String OWN_KERNEL =
      " Or give a kernel and an initrd of your own in the rack file: boot: { kernel: FILE, initrd:"
          + " FILE, cmdline: ... }.";

  private final Program program;
  private final Path directory;

  /**
   * Uses the apt of this system.
   *
   * @param limit how long a download may take
   * @param directory where the programs run; nothing is written there
   */
  public AptArchive(Duration limit, Path directory) {
    this.program = new Program(limit);
    this.directory = directory;
  }

  @Override
  public DebianPackage newest(String name) {
    String record;
    try {
      record =
          text(program.run(directory, List.of("apt-cache", "show", "--no-all-versions", name)));
    } catch (LinuxException | IOException e) {
      throw new LinuxException(
          hasApt()
              ? "apt knows no package " + name + ". Run: sudo apt-get update." + OWN_KERNEL
              : "The demo's Linux is made of Debian's packages, and this system has no apt."
                  + OWN_KERNEL,
          e);
    }
    Map<String, String> fields = fields(record);
    return new DebianPackage(
        name, fields.getOrDefault("Version", ""), dependencies(fields.getOrDefault("Depends", "")));
  }

  @Override
  public void unpack(DebianPackage wanted, Path directory) throws IOException {
    Path download = Files.createDirectory(directory.resolve("download"));
    try {
      program.run(
          download,
          List.of(
              "apt-get",
              "-q",
              "-o",
              "Acquire::http::Timeout=30",
              "download",
              wanted.name() + "=" + wanted.version()));
    } catch (LinuxException e) {
      throw new LinuxException(
          "Cannot download "
              + wanted.name()
              + ". Where the archive has a newer one, sudo apt-get update helps. "
              + e.getMessage(),
          e);
    }
    Path file;
    try (Stream<Path> files = Files.list(download)) {
      file =
          files
              .filter(each -> each.toString().endsWith(".deb"))
              .findAny()
              .orElseThrow(
                  () -> new LinuxException("apt-get left no file of " + wanted.name() + "."));
    }
    program.run(directory, List.of("dpkg-deb", "-x", file.toString(), directory.toString()));
    Files.delete(file);
    Files.delete(download);
  }

  private boolean hasApt() {
    try {
      program.run(directory, List.of("apt-cache", "--version"));
      return true;
    } catch (LinuxException | IOException _) {
      return false;
    }
  }

  /**
   * The fields of the first record of apt's answer (deb822(5)); continuation lines are left out.
   */
  static Map<String, String> fields(String record) {
    Map<String, String> fields = new HashMap<>();
    for (String line : record.lines().takeWhile(each -> !each.isBlank()).toList()) {
      int colon = line.indexOf(':');
      if (colon > 0 && !Character.isWhitespace(line.charAt(0))) {
        fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
      }
    }
    return fields;
  }

  /** The names in a field such as {@code a (= 1), b | c, d:any} (Debian Policy §7.1). */
  static List<String> dependencies(String field) {
    return Stream.of(field.split(","))
        .map(each -> each.strip().split("[ :|(]", 2)[0])
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private static String text(byte[] output) {
    return new String(output, StandardCharsets.UTF_8);
  }
}
