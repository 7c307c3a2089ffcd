package io.anyrack.netboot.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A directory whose content is handed out, and nothing outside it: neither {@code ..} nor a
 * symbolic link leads out.
 *
 * <p>Thread-safe. The directory may be filled, changed or made later than this object.
 *
 * @param root the directory
 */
public record ServedDirectory(Path root) {
  /**
   * The file or directory called {@code name}, with all links resolved.
   *
   * @param name a relative path with {@code /} between its parts; leading slashes are ignored, as
   *     TFTP clients differ in them
   * @return empty if there is no such file, if it is neither a regular file nor a directory, or if
   *     the name leads out of the directory
   */
  public Optional<Path> find(String name) {
    String relative = name.replaceFirst("^/+", "");
    try {
      Path base = root.toRealPath();
      Path real = base.resolve(relative).toRealPath();
      boolean served =
          real.startsWith(base) && (Files.isRegularFile(real) || Files.isDirectory(real));
      return served ? Optional.of(real) : Optional.empty();
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }
}
