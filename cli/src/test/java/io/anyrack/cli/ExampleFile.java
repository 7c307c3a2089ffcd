package io.anyrack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.rack.file.RackFile;
import io.anyrack.rack.file.Surroundings;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A rack file of {@code examples/openstack}, and copies of it that differ in names, addresses and
 * ports of the surroundings only.
 *
 * @param path where the example is
 * @param text of the file
 */
record ExampleFile(Path path, String text) {
  static ExampleFile read(Path path) throws IOException {
    return new ExampleFile(path, Files.readString(path));
  }

  /** The same with other words. */
  ExampleFile replace(String words, String others) {
    return new ExampleFile(path, text.replace(words, others));
  }

  /** The same with a key of {@code boot} or {@code bmc} before those that are there. */
  private ExampleFile with(String section, String key) {
    String start = "\n" + section + ":";
    if (text.contains(start + " { ")) {
      return replace(start + " { ", start + " { " + key + ", ");
    }
    return text.contains(start + "\n")
        ? replace(start + "\n", start + "\n  " + key + "\n")
        : new ExampleFile(path, text + section + ": { " + key + " }\n");
  }

  /**
   * The same for a cloud and servers that are all this machine, and free ports of it.
   *
   * @param floatingIp one the project has
   */
  ExampleFile onThisMachine(String floatingIp) {
    ExampleFile file =
        replace("198.51.100.1,", "127.0.0.1,")
            .replace("198.51.100.60", floatingIp)
            .replace("port: 6230", "port: 0")
            .withBootPort();
    if (!file.isServedElsewhere()) {
      return file;
    }
    return file.with("bmc", "port: " + (text.contains("address: per-n") ? 6230 : 0));
  }

  /** The same with a free port for the boot server. */
  ExampleFile withBootPort() {
    return replace(", port: 8088", "").with("boot", "port: " + freeTcpPort());
  }

  private static int freeTcpPort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the service runs on a server of the project. */
  boolean isServedElsewhere() {
    return model().bmcServer().isPresent();
  }

  /** The rack's name. */
  String rack() {
    return model().name();
  }

  /** The names of its nodes. */
  List<String> nodes() {
    return model().nodes().stream().map(NodeSpec::name).toList();
  }

  private Rack model() {
    Surroundings surroundings = Surroundings.here(_ -> Optional.of("a-password"));
    Path beside = Objects.requireNonNull(path.getParent());
    RackFile.Read read =
        new RackFile(surroundings)
            .read(path.toString(), beside, text.getBytes(StandardCharsets.UTF_8));
    assertThat(read).isInstanceOf(RackFile.Read.Valid.class);
    return ((RackFile.Read.Valid) read).rack();
  }

  /** Writes it, with what it refers to beside it. */
  Path writeTo(Path directory) throws IOException {
    for (String beside : List.of("hello.sh")) {
      Files.copy(path.resolveSibling(beside), directory.resolve(beside));
    }
    return Files.writeString(directory.resolve("rack.yaml"), text);
  }
}
