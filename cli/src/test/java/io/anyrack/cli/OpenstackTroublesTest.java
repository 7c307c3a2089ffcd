package io.anyrack.cli;

import java.util.LinkedHashMap;
import org.junit.jupiter.api.BeforeAll;

/** On a fake cloud for each scene; the scenes mostly wait, so several are played at a time. */
class OpenstackTroublesTest extends CloudTroubles {
  private static final int AT_ONCE = 8;

  private static Together lives = new Together(new LinkedHashMap<>(), AT_ONCE);

  @BeforeAll
  static void begin() {
    lives = new Together(new OpenstackTroublesTest().scenes(), AT_ONCE);
  }

  @Override
  TroubledCloud cloud() {
    return new TroubledFake();
  }

  @Override
  boolean play(String name) throws Throwable {
    return lives.outcome(name);
  }
}
