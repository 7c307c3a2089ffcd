package io.anyrack.cli;

/** On a fake cloud for each scene. */
class OpenstackTroublesTest extends CloudTroubles {
  private static final int AT_ONCE = 8;

  OpenstackTroublesTest() {
    super(AT_ONCE);
  }

  @Override
  TroubledCloud cloud() {
    return new TroubledFake();
  }
}
