package io.anyrack.netsync.source;

import java.time.Duration;

/**
 * How files are read.
 *
 * @param octets of one file at most
 * @param files in a directory at most
 * @param rereading without an event, they are read again after this time
 * @param calm events so close together are one
 */
public record FileLimits(int octets, int files, Duration rereading, Duration calm) {
  /** Read again each ten seconds, at once after an event. */
  public static final FileLimits USUAL =
      new FileLimits(16 << 20, 10_000, Duration.ofSeconds(10), Duration.ofMillis(50));
}
