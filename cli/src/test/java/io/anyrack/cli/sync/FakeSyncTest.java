package io.anyrack.cli.sync;

import io.anyrack.fakestack.FakeStack;
import io.anyrack.openstack.config.CloudConfig;
import io.anyrack.openstack.config.Clouds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/** Address sync on the fake cloud. */
class FakeSyncTest extends SyncContract {
  private static final FakeStack CLOUD = FakeStack.start();

  @TempDir private static Path files;

  @AfterAll
  static void close() {
    CLOUD.close();
  }

  @Override
  CloudConfig config() {
    try {
      Path clouds = Files.writeString(files.resolve("clouds.yaml"), CLOUD.cloudsYaml());
      return new Clouds(
              key ->
                  key.equals("OS_CLIENT_CONFIG_FILE")
                      ? Optional.of(clouds.toString())
                      : Optional.empty(),
              List.of())
          .cloud(Optional.of("rack"), Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
