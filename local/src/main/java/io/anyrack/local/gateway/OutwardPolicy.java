package io.anyrack.local.gateway;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.Ipv4Network;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which addresses guests may reach through this machine where their network is outward: never the
 * machine itself, whose services trust whoever comes from it, and nothing that is no single host.
 */
public final class OutwardPolicy {
  /** Special-purpose blocks that are no host out there (RFC 6890, RFC 5771, RFC 1112 §4). */
  private static final List<Ipv4Network> NEVER =
      List.of(
          Ipv4Network.parse("0.0.0.0/8"),
          Ipv4Network.parse("127.0.0.0/8"),
          Ipv4Network.parse("169.254.0.0/16"),
          Ipv4Network.parse("224.0.0.0/4"),
          Ipv4Network.parse("240.0.0.0/4"));

  private final Predicate<Ipv4Address> own;

  /**
   * A policy.
   *
   * @param own whether an address is one of this machine's
   */
  public OutwardPolicy(Predicate<Ipv4Address> own) {
    this.own = own;
  }

  /** Whether guests may reach {@code destination}. */
  public boolean allows(Ipv4Address destination) {
    return NEVER.stream().noneMatch(block -> block.contains(destination)) && !own.test(destination);
  }
}
