package io.anyrack.cli.site;

import io.anyrack.cli.host.Host;
import io.anyrack.openstack.config.CloudConfig;
import io.anyrack.openstack.config.Clouds;
import io.anyrack.rack.RackException;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.service.state.PrivateFile;
import io.anyrack.service.state.StateDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the user's clouds are found, now and by a service that is started later from elsewhere. Only
 * the path of the configuration file is kept for that, never what is in it.
 */
public final class CloudAccess {
  private static final String CONFIG_FILE = "OS_CLIENT_CONFIG_FILE";
  private static final List<String> NAMES = List.of("clouds.yaml", "clouds.yml");

  private final Host host;
  private final Path here;
  private final Optional<Path> remembered;

  /**
   * The clouds of a user.
   *
   * @param host the world the command runs in
   * @param here where it runs
   * @param remembered the configuration file that was used when the rack was made
   */
  public CloudAccess(Host host, Path here, Optional<Path> remembered) {
    this.host = host;
    this.here = here.toAbsolutePath();
    this.remembered = remembered;
  }

  /** The clouds of a command that is started here. */
  public static CloudAccess here(Host host) {
    return new CloudAccess(host, Path.of(""), Optional.empty());
  }

  /** The clouds of a rack that has state. */
  public static CloudAccess of(Host host, StateDirectory state) {
    return new CloudAccess(host, Path.of(""), read(state.cloudFile()));
  }

  /**
   * The cloud that is meant, and who asks it.
   *
   * @throws io.anyrack.openstack.config.ConfigException if nothing says so
   */
  public CloudConfig config(CloudSpec.Openstack spec) {
    return clouds().cloud(spec.cloud(), spec.region());
  }

  private Clouds clouds() {
    return new Clouds(this::variable, Clouds.usualDirectories(here, host.home()));
  }

  private Optional<String> variable(String name) {
    return host.environment(name)
        .or(() -> remembered.filter(_ -> name.equals(CONFIG_FILE)).map(Path::toString));
  }

  /** The configuration file in use; empty: only variables. */
  private Optional<Path> file() {
    return variable(CONFIG_FILE)
        .map(file -> here.resolve(file))
        .or(
            () ->
                Clouds.usualDirectories(here, host.home()).stream()
                    .flatMap(directory -> NAMES.stream().map(directory::resolve))
                    .filter(Files::isReadable)
                    .findFirst())
        .map(Path::toAbsolutePath);
  }

  /**
   * The rack with the name of its cloud in it, so that whoever comes later means the same one:
   * {@code --os-cloud} first, then the rack file, then {@code OS_CLOUD}.
   */
  public Rack named(Rack rack, Optional<String> option) {
    if (!(rack.cloud() instanceof CloudSpec.Openstack spec)) {
      return rack;
    }
    Optional<String> name = option.or(spec::cloud).or(() -> host.environment("OS_CLOUD"));
    return rack.withCloud(
        new CloudSpec.Openstack(name, spec.region(), spec.availabilityZone(), spec.imagePrefix()));
  }

  /** Keeps what a later service needs to find the same clouds. */
  public void remember(StateDirectory state) {
    state.create();
    file()
        .ifPresent(
            path -> {
              try {
                PrivateFile.write(
                    state.cloudFile(), (path + "\n").getBytes(StandardCharsets.UTF_8));
              } catch (IOException e) {
                throw new RackException(
                    "cannot write " + state.cloudFile() + ": " + e.getMessage(), e);
              }
            });
  }

  private static Optional<Path> read(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.findFirst().filter(line -> !line.isBlank()).map(Path::of);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new RackException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
