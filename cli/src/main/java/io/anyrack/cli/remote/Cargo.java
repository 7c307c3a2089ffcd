package io.anyrack.cli.remote;

import io.anyrack.rack.digest.Sha256;
import io.anyrack.rack.model.BootSpec;
import io.anyrack.rack.model.BootSpec.Linux;
import io.anyrack.rack.model.BootSpec.Script;
import io.anyrack.rack.model.Rack;
import io.anyrack.service.state.RackStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a rack's service reads on its server: the rack, its secrets, and what nodes boot. Paths of
 * this machine in the rack become paths there.
 */
final class Cargo {
  static final int MOST_FILES = 10_000;

  /** What nodes boot is under this. */
  static final String BOOT = "boot/";

  /** One file: where it goes in the rack's state directory, and what is in it. */
  interface Content {
    /** Writes it. */
    void writeTo(OutputStream out) throws IOException;
  }

  private final String state;
  private final Map<String, Content> files = new LinkedHashMap<>();

  private Cargo(String state) {
    this.state = state;
  }

  /**
   * The cargo of a rack.
   *
   * @param rack as it was applied
   * @param state the rack's state directory on the server
   */
  static Cargo of(Rack rack, String state) {
    Cargo cargo = new Cargo(state);
    Rack there = rack.withBoot(cargo.boot(rack.boot()));
    cargo.text("rack.yaml", RackStore.write(there));
    cargo.text(
        "secrets.json", JsonMapper.builder().build().writeValueAsString(RackStore.secrets(rack)));
    return cargo;
  }

  /** Adds a text. */
  void text(String name, String text) {
    files.put(name, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Adds a file. */
  void file(String name, Path source) {
    files.put(
        name,
        out -> {
          try (InputStream in = Files.newInputStream(source)) {
            in.transferTo(out);
          }
        });
  }

  /** The names, relative to the state directory, and what is in them. */
  Map<String, Content> files() {
    return files;
  }

  /**
   * The SHA-256 of each file, in hexadecimal.
   *
   * @throws RemoteException if one cannot be read
   */
  Map<String, String> digests() {
    Map<String, String> digests = new LinkedHashMap<>();
    files.forEach((name, content) -> digests.put(name, digest(name, content)));
    return digests;
  }

  private static String digest(String name, Content content) {
    Sha256 digest = new Sha256();
    try (OutputStream out = digest.sink()) {
      content.writeTo(out);
      return digest.hex();
    } catch (IOException e) {
      throw new RemoteException("cannot read what is carried as " + name + ": " + e, e);
    }
  }

  private BootSpec boot(BootSpec boot) {
    return new BootSpec(
        boot.script()
            .map(
                script ->
                    switch (script) {
                      case Script.File(Path path) -> new Script.File(carried("script", path));
                      case Script.Url url -> url;
                    }),
        boot.linux().map(this::linux),
        boot.serve().map(this::serve),
        boot.method(),
        boot.address(),
        boot.port());
  }

  private Linux linux(Linux linux) {
    List<Path> initrds = new ArrayList<>();
    for (Path initrd : linux.initrds()) {
      initrds.add(carried("initrd-" + (initrds.size() + 1), initrd));
    }
    return new Linux(carried("kernel", linux.kernel()), initrds, linux.commandLine());
  }

  private Path carried(String what, Path source) {
    String name = BOOT + what + "/" + name(source);
    file(name, source);
    return Path.of(state, name);
  }

  private static String name(Path source) {
    return Optional.ofNullable(source.getFileName()).map(Path::toString).orElse("file");
  }

  private Path serve(Path directory) {
    try (Stream<Path> tree = Files.walk(directory)) {
      List<Path> found = tree.filter(Files::isRegularFile).limit(MOST_FILES + 1L).sorted().toList();
      if (found.size() > MOST_FILES) {
        throw new RemoteException(
            "%s has more than %d files, too many to carry to the server of the service; serve a"
                    .formatted(directory, MOST_FILES)
                + " smaller directory");
      }
      found.forEach(file -> file(BOOT + "serve/" + directory.relativize(file), file));
    } catch (IOException e) {
      throw new RemoteException("cannot read " + directory + ": " + e.getMessage(), e);
    }
    return Path.of(state, BOOT + "serve");
  }
}
