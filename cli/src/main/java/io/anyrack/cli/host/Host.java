package io.anyrack.cli.host;

import io.anyrack.cli.output.Terminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The world a command runs in.
 *
 * @param terminal where its words go
 * @param home the user's home directory
 * @param launcher the script that starts Anyrack; empty where it was started otherwise
 * @param variables looks up an environment variable
 */
public record Host(
    Terminal terminal,
    Path home,
    Optional<Path> launcher,
    Function<String, Optional<String>> variables) {
  /** The world of this process. */
  public static Host ofThisProcess() {
    return new Host(
        Terminal.ofThisProcess(),
        Path.of(System.getProperty("user.home")),
        Optional.ofNullable(System.getProperty("anyrack.launcher")).map(Path::of),
        name -> Optional.ofNullable(System.getenv(name)));
  }

  /** An environment variable that is set and not empty. */
  public Optional<String> environment(String name) {
    return variables.apply(name).filter(value -> !value.isEmpty());
  }

  /** A program of the system, where {@code PATH} has it; else its name alone. */
  public Path program(String name) {
    return environment("PATH").stream()
        .flatMap(path -> Stream.of(path.split(":", -1)))
        .filter(directory -> directory.startsWith("/"))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(Path.of(name));
  }

  /** Where things are kept that can be had again: {@code $XDG_CACHE_HOME/anyrack}. */
  public Path cache() {
    return environment("XDG_CACHE_HOME")
        .filter(value -> value.startsWith("/"))
        .map(Path::of)
        .orElse(home.resolve(".cache"))
        .resolve("anyrack");
  }
}
