package io.anyrack.rack.address;

/**
 * A network of either version of IP in CIDR form; a single address is the longest prefix.
 *
 * @param base its first address; the host bits are zero
 * @param length 0 to 32, or to 128
 */
public record IpPrefix(IpAddress base, int length) implements Comparable<IpPrefix> {
  /** Checks the length and that the host bits are zero. */
  public IpPrefix {
    if (length < 0 || length > base.length()) {
      throw new IllegalArgumentException("no prefix length of " + base + ": " + length);
    }
    if (!base.masked(length).equals(base)) {
      throw new IllegalArgumentException(
          base + "/" + length + " has host bits set; the network is " + base.masked(length));
    }
  }

  /** One address. */
  public static IpPrefix of(IpAddress address) {
    return new IpPrefix(address, address.length());
  }

  /** The network of {@code length} that {@code address} lies in. */
  public static IpPrefix around(IpAddress address, int length) {
    return new IpPrefix(address.masked(length), length);
  }

  /**
   * Reads {@code 192.0.2.0/24}, {@code 2001:db8::/64} or a single address.
   *
   * @throws IllegalArgumentException if {@code text} is anything else or host bits are set
   */
  public static IpPrefix parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return of(IpAddress.parse(text));
    }
    String length = text.substring(slash + 1);
    if (!length.matches("[0-9]{1,3}")) {
      throw new IllegalArgumentException("not a network in CIDR form: " + text);
    }
    return new IpPrefix(IpAddress.parse(text.substring(0, slash)), Integer.parseInt(length));
  }

  /** Whether this is one address. */
  public boolean isSingle() {
    return length == base.length();
  }

  /** Whether {@code address} lies in it. */
  public boolean contains(IpAddress address) {
    return address.version() == base.version() && address.masked(length).equals(base);
  }

  /** Whether all of {@code other} lies in it. */
  public boolean contains(IpPrefix other) {
    return other.length >= length && contains(other.base);
  }

  @Override
  public int compareTo(IpPrefix other) {
    int bases = base.compareTo(other.base);
    return bases != 0 ? bases : Integer.compare(length, other.length);
  }

  /** A single address without its length, as Neutron has it. */
  @Override
  public String toString() {
    return isSingle() ? base.toString() : base + "/" + length;
  }
}
