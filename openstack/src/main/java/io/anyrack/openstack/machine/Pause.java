package io.anyrack.openstack.machine;

import java.time.Duration;

/** Lets time pass between two looks at the cloud. */
@FunctionalInterface
public interface Pause {
  /** Waits by the system's clock. */
  Pause REAL = duration -> Thread.sleep(duration);

  /**
   * Returns after {@code duration}.
   *
   * @throws InterruptedException if the command is given up
   */
  void pause(Duration duration) throws InterruptedException;
}
