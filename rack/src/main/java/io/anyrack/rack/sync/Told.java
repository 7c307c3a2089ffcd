package io.anyrack.rack.sync;

import java.util.Set;

/**
 * What the cloud's DHCP tells a port's client beside what it tells all (Neutron's {@code
 * extra_dhcp_opts}).
 *
 * @param now as the cloud has it
 * @param due as the rack file has it, and the phase of the installation that the port is in
 */
public record Told(Set<Option> now, Set<Option> due) {
  /** Nothing is kept by the cloud. */
  public static final Told NOTHING = new Told(Set.of(), Set.of());

  /** Copies the sets. */
  public Told {
    now = Set.copyOf(now);
    due = Set.copyOf(due);
  }

  /**
   * One DHCP option.
   *
   * @param name as the cloud has it
   * @param value as text
   * @param version of IP, 4 or 6
   */
  public record Option(String name, String value, int version) {}
}
