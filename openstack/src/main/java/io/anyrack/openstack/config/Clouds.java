package io.anyrack.openstack.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The clouds a user knows: {@code clouds.yaml} with {@code secure.yaml}, and {@code OS_*}. Files
 * are read when asked.
 */
public final class Clouds {
  private final Function<String, Optional<String>> environment;
  private final List<Path> directories;

  /**
   * The clouds.
   *
   * @param environment the environment's variables
   * @param directories where {@code clouds.yaml} is looked for, in order
   */
  public Clouds(Function<String, Optional<String>> environment, List<Path> directories) {
    this.environment = environment;
    this.directories = List.copyOf(directories);
  }

  /** Where OpenStack's own clients look: here, in the user's configuration, in the system's. */
  public static List<Path> usualDirectories(Path here, Path home) {
    return List.of(here, home.resolve(".config/openstack"), Path.of("/etc/openstack"));
  }

  /**
   * A cloud.
   *
   * @param name the entry of {@code clouds.yaml}; empty: {@code OS_CLOUD}, else {@code OS_*}, else
   *     the only entry
   * @param region in place of the entry's
   * @throws ConfigException if there is no such entry or it makes no sense
   */
  public CloudConfig cloud(Optional<String> name, Optional<String> region) {
    throw new UnsupportedOperationException(environment + " " + directories + name + region);
  }
}
