package io.anyrack.openstack.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The clouds a user knows: {@code clouds.yaml} with {@code secure.yaml}, and {@code OS_*}. Files
 * are read when asked.
 */
public final class Clouds {
  private final Environment environment;
  private final List<Path> directories;

  /**
   * The clouds.
   *
   * @param environment the environment's variables
   * @param directories where {@code clouds.yaml} is looked for, in order
   */
  public Clouds(Function<String, Optional<String>> environment, List<Path> directories) {
    this.environment = new Environment(environment);
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
    Optional<String> wanted = name.or(() -> environment.get("OS_CLOUD"));
    if (wanted.isEmpty() && environment.get("OS_AUTH_URL").isPresent()) {
      return new Entry("envvars", environment.entry(), "the environment", environment)
          .config(region);
    }
    YamlFile clouds =
        YamlFile.first("clouds", environment.get("OS_CLIENT_CONFIG_FILE"), directories);
    YamlFile secure =
        YamlFile.first("secure", environment.get("OS_CLIENT_SECURE_FILE"), directories);
    Map<String, Object> entries = clouds.section("clouds");
    String chosen = wanted.orElseGet(() -> only(clouds, entries));
    if (!(entries.get(chosen) instanceof Map<?, ?> entry)) {
      throw new ConfigException(unknown(chosen, clouds, entries));
    }
    Map<String, Object> merged =
        YamlFile.merged(
            YamlFile.keyed(entry),
            secure.section("clouds").get(chosen) instanceof Map<?, ?> more
                ? YamlFile.keyed(more)
                : Map.of());
    return new Entry(chosen, merged, clouds.where(), environment).config(region);
  }

  private static String only(YamlFile clouds, Map<String, Object> entries) {
    if (entries.size() == 1) {
      return entries.keySet().iterator().next();
    }
    throw new ConfigException(
        entries.isEmpty()
            ? "no cloud is named: give its clouds.yaml entry, or set OS_CLOUD or OS_AUTH_URL; "
                + clouds.where()
            : "which cloud? Name one of "
                + String.join(", ", new TreeSet<>(entries.keySet()))
                + " ("
                + clouds.where()
                + "), or set OS_CLOUD");
  }

  private static String unknown(String name, YamlFile clouds, Map<String, Object> entries) {
    return "there is no cloud called "
        + name
        + (entries.isEmpty()
            ? "; " + clouds.where()
            : " in "
                + clouds.where()
                + ": it has "
                + String.join(", ", new TreeSet<>(entries.keySet())));
  }
}
