package io.anyrack.openstack.resource;

import io.anyrack.openstack.http.Pause;
import java.time.Duration;

/**
 * How long the cloud is waited for.
 *
 * @param pause lets time pass
 * @param interval between two looks at all servers or volumes
 * @param most until a server or a volume is there or gone
 * @param settling until a claim made at the same moment shows
 * @param atOnce steps under way
 */
public record Patience(
    Pause pause, Duration interval, Duration most, Duration settling, int atOnce) {
  /** For people's clouds. */
  public static final Patience USUAL =
      new Patience(
          Thread::sleep,
          Duration.ofSeconds(1),
          Duration.ofMinutes(15),
          Duration.ofMillis(1100),
          24);
}
