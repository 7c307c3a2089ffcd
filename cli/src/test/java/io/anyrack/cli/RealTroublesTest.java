package io.anyrack.cli;

import org.junit.jupiter.api.Tag;

/** On a real cloud, in one project: one scene after the other. */
@Tag("openstack")
class RealTroublesTest extends CloudTroubles {
  RealTroublesTest() {
    super(1);
  }

  @Override
  TroubledCloud cloud() {
    return new TroubledRelay(RealCloud.ofEnvironment());
  }
}
