package io.anyrack.cli.verify;

import io.anyrack.rack.address.Ipv4Address;
import java.time.Duration;
import java.util.List;

/**
 * What the user wants to have tried, beside what is always tried.
 *
 * @param boot nodes that shall be started to see whether they boot
 * @param shared virtual addresses, beside those of the rack file
 * @param bootWithin how long a node may take to its boot script
 */
public record Wishes(List<String> boot, List<Ipv4Address> shared, Duration bootWithin) {
  /** Copies the lists. */
  public Wishes {
    boot = List.copyOf(boot);
    shared = List.copyOf(shared);
  }
}
