package io.anyrack.netsync;

import java.time.Duration;

/**
 * What sync does at most, and how often.
 *
 * @param atOnce changes under way at the same time
 * @param turns how often a pass looks at the ports again before it ends
 * @param anew how many passes in a row are given up when sources say something new; the next one is
 *     finished all the same
 * @param recheck how long the cloud's ports are believed to be as they were seen; between lists
 *     nothing is asked
 * @param unknown how long, where a source tells of a MAC that no port has: it may be new
 * @param holdBack how long a change that the cloud refused is not asked for again
 * @param firstRetry after a failure; each further one is twice as long
 * @param longestRetry no wait after failures is longer
 */
public record SyncLimits(
    int atOnce,
    int turns,
    int anew,
    Duration recheck,
    Duration unknown,
    Duration holdBack,
    Duration firstRetry,
    Duration longestRetry) {
  /** For real clouds. */
  public static final SyncLimits USUAL =
      new SyncLimits(
          8,
          100,
          10,
          Duration.ofMinutes(1),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30));

  /** How long to wait after so many failures in a row. */
  Duration retry(int failures) {
    Duration wait = firstRetry.multipliedBy(1L << Math.min(failures - 1, 20));
    return wait.compareTo(longestRetry) > 0 ? longestRetry : wait;
  }
}
