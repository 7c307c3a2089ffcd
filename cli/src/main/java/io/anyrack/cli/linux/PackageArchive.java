package io.anyrack.cli.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Where Debian packages come from. */
public interface PackageArchive {

  /**
   * A package as the archive has it.
   *
   * @param dependencies names of the packages that it needs, the first alternative of each
   */
  record DebianPackage(String name, String version, List<String> dependencies) {
    /** Copies the list. */
    public DebianPackage {
      dependencies = List.copyOf(dependencies);
    }
  }

  /**
   * The newest version of a package.
   *
   * @throws LinuxException where it is not known
   */
  DebianPackage newest(String name);

  /**
   * Fetches a package and unpacks its files.
   *
   * @param directory an existing directory
   * @throws LinuxException where that fails
   */
  void unpack(DebianPackage wanted, Path directory) throws IOException;
}
