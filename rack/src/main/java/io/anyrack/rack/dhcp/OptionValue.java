package io.anyrack.rack.dhcp;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.Ipv4Network;
import java.util.List;

/** The value of a DHCP option, understood. */
public sealed interface OptionValue {
  /** Nothing was written: the option is not sent at all, as dnsmasq has it. */
  record Absent() implements OptionValue {}

  /** Characters. */
  record Text(String text) implements OptionValue {}

  /**
   * Raw octets.
   *
   * @param hex two hexadecimal digits each
   */
  record Octets(String hex) implements OptionValue {}

  /**
   * A whole number.
   *
   * @param value not negative
   * @param octets how many it takes: 1, 2 or 4
   */
  record Whole(long value, int octets) implements OptionValue {}

  /** Addresses, at least one. */
  record Addresses(List<Ipv4Address> addresses) implements OptionValue {
    /** Copies the list. */
    public Addresses {
      addresses = List.copyOf(addresses);
    }
  }

  /**
   * Domain names (RFC 3397).
   *
   * @param domains without a dot at the end
   */
  record Domains(List<String> domains) implements OptionValue {
    /** Copies the list. */
    public Domains {
      domains = List.copyOf(domains);
    }
  }

  /** Classless routes (RFC 3442). */
  record Routes(List<Route> routes) implements OptionValue {
    /** Copies the list. */
    public Routes {
      routes = List.copyOf(routes);
    }
  }

  /**
   * A route.
   *
   * @param destination where it leads
   * @param router through whom
   */
  record Route(Ipv4Network destination, Ipv4Address router) {}
}
