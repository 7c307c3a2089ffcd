package io.anyrack.ipmi.sol;

import java.time.Duration;

/**
 * How serial over LAN is paced.
 *
 * @param characters the most characters in one packet either way, 1 to 251
 * @param backlog how many octets wait for a slow console; the oldest are lost beyond that
 * @param retryInterval after what time a packet that was not acknowledged is sent again
 */
public record SolLimits(int characters, int backlog, Duration retryInterval) {
  /** What ipmitool and FreeIPMI are used to. */
  public static final SolLimits DEFAULT = new SolLimits(200, 65_536, Duration.ofMillis(500));
}
