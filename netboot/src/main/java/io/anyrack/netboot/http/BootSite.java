package io.anyrack.netboot.http;

import io.anyrack.netboot.file.BootPrograms;
import io.anyrack.netboot.file.Document;
import io.anyrack.netboot.file.ServedDirectory;
import io.anyrack.netboot.port.Port;
import io.anyrack.netboot.script.BootPath;
import io.anyrack.netboot.script.BootTrials;
import io.anyrack.rack.model.BootSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What is where on the HTTP server. Thread-safe. */
public final class BootSite {
  private final BootTrials scripts;
  private final BootPrograms programs;

  /**
   * A site.
   *
   * @param scripts decides on each node's script, trials included
   * @param programs the network boot programs
   */
  public BootSite(BootTrials scripts, BootPrograms programs) {
    this.scripts = scripts;
    this.programs = programs;
  }

  /**
   * The document at {@code path} for the node behind {@code port}.
   *
   * @param base what URLs of this node's documents begin with
   */
  Optional<Document> find(Port port, String base, String path) {
    BootSpec boot = port.rack().boot();
    if (path.equals(BootPath.SCRIPT)) {
      return Optional.of(Document.text(scripts.scriptFor(port, base)));
    } else if (path.equals(BootPath.TRIAL)) {
      scripts.reached(port.node().name());
      return Optional.of(Document.text("noted\n"));
    } else if (path.equals(BootPath.KERNEL)) {
      return boot.linux().map(linux -> Document.file(linux.kernel()));
    } else if (path.startsWith(BootPath.INITRD)) {
      return boot.linux()
          .flatMap(linux -> numbered(linux.initrds(), path.substring(BootPath.INITRD.length())))
          .map(Document::file);
    } else if (path.startsWith(BootPath.PROGRAMS)) {
      return programs.find(path.substring(BootPath.PROGRAMS.length())).map(Document::file);
    } else if (path.startsWith(BootPath.FILES)) {
      return boot.serve()
          .map(ServedDirectory::new)
          .flatMap(served -> served.find(path.substring(BootPath.FILES.length())))
          .flatMap(found -> served(found, path));
    }
    return Optional.empty();
  }

  private static Optional<Path> numbered(List<Path> files, String number) {
    return number.matches("[0-9]{1,3}") && Integer.parseInt(number) < files.size()
        ? Optional.of(files.get(Integer.parseInt(number)))
        : Optional.empty();
  }

  private static Optional<Document> served(Path found, String path) {
    return Files.isDirectory(found)
        ? DirectoryListing.of(found, path)
        : Optional.of(Document.file(found));
  }
}
