package io.anyrack.rack.file;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.Ipv4Network;
import io.anyrack.rack.address.Ipv4Range;
import java.util.List;
import java.util.Optional;

/** Which IPv4 networks a rack may have, and what is where in them unless the file says so. */
final class Subnet {
  static final int SHORTEST_PREFIX = 8;
  static final int LONGEST_PREFIX = 30;

  /** Special-purpose networks (RFC 6890) in which no rack can live. */
  private static final List<Ipv4Network> SPECIAL =
      List.of(
          Ipv4Network.parse("0.0.0.0/8"),
          Ipv4Network.parse("127.0.0.0/8"),
          Ipv4Network.parse("169.254.0.0/16"),
          Ipv4Network.parse("224.0.0.0/3"));

  private Subnet() {}

  /**
   * Reads the network of a segment.
   *
   * @throws IllegalArgumentException if a rack cannot live there
   */
  static Ipv4Network parse(String text) {
    Ipv4Network network = Ipv4Network.parse(text);
    if (network.prefix() < SHORTEST_PREFIX || network.prefix() > LONGEST_PREFIX) {
      throw new IllegalArgumentException(
          "a network of a rack is a /%d to a /%d; %s is neither"
              .formatted(SHORTEST_PREFIX, LONGEST_PREFIX, network));
    }
    Optional<Ipv4Network> special = SPECIAL.stream().filter(network::overlaps).findFirst();
    if (special.isPresent()) {
      throw new IllegalArgumentException(
          network
              + " overlaps "
              + special.get()
              + ", which has a meaning of its own; take a private network such as 10.0.0.0/24");
    }
    return network;
  }

  /** The first address for hosts. */
  static Ipv4Address gateway(Ipv4Network network) {
    return network.base().plus(1);
  }

  /** .30 to .199 of a /24; the same share of other networks. */
  static Ipv4Range pool(Ipv4Network network) {
    long last = network.size() - 2;
    long from = Math.max(2, network.size() * 30 / 256);
    long to = Math.min(last, Math.max(from, network.size() * 199 / 256));
    return new Ipv4Range(network.base().plus((int) from), network.base().plus((int) to));
  }

  /** Tells if {@code address} is not one a host of {@code network} can have. */
  static boolean isHost(Value place, Ipv4Network network, Ipv4Address address) {
    if (network.isHost(address)) {
      return true;
    }
    String what =
        !network.contains(address)
            ? " is outside the network "
            : address.equals(network.base())
                ? " is the network address of "
                : " is the broadcast address of ";
    place.problem(
        "address "
            + address
            + what
            + network
            + "; it can be "
            + network.base().plus(1)
            + " to "
            + network.broadcast().plus(-1));
    return false;
  }
}
