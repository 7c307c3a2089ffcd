package io.anyrack.cli.verify;

import io.anyrack.service.control.ControlClient;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A node's BMC says of its power what the cloud says of its machine. */
final class PowerAgrees implements Check {
  private static final Duration AGAIN = Duration.ofMillis(500);
  private static final Set<String> UNDER_WAY =
      Set.of("powering-on", "powering-off", "resetting", "power-cycling");

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
      String cloud = service.call("observe").path("machines").path(bmc.node()).asString("missing");
      String said = bmc.isPowered() ? "on" : "off";
      if (cloud.equals(said)) {
        return new Verdict.Pass("both say " + said);
      }
      Optional<String> underWay = underWay();
      if (System.nanoTime() >= end && underWay.isPresent()) {
        return new Verdict.Skip("it is " + underWay.get(), "try again when that is done");
      }
      if (System.nanoTime() >= end) {
        return new Verdict.Fail(
            "IPMI says %s, the cloud says %s".formatted(said, cloud),
            "see `anyrack status` and `anyrack log " + bmc.node() + "`");
      }
      Thread.sleep(AGAIN);
    }
  }

  /** What the service is doing with the node; clouds may take minutes. */
  private Optional<String> underWay() {
    for (JsonNode node : service.call("status").path("nodes")) {
      String state = node.path("state").asString("");
      if (node.path("name").asString("").equals(bmc.node())) {
        return Optional.of(state).filter(UNDER_WAY::contains);
      }
    }
    return Optional.empty();
  }
}
