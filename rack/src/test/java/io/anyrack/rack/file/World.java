package io.anyrack.rack.file;

import io.anyrack.rack.model.Rack;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the files of the tests refer to: a few files, a directory, some secrets. */
final class World implements Surroundings {
  static final Path DIRECTORY = Path.of("/racks/lab");

  private static final Set<String> FILES =
      Set.of("boot.ipxe", "vmlinuz", "initrd.img", "extra.img", "app.yaml", "debian.qcow2");
  private static final Map<String, String> SECRETS =
      Map.of("BMC_PASSWORD", "correct horse", "LONG", "a password of 21 byte", "EMPTY", "");

  @Override
  public Optional<String> secret(String name) {
    return Optional.ofNullable(SECRETS.get(name));
  }

  @Override
  public boolean isReadableFile(Path path) {
    return DIRECTORY.equals(path.getParent()) && FILES.contains(path.getFileName().toString());
  }

  @Override
  public boolean isReadableDirectory(Path path) {
    return path.equals(DIRECTORY.resolve("www"));
  }

  static RackFile.Read read(String yaml) {
    return read(yaml.getBytes(StandardCharsets.UTF_8));
  }

  static RackFile.Read read(byte[] file) {
    return new RackFile(new World()).read("rack.yaml", DIRECTORY, file);
  }

  /** A good file's rack. */
  static Rack rack(String yaml) {
    return switch (read(yaml)) {
      case RackFile.Read.Valid(Rack rack) -> rack;
      case RackFile.Read.Invalid(List<Problem> problems) ->
          throw new AssertionError("problems: " + problems);
    };
  }

  /** What is wrong with a file, without its name; nothing if it is good. */
  static List<String> problems(String yaml) {
    return problems(read(yaml));
  }

  static List<String> problems(RackFile.Read read) {
    return switch (read) {
      case RackFile.Read.Valid _ -> List.of();
      case RackFile.Read.Invalid(List<Problem> problems) ->
          problems.stream()
              .map(problem -> problem.toString().replaceFirst("^rack\\.yaml:", ""))
              .toList();
    };
  }
}
