package io.anyrack.openstack.http;

import java.time.Duration;

/** Lets time pass between two calls to the cloud. */
@FunctionalInterface
public interface Pause {
  /** Waits by the system's clock. */
  Pause REAL = duration -> Thread.sleep(duration);

  /**
   * Returns after {@code duration}.
   *
   * @throws InterruptedException if whoever waits gives up
   */
  void pause(Duration duration) throws InterruptedException;
}
