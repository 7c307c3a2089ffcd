package io.anyrack.openstack.http;

import java.time.Duration;

/** Lets time pass. */
public interface Pause {
  /** Returns when the time is over. */
  void pause(Duration duration) throws InterruptedException;
}
