package io.anyrack.rack.address;

/**
 * Addresses from {@code first} to {@code last}, both included.
 *
 * @param first the lowest address
 * @param last the highest address, not below {@code first}
 */
public record Ipv4Range(Ipv4Address first, Ipv4Address last) {
  /** Checks the order. */
  public Ipv4Range {
    if (first.compareTo(last) > 0) {
      throw new IllegalArgumentException("the range ends before it starts: " + first + "-" + last);
    }
  }

  /**
   * Reads {@code 192.0.2.30-192.0.2.199}.
   *
   * @throws IllegalArgumentException if {@code text} is anything else
   */
  public static Ipv4Range parse(String text) {
    int hyphen = text.indexOf('-');
    if (hyphen < 0) {
      throw new IllegalArgumentException("not a range such as 192.0.2.30-192.0.2.199: " + text);
    }
    return new Ipv4Range(
        Ipv4Address.parse(text.substring(0, hyphen).strip()),
        Ipv4Address.parse(text.substring(hyphen + 1).strip()));
  }

  /** The number of addresses. */
  public long size() {
    return Integer.toUnsignedLong(last.bits()) - Integer.toUnsignedLong(first.bits()) + 1;
  }

  /** Whether {@code address} lies in the range. */
  public boolean contains(Ipv4Address address) {
    return first.compareTo(address) <= 0 && address.compareTo(last) <= 0;
  }

  @Override
  public String toString() {
    return first + "-" + last;
  }
}
