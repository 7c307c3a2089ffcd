package io.anyrack.openstack.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** {@code OS_*}. An empty variable counts as not set. */
final class Environment {
  private static final List<String> AUTH =
      List.of(
          "auth_url",
          "username",
          "user_id",
          "password",
          "project_name",
          "project_id",
          "tenant_name",
          "tenant_id",
          "user_domain_name",
          "user_domain_id",
          "project_domain_name",
          "project_domain_id",
          "default_domain",
          "application_credential_id",
          "application_credential_name",
          "application_credential_secret",
          "token");
  private static final List<String> TOP =
      List.of(
          "auth_type", "region_name", "interface", "endpoint_type", "cacert", "insecure", "verify");
  private static final List<String> SERVICES =
      List.of("identity", "compute", "network", "image", "volume", "volumev3", "block_storage");

  private final Function<String, Optional<String>> variables;

  Environment(Function<String, Optional<String>> variables) {
    this.variables = variables;
  }

  Optional<String> get(String name) {
    return variables.apply(name).filter(value -> !value.isEmpty());
  }

  /** The variables as an entry of {@code clouds.yaml}. */
  Map<String, Object> entry() {
    Map<String, Object> entry = new LinkedHashMap<>();
    Map<String, Object> auth = new LinkedHashMap<>();
    AUTH.forEach(key -> variable(key).ifPresent(value -> auth.put(key, value)));
    TOP.forEach(key -> variable(key).ifPresent(value -> entry.put(key, value)));
    for (String service : SERVICES) {
      String key = service + Entry.OVERRIDE;
      variable(key).ifPresent(value -> entry.put(key, value));
    }
    entry.put("auth", auth);
    return entry;
  }

  private Optional<String> variable(String key) {
    return get("OS_" + key.toUpperCase(Locale.ROOT));
  }

  /** A path as a user writes it. */
  Path path(String text) {
    return text.startsWith("~/")
        ? get("HOME").map(Path::of).orElse(Path.of("")).resolve(text.substring(2))
        : Path.of(text);
  }
}
