package io.anyrack.openstack.http;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often and when a request is repeated.
 *
 * @param attempts the first included
 * @param first how long the first wait is; each further one is twice as long
 * @param longest no wait of ours is longer
 * @param longestAsked no wait that the cloud asks for ({@code Retry-After}) may be longer
 */
public record Retries(int attempts, Duration first, Duration longest, Duration longestAsked) {
  /** Seven attempts within half a minute, if the cloud does not ask for longer waits. */
  public static final Retries USUAL =
      new Retries(7, Duration.ofMillis(500), Duration.ofSeconds(8), Duration.ofMinutes(1));

  /**
   * How long to wait before an attempt. Half of it is by chance, so that many callers do not come
   * back together.
   *
   * @param attempt the one that failed, from 1
   */
  Duration wait(int attempt, RandomGenerator chance) {
    long most = first.toMillis() << Math.min(attempt - 1, 20);
    long bounded = Math.min(most, longest.toMillis());
    return Duration.ofMillis(bounded / 2 + chance.nextLong(bounded / 2 + 1));
  }
}
