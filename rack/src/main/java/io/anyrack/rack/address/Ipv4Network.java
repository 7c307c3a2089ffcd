package io.anyrack.rack.address;

/**
 * An IPv4 network in CIDR form (RFC 4632).
 *
 * @param base the network's first address; its host bits are zero
 * @param prefix the prefix length, 0 to 32
 */
public record Ipv4Network(Ipv4Address base, int prefix) {

  /** Checks the prefix and that the host bits are zero. */
  public Ipv4Network {
    if (prefix < 0 || prefix > 32) {
      throw new IllegalArgumentException("a prefix length is 0 to 32, not " + prefix);
    }
    if ((base.bits() & ~maskBits(prefix)) != 0) {
      throw new IllegalArgumentException(
          base
              + "/"
              + prefix
              + " has host bits set; the network is "
              + new Ipv4Address(base.bits() & maskBits(prefix))
              + "/"
              + prefix);
    }
  }

  /**
   * Reads {@code 192.0.2.0/24}.
   *
   * @throws IllegalArgumentException if {@code text} is anything else or host bits are set
   */
  public static Ipv4Network parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("[0-9]{1,2}")) {
      throw new IllegalArgumentException(
          "not a network in CIDR form such as 192.0.2.0/24: " + text);
    }
    return new Ipv4Network(
        Ipv4Address.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
  }

  private static int maskBits(int prefix) {
    return prefix == 0 ? 0 : -1 << (32 - prefix);
  }

  /** The network mask, such as 255.255.255.0. */
  public Ipv4Address mask() {
    return new Ipv4Address(maskBits(prefix));
  }

  /** The last address: the directed broadcast (RFC 919). */
  public Ipv4Address broadcast() {
    return new Ipv4Address(base.bits() | ~maskBits(prefix));
  }

  /** The number of addresses, network and broadcast address included. */
  public long size() {
    return 1L << (32 - prefix);
  }

  /** Whether {@code address} lies in this network. */
  public boolean contains(Ipv4Address address) {
    return (address.bits() & maskBits(prefix)) == base.bits();
  }

  /** Whether a host may have {@code address}: inside, and neither network nor broadcast address. */
  public boolean isHost(Ipv4Address address) {
    return contains(address)
        && (prefix >= 31 || (!address.equals(base) && !address.equals(broadcast())));
  }

  /** Whether the two networks share an address. */
  public boolean overlaps(Ipv4Network other) {
    return contains(other.base) || other.contains(base);
  }

  @Override
  public String toString() {
    return base + "/" + prefix;
  }
}
