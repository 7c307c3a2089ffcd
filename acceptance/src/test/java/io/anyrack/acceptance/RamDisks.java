package io.anyrack.acceptance;

import io.anyrack.cli.linux.CpioArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/** Further files for the RAM disk of the demo's Linux. */
final class RamDisks {
  private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");

  private RamDisks() {}

  /** Makes an archive with a program of this machine and the libraries that it needs. */
  static Path withProgram(Path archive, Path program) throws IOException {
    TreeSet<Path> files = new TreeSet<>(List.of(program));
    LIBRARY
        .matcher(
            new Shell(Path.of("/"), Map.of()).run(List.of("ldd", program.toString())).expectDone())
        .results()
        .forEach(library -> files.add(Path.of(library.group(1))));
    TreeSet<Path> directories = new TreeSet<>();
    for (Path file : files) {
      for (Path above = file.getParent(); above.getNameCount() > 0; above = above.getParent()) {
        directories.add(above);
      }
    }
    try (CpioArchive cpio = new CpioArchive(new GZIPOutputStream(Files.newOutputStream(archive)))) {
      for (Path directory : directories) {
        cpio.directory(directory.toString().substring(1));
      }
      for (Path file : files) {
        cpio.file(file.toString().substring(1), 0755, Files.readAllBytes(file));
      }
    }
    return archive;
  }
}
