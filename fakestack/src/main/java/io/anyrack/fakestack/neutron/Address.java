package io.anyrack.fakestack.neutron;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * An IP address as a number.
 *
 * @param bits 32 or 128
 */
record Address(BigInteger value, int bits) implements Comparable<Address> {
  static Optional<Address> parse(String text) {
    try {
      byte[] bytes = InetAddress.ofLiteral(text).getAddress();
      return Optional.of(new Address(new BigInteger(1, bytes), bytes.length * 8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  Address plus(long count) {
    return new Address(value.add(BigInteger.valueOf(count)), bits);
  }

  @Override
  public int compareTo(Address other) {
    return value.compareTo(other.value);
  }

  /** RFC 5952 for IPv6. */
  @Override
  public String toString() {
    byte[] bytes = new byte[bits / 8];
    byte[] number = value.toByteArray();
    int length = Math.min(number.length, bytes.length);
    System.arraycopy(number, number.length - length, bytes, bytes.length - length, length);
    try {
      String text = InetAddress.getByAddress(bytes).getHostAddress();
      return bits == 32 ? text : compressed(text);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Java writes all eight groups; the longest run of two zeros or more becomes "::". */
  private static String compressed(String full) {
    String[] groups = full.split(":", -1);
    int best = 0;
    int bestAt = -1;
    for (int at = 0; at < groups.length; at++) {
      int end = at;
      while (end < groups.length && groups[end].equals("0")) {
        end++;
      }
      if (end - at > best && end - at >= 2) {
        best = end - at;
        bestAt = at;
      }
    }
    if (bestAt < 0) {
      return full;
    }
    return String.join(":", java.util.Arrays.copyOfRange(groups, 0, bestAt))
        + "::"
        + String.join(":", java.util.Arrays.copyOfRange(groups, bestAt + best, groups.length));
  }
}
