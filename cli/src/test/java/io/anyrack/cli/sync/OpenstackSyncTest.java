package io.anyrack.cli.sync;

import io.anyrack.openstack.config.CloudConfig;
import io.anyrack.openstack.config.Clouds;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

/** Address sync on a real cloud. */
@Tag("openstack")
class OpenstackSyncTest extends SyncContract {
  @Override
  CloudConfig config() {
    return new Clouds(key -> Optional.ofNullable(System.getenv(key)), List.of())
        .cloud(
            Optional.of(Optional.ofNullable(System.getenv("ANYRACK_TEST_CLOUD")).orElse("rack")),
            Optional.empty());
  }
}
