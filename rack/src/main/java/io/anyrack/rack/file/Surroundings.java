package io.anyrack.rack.file;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** What a rack file refers to outside itself. */
public interface Surroundings {
  /** The value of {@code !secret NAME}; empty: there is none. */
  Optional<String> secret(String name);

  /** Whether {@code path} is a file that can be read. */
  boolean isReadableFile(Path path);

  /** Whether {@code path} is a directory that can be listed. */
  boolean isReadableDirectory(Path path);

  /**
   * The file system of this machine.
   *
   * @param secrets looks up the value of a secret, for instance in the environment
   */
  static Surroundings here(Function<String, Optional<String>> secrets) {
    return new Surroundings() {
      @Override
      public Optional<String> secret(String name) {
        return secrets.apply(name);
      }

      @Override
      public boolean isReadableFile(Path path) {
        return Files.isRegularFile(path) && Files.isReadable(path);
      }

      @Override
      public boolean isReadableDirectory(Path path) {
        return Files.isDirectory(path) && Files.isReadable(path);
      }
    };
  }
}
