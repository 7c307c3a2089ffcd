package io.anyrack.cli.verify;

import io.anyrack.service.control.ControlClient;
import java.time.Duration;

/** A node's BMC says of its power what the cloud says of its machine. */
final class PowerAgrees implements Check {
  private static final Duration AGAIN = Duration.ofMillis(500);

  private final BmcLogin bmc;
  private final ControlClient service;
  private final Duration settling;

  /**
   * Compares the two.
   *
   * @param settling how long they may differ: a machine may be on its way
   */
  PowerAgrees(BmcLogin bmc, ControlClient service, Duration settling) {
    this.bmc = bmc;
    this.service = service;
    this.settling = settling;
  }

  @Override
  public String name() {
    return "power";
  }

  @Override
  public String subject() {
    return bmc.node();
  }

  @Override
  public Duration limit() {
    return BmcLogin.LIMIT.plus(settling);
  }

  @Override
  public Verdict look() throws InterruptedException {
    long end = System.nanoTime() + settling.toNanos();
    while (true) {
      String cloud =
          service.call("observe").path("machines").path(bmc.node()).asString("missing");
      String said = bmc.isPowered() ? "on" : "off";
      if (cloud.equals(said)) {
        return new Verdict.Pass("both say " + said);
      }
      if (System.nanoTime() >= end) {
        return new Verdict.Fail(
            "IPMI says %s, the cloud says %s".formatted(said, cloud),
            "see `anyrack status` and `anyrack log " + bmc.node() + "`");
      }
      Thread.sleep(AGAIN);
    }
  }
}
