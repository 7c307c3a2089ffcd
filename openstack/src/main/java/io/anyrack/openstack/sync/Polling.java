package io.anyrack.openstack.sync;

import java.time.Duration;

/**
 * How often an API is asked whether there are news.
 *
 * @param first after news; as long as there are none, the waits grow by half
 * @param longest no wait is longer
 */
public record Polling(Duration first, Duration longest) {
  /** Within two seconds while things happen, each ten seconds while they do not. */
  public static final Polling USUAL = new Polling(Duration.ofSeconds(2), Duration.ofSeconds(10));

  Duration after(Duration wait) {
    Duration next = wait.multipliedBy(3).dividedBy(2);
    return next.compareTo(longest) > 0 ? longest : next;
  }
}
