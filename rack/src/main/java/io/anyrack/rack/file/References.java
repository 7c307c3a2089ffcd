package io.anyrack.rack.file;

import io.anyrack.rack.model.Secret;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** What values of the file point to outside of it: files, directories, secrets. */
final class References {
  private References() {}

  /** A file that can be read. */
  static Optional<Path> file(Value value) {
    return path(value)
        .filter(
            path -> {
              boolean found = value.context().surroundings().isReadableFile(path);
              if (!found) {
                value.problem(
                    value.name()
                        + ": there is no readable file "
                        + path
                        + "; paths start at the rack file's directory");
              }
              return found;
            });
  }

  /** A directory that can be listed. */
  static Optional<Path> directory(Value value) {
    return path(value)
        .filter(
            path -> {
              boolean found = value.context().surroundings().isReadableDirectory(path);
              if (!found) {
                value.problem(
                    value.name()
                        + ": there is no readable directory "
                        + path
                        + "; paths start at the rack file's directory");
              }
              return found;
            });
  }

  /** A path, whether there is anything or not. */
  static Optional<Path> path(Value value) {
    Optional<String> text = value.text();
    if (text.isPresent() && (text.get().isBlank() || !text.get().matches("\\P{Cc}*"))) {
      value.expected("a path without control characters");
      return Optional.empty();
    }
    try {
      return text.map(path -> value.context().directory().resolve(path).normalize());
    } catch (InvalidPathException e) {
      value.problem(value.name() + " is not a path here; " + e.getReason());
      return Optional.empty();
    }
  }

  /** The secret that {@code !secret NAME} names. */
  static Optional<Secret> secret(Value value) {
    Optional<String> name = value.secretName();
    if (name.isEmpty()) {
      // The value itself stays unsaid: it may be the password.
      value.problem(
          value.name()
              + " does not belong into the file; write "
              + value.name()
              + ": !secret NAME and set NAME in the environment");
      return Optional.empty();
    }
    if (!name.get().matches("[A-Za-z_][A-Za-z0-9_]{0,63}")) {
      value.problem(
          value.name()
              + ": '"
              + name.get()
              + "' is not the name of a secret; an example: BMC_PASSWORD");
      return Optional.empty();
    }
    Optional<String> secret = value.context().surroundings().secret(name.get());
    if (secret.isEmpty()) {
      value.problem(
          "the secret " + name.get() + " is missing; set " + name.get() + " in the environment");
    }
    return secret.map(text -> new Secret(name.get(), text));
  }
}
