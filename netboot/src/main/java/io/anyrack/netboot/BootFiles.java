package io.anyrack.netboot;

import io.anyrack.netboot.file.BootPrograms;
import io.anyrack.netboot.file.ServedDirectory;
import io.anyrack.rack.model.BootSpec;
import io.anyrack.rack.model.Rack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files of a rack that boot services hand out. */
final class BootFiles {
  private BootFiles() {}

  /** What the rack file names and is not there, a line each. */
  static List<String> missing(Rack rack) {
    List<String> findings = new ArrayList<>();
    needed(rack).stream()
        .distinct()
        .filter(file -> !Files.isReadable(file))
        .forEach(file -> findings.add(file + ": cannot be read"));
    rack.boot()
        .serve()
        .filter(directory -> !Files.isDirectory(directory))
        .ifPresent(directory -> findings.add(directory + ": no such directory"));
    return findings;
  }

  private static List<Path> needed(Rack rack) {
    List<Path> files = new ArrayList<>();
    if (rack.boot().script().orElse(null) instanceof BootSpec.Script.File(Path path)) {
      files.add(path);
    }
    rack.boot().linux().ifPresent(linux -> files.add(linux.kernel()));
    rack.boot().linux().ifPresent(linux -> files.addAll(linux.initrds()));
    rack.nodes().forEach(node -> node.userData().ifPresent(files::add));
    return files;
  }

  /** A file asked for over TFTP. Programs first: nobody means another file by such a name. */
  static Optional<Path> overTftp(BootPrograms programs, Rack rack, String name) {
    return programs
        .find(name.replaceFirst("^/+", ""))
        .or(() -> rack.boot().serve().map(ServedDirectory::new).flatMap(d -> d.find(name)))
        .filter(Files::isRegularFile);
  }
}
