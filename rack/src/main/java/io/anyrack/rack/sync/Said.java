package io.anyrack.rack.sync;

import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.IpPrefix;
import io.anyrack.rack.address.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that a source says at one moment.
 *
 * @param given addresses of single ports
 * @param shared addresses that several ports may use, such as VIPs
 */
public record Said(List<Given> given, List<Shared> shared) {
  /** Nothing. */
  public static final Said NOTHING = new Said(List.of(), List.of());

  /** Copies the lists. */
  public Said {
    given = List.copyOf(given);
    shared = List.copyOf(shared);
  }

  /** An address the installer gives to the port with a MAC. */
  public record Given(MacAddress mac, IpAddress address) {}

  /**
   * An address that may be used beside a port's own.
   *
   * @param address one, or a network
   * @param mac with which source MAC; empty: the port's own
   * @param meant whose ports may use it
   */
  public record Shared(IpPrefix address, Optional<MacAddress> mac, Meant meant) {}

  /** Whose ports an address is meant for; never others than nodes'. */
  public sealed interface Meant {
    /** Those of all nodes. */
    record Everyone() implements Meant {}

    /** Those of the nodes of some roles. */
    record Roles(Set<String> names) implements Meant {
      /** Copies the set. */
      public Roles {
        names = Set.copyOf(names);
      }
    }

    /** Those with these MACs. */
    record Owners(Set<MacAddress> macs) implements Meant {
      /** Copies the set. */
      public Owners {
        macs = Set.copyOf(macs);
      }
    }
  }
}
