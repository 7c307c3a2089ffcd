package io.anyrack.rack.file;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * An IPv6 network as written (RFC 4291 §2.3).
 *
 * @param prefix the prefix length, 0 to 128
 */
record Ipv6Cidr(int prefix) {

  /**
   * Reads {@code fd00:12::/64}.
   *
   * @throws IllegalArgumentException if {@code text} is anything else or host bits are set
   */
  static Ipv6Cidr parse(String text) {
    if (!text.matches("[0-9a-fA-F:]*:[0-9a-fA-F:]*/[0-9]{1,3}")) {
      throw notOne(text);
    }
    int slash = text.indexOf('/');
    int prefix = Integer.parseInt(text.substring(slash + 1));
    byte[] octets = octets(text, text.substring(0, slash));
    if (prefix > 128) {
      throw notOne(text);
    }
    for (int bit = prefix; bit < 128; bit++) {
      if ((octets[bit / 8] & 0x80 >> bit % 8) != 0) {
        throw new IllegalArgumentException(
            text + " has host bits set; end the address in :: after its first " + prefix + " bits");
      }
    }
    return new Ipv6Cidr(prefix);
  }

  /** Colons and hexadecimal digits alone are never looked up as a host name. */
  private static byte[] octets(String text, String address) {
    try {
      if (InetAddress.getByName(address) instanceof Inet6Address parsed) {
        return parsed.getAddress();
      }
    } catch (UnknownHostException _) {
      // told below
    }
    throw notOne(text);
  }

  private static IllegalArgumentException notOne(String text) {
    return new IllegalArgumentException("not an IPv6 network in CIDR form: " + text);
  }
}
