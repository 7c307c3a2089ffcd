package io.anyrack.cli.verify;

import io.anyrack.rack.RackException;
import java.time.Duration;

/** A node's BMC lets us in, from where installers are. */
final class BmcSession implements Check {
  private final BmcLogin bmc;
  private final String from;

  /** Looks at {@code bmc}; {@code from}: from where, for the reader. */
  BmcSession(BmcLogin bmc, String from) {
    this.bmc = bmc;
    this.from = from;
  }

  @Override
  public String name() {
    return "bmc";
  }

  @Override
  public String subject() {
    return bmc.node();
  }

  @Override
  public Duration limit() {
    return BmcLogin.LIMIT;
  }

  @Override
  public Verdict look() throws InterruptedException {
    try {
      boolean _ = bmc.isPowered();
      return new Verdict.Pass("IPMI session with " + bmc.address() + " from " + from);
    } catch (CannotTryException e) {
      throw e;
    } catch (RackException e) {
      return new Verdict.Fail(
          bmc.address() + " from " + from + ": " + e.getMessage(),
          "see `anyrack status`, security groups, and whether the installer has a route there");
    }
  }
}
