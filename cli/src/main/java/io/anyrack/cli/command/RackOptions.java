package io.anyrack.cli.command;

import io.anyrack.cli.host.Host;
import io.anyrack.cli.remote.RemoteService;
import io.anyrack.rack.RackException;
import io.anyrack.rack.file.RackFile;
import io.anyrack.rack.file.Surroundings;
import io.anyrack.rack.model.Rack;
import io.anyrack.service.control.ControlClient;
import io.anyrack.service.control.ControlException;
import io.anyrack.service.state.StateDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Which rack a command is about: by its file, by its name, or the only one there is. */
final class RackOptions {
  private static final Path USUAL_FILE = Path.of("rack.yaml");

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "the rack file; rack.yaml if there is one")
  private Optional<Path> file = Optional.empty();

  @Option(names = "--rack", paramLabel = "NAME", description = "the rack's name, without its file")
  private Optional<String> name = Optional.empty();

  /** Options that picocli fills. */
  RackOptions() {}

  /** The options of a command in which {@code -f} means something else. */
  RackOptions(Optional<Path> file, Optional<String> name) {
    this.file = file;
    this.name = name;
  }

  /** The rack file to read: the one named, else {@code rack.yaml}. */
  Path file() {
    return file.orElse(USUAL_FILE);
  }

  /**
   * Reads the rack file.
   *
   * @throws RackFileException with all that is wrong with it, a line each
   */
  Rack read(Host host) {
    Path path = file();
    if (!Files.exists(path)) {
      throw new RackException(
          "cannot read the rack file "
              + path
              + (file.isEmpty() ? "; name one with -f, or write one with `anyrack init`" : ""));
    }
    return switch (new RackFile(Surroundings.here(host::environment)).read(path)) {
      case RackFile.Read.Valid valid -> valid.rack();
      case RackFile.Read.Invalid invalid ->
          throw new RackFileException(
              invalid.problems().stream()
                  .map(Object::toString)
                  .collect(Collectors.joining(System.lineSeparator())));
    };
  }

  /** Whether a rack file was named, or is where one usually is. */
  boolean isFileThere() {
    return file.isPresent() || Files.exists(USUAL_FILE);
  }

  /** What the rack file says of the rack called {@code rack}, if there is such a file. */
  Optional<Rack> readIfThere(Host host, String rack) {
    return Files.exists(file())
        ? Optional.of(read(host)).filter(read -> read.name().equals(rack))
        : Optional.empty();
  }

  /** The state of the rack that is meant. */
  StateDirectory state(Host host) {
    return state(host, nameOf(host));
  }

  /** The state of the rack called {@code rack}. */
  static StateDirectory state(Host host, String rack) {
    return new StateDirectory(allRacks(host).resolve(rack));
  }

  static Path allRacks(Host host) {
    return StateDirectory.allRacks(host::environment, host.home());
  }

  private String nameOf(Host host) {
    if (name.isPresent()) {
      return checked(name.get());
    }
    if (file.isPresent() || Files.exists(USUAL_FILE)) {
      return read(host).name();
    }
    List<String> racks = StateDirectory.racks(allRacks(host));
    return switch (racks.size()) {
      case 0 ->
          throw new RackException("there is no rack; make one with `anyrack up` or `anyrack demo`");
      case 1 -> racks.getFirst();
      default ->
          throw new RackException(
              "there are several racks: say which with --rack " + String.join("|", racks));
    };
  }

  /** A name becomes part of a path, so it must be one that a rack can have. */
  private static String checked(String name) {
    if (!name.matches("[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?")) {
      throw new RackException("'" + name + "' cannot be the name of a rack");
    }
    return name;
  }

  /**
   * The way to the rack's running service.
   *
   * @throws RackException if it does not run
   */
  ControlClient service(Host host) {
    StateDirectory state = state(host);
    ControlClient client = new ControlClient(state.controlSocket());
    if (!state.exists()) {
      throw new RackException(
          "the rack '" + state.root().getFileName() + "' is not up; `anyrack up` makes it");
    }
    RemoteService remote = new RemoteService(host, state);
    if (remote.isRemote()) {
      Runtime.getRuntime().addShutdownHook(new Thread(remote::close));
      return remote.client();
    }
    if (!client.isUp()) {
      throw new ControlException(
          "the service of the rack '"
              + state.root().getFileName()
              + "' does not run; `anyrack service --rack "
              + state.root().getFileName()
              + "` starts it again, its nodes run on meanwhile");
    }
    return client;
  }
}
