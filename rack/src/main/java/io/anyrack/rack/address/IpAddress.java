package io.anyrack.rack.address;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.HexFormat;

/**
 * An address of either version of IP, without a zone.
 *
 * @param version 4 or 6
 * @param high the first 64 bits of an IPv6 address; 0 for IPv4
 * @param low the last 64 bits of an IPv6 address; an IPv4 address in the low 32
 */
public record IpAddress(int version, long high, long low) implements Comparable<IpAddress> {
  private static final Comparator<IpAddress> ORDER =
      Comparator.comparingInt(IpAddress::version)
          .thenComparing(IpAddress::high, Long::compareUnsigned)
          .thenComparing(IpAddress::low, Long::compareUnsigned);

  /** Checks that there are no bits where the version has none. */
  public IpAddress {
    if (version != 6 && (version != 4 || high != 0 || low >>> 32 != 0)) {
      throw new IllegalArgumentException("no address of IP version " + version);
    }
  }

  /** The same address. */
  public static IpAddress of(Ipv4Address address) {
    return new IpAddress(4, 0, Integer.toUnsignedLong(address.bits()));
  }

  /**
   * Reads {@code 192.0.2.1} or {@code 2001:db8::1} (RFC 4291 §2.2, without embedded IPv4); no name
   * is ever looked up.
   *
   * @throws IllegalArgumentException if {@code text} is anything else
   */
  public static IpAddress parse(String text) {
    if (text.indexOf(':') < 0) {
      return of(Ipv4Address.parse(text));
    }
    if (!text.matches("[0-9a-fA-F:]{2,39}")
        || !(InetAddress.ofLiteral(text) instanceof Inet6Address literal)) {
      throw new IllegalArgumentException("not an IPv6 address: " + text);
    }
    String octets = HexFormat.of().formatHex(literal.getAddress());
    return new IpAddress(
        6,
        HexFormat.fromHexDigitsToLong(octets, 0, 16),
        HexFormat.fromHexDigitsToLong(octets, 16, 32));
  }

  /** How many bits there are: 32 or 128. */
  public int length() {
    return version == 4 ? 32 : 128;
  }

  /** The address with all bits after the first {@code prefix} cleared. */
  IpAddress masked(int prefix) {
    if (version == 4) {
      return new IpAddress(4, 0, low & mask(prefix + 32));
    }
    return new IpAddress(
        6, high & mask(Math.min(prefix, 64)), low & mask(Math.max(0, prefix - 64)));
  }

  private static long mask(int ones) {
    return ones == 0 ? 0 : -1L << (64 - ones);
  }

  @Override
  public int compareTo(IpAddress other) {
    return ORDER.compare(this, other);
  }

  /** As RFC 5952 §4 writes it. */
  @Override
  public String toString() {
    return version == 4 ? new Ipv4Address((int) low).toString() : text(groups());
  }

  private int[] groups() {
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = (int) ((i < 4 ? high : low) >>> (48 - 16 * (i % 4)) & 0xffff);
    }
    return groups;
  }

  private static String text(int[] groups) {
    int longest = 0;
    int start = 0;
    for (int i = 0; i < 8; i++) {
      int zeros = 0;
      while (i + zeros < 8 && groups[i + zeros] == 0) {
        zeros++;
      }
      if (zeros > longest) {
        longest = zeros;
        start = i;
      }
    }
    // A single group of zeros is never shortened (RFC 5952 §4.2.2).
    if (longest < 2) {
      return joined(groups, 0, 8);
    }
    return joined(groups, 0, start) + "::" + joined(groups, start + longest, 8);
  }

  private static String joined(int[] groups, int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }
}
