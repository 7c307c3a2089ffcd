package io.anyrack.cli;

import java.util.Objects;
import org.junit.jupiter.api.Tag;

/** On a real cloud, in one project: one scene after the other. */
@Tag("openstack")
class RealTroublesTest extends CloudTroubles {
  @Override
  TroubledCloud cloud() {
    return new TroubledRelay(RealCloud.ofEnvironment());
  }

  @Override
  boolean play(String name) throws Throwable {
    return Objects.requireNonNull(scenes().get(name)).call();
  }
}
