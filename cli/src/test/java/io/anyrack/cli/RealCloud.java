package io.anyrack.cli;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The cloud that the environment names: ANYRACK_TEST_CLOUD in OS_CLIENT_CONFIG_FILE.
 *
 * @param clouds the configuration file
 * @param name of the entry
 */
record RealCloud(Path clouds, String name) {
  static RealCloud ofEnvironment() {
    return new RealCloud(
        Path.of(
            Optional.ofNullable(System.getenv("OS_CLIENT_CONFIG_FILE"))
                .orElseThrow(
                    () ->
                        new IllegalStateException(
                            "OS_CLIENT_CONFIG_FILE is not set; see testbed/README.md"))),
        Optional.ofNullable(System.getenv("ANYRACK_TEST_CLOUD")).orElse("rack"));
  }
}
