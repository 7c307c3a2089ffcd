package io.anyrack.openstack.machine;

import java.time.Duration;

/**
 * How long to wait for Nova.
 *
 * @param first between the first two looks; the time doubles up to {@code longest}
 * @param longest between two looks
 * @param action how long one command may take, all actions on its way included
 * @param outage how long the cloud may be unreachable
 * @param refusals how often the same action may be refused in the same state before that is told
 */
public record Patience(
    Duration first, Duration longest, Duration action, Duration outage, int refusals) {
  /** What fits a public cloud. */
  public static final Patience DEFAULT =
      new Patience(
          Duration.ofMillis(250),
          Duration.ofSeconds(3),
          Duration.ofMinutes(10),
          Duration.ofMinutes(10),
          5);

  /** The pause after one of {@code pause}. */
  Duration after(Duration pause) {
    Duration next = pause.multipliedBy(2);
    return next.compareTo(longest) > 0 ? longest : next;
  }
}
