package io.anyrack.fakestack.contract;

import io.anyrack.fakestack.FakeStack;
import io.anyrack.fakestack.world.ProjectSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * How to log in to the cloud under test.
 *
 * @param authUrl ends in {@code /v3}
 * @param user whose own project has the same name
 */
record Access(String authUrl, String user, String project, String password) {
  static Access to(FakeStack stack) {
    ProjectSpec spec = ProjectSpec.DEFAULT.getFirst();
    return new Access(stack.authUrl().toString(), spec.name(), spec.name(), spec.password());
  }

  /** The cloud that the environment names: ANYRACK_TEST_CLOUD in OS_CLIENT_CONFIG_FILE. */
  static Access toRealCloud() {
    return toRealCloud(Optional.ofNullable(System.getenv("ANYRACK_TEST_CLOUD")).orElse("rack"));
  }

  /** The same cloud by another entry of that file. */
  static Access toRealCloud(String cloud) {
    String file = variable("OS_CLIENT_CONFIG_FILE");
    try {
      Map<?, ?> root =
          (Map<?, ?>)
              new Load(LoadSettings.builder().build())
                  .loadFromString(Files.readString(Path.of(file)));
      Map<?, ?> entry = (Map<?, ?>) ((Map<?, ?>) root.get("clouds")).get(cloud);
      Map<?, ?> auth = (Map<?, ?>) entry.get("auth");
      return new Access(
          (String) auth.get("auth_url"),
          (String) auth.get("username"),
          (String) auth.get("project_name"),
          (String) auth.get("password"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static String variable(String name) {
    return Optional.ofNullable(System.getenv(name))
        .orElseThrow(() -> new IllegalStateException(name + " is not set; see testbed/README.md"));
  }
}
