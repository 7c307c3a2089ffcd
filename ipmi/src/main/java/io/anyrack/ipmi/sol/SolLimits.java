package io.anyrack.ipmi.sol;

import java.time.Duration;

/**
 * How serial over LAN is paced, and how often it is there.
 *
 * @param characters the most characters in one packet either way, 1 to 251
 * @param backlog how many octets wait for a slow console; the oldest are lost beyond that
 * @param instances how many consoles may be active on one BMC, 1 to 15
 * @param retryInterval after what time a packet that was not acknowledged is sent again
 */
public record SolLimits(int characters, int backlog, int instances, Duration retryInterval) {
  /** What ipmitool and FreeIPMI are used to. */
  public static final SolLimits DEFAULT = new SolLimits(200, 65_536, 8, Duration.ofMillis(500));
}
