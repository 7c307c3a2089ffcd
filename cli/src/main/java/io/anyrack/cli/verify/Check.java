package io.anyrack.cli.verify;

import java.time.Duration;

/** One thing that must hold. */
public interface Check {
  /** What is looked at, such as {@code dhcp}. */
  String name();

  /** Of what: a node, a network, a server. */
  String subject();

  /** How long it may take; after that it has failed. */
  Duration limit();

  /**
   * Looks. What is made for it is gone afterwards, also when it is interrupted.
   *
   * @throws CannotTryException if it cannot be tried here
   * @throws io.anyrack.rack.RackException if it failed with this message
   */
  Verdict look() throws InterruptedException;
}
