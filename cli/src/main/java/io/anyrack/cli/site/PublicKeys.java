package io.anyrack.cli.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The user's SSH public keys: told to nodes, so that the user may log in to them. */
final class PublicKeys {
  private PublicKeys() {}

  /** The keys in {@code ~/.ssh/*.pub}. */
  static List<String> of(Path home) {
    Path directory = home.resolve(".ssh");
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".pub"))
          .sorted()
          .flatMap(file -> key(file).stream())
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static Optional<String> key(Path file) {
    try {
      return Optional.of(Files.readString(file).strip()).filter(key -> key.startsWith("ssh-"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
