package io.anyrack.rack.address;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * An IPv4 address (RFC 791).
 *
 * @param bits the address, first octet most significant
 */
public record Ipv4Address(int bits) implements Comparable<Ipv4Address> {
  /** The length of the address on the wire, in octets. */
  public static final int LENGTH = 4;

  /** {@code 0.0.0.0}. */
  public static final Ipv4Address ANY = new Ipv4Address(0);

  /** {@code 255.255.255.255}. */
  public static final Ipv4Address BROADCAST = new Ipv4Address(-1);

  /**
   * Reads the dotted quad {@code 192.0.2.1}: four decimal numbers from 0 to 255 and no leading
   * zero.
   *
   * @throws IllegalArgumentException if {@code text} is anything else
   */
  public static Ipv4Address parse(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      throw new IllegalArgumentException("not an IPv4 address: " + text);
    }
    int bits = 0;
    for (String part : parts) {
      if (!part.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(part) > 255) {
        throw new IllegalArgumentException("not an IPv4 address: " + text);
      }
      bits = bits << 8 | Integer.parseInt(part);
    }
    return new Ipv4Address(bits);
  }

  /** The same address as the JDK has it. */
  public static Ipv4Address of(Inet4Address address) {
    return read(address.getAddress(), 0);
  }

  /** Reads four octets of {@code bytes} from {@code offset}. */
  public static Ipv4Address read(byte[] bytes, int offset) {
    return new Ipv4Address(
        (bytes[offset] & 0xff) << 24
            | (bytes[offset + 1] & 0xff) << 16
            | (bytes[offset + 2] & 0xff) << 8
            | (bytes[offset + 3] & 0xff));
  }

  /** Writes the four octets into {@code bytes} from {@code offset}. */
  public void write(byte[] bytes, int offset) {
    bytes[offset] = (byte) (bits >>> 24);
    bytes[offset + 1] = (byte) (bits >>> 16);
    bytes[offset + 2] = (byte) (bits >>> 8);
    bytes[offset + 3] = (byte) bits;
  }

  /** The four octets. */
  public byte[] octets() {
    byte[] octets = new byte[LENGTH];
    write(octets, 0);
    return octets;
  }

  /** The same address as the JDK has it. */
  public InetAddress toInetAddress() {
    try {
      return InetAddress.getByAddress(octets());
    } catch (UnknownHostException e) {
      throw new AssertionError("four octets are always an address", e);
    }
  }

  /** The address {@code distance} further on. */
  public Ipv4Address plus(int distance) {
    return new Ipv4Address(bits + distance);
  }

  /** Whether this is 224.0.0.0/4 (RFC 5771). */
  public boolean isMulticast() {
    return bits >>> 28 == 0xe;
  }

  /** Whether this is 127.0.0.0/8 (RFC 1122 §3.2.1.3). */
  public boolean isLoopback() {
    return bits >>> 24 == 127;
  }

  @Override
  public int compareTo(Ipv4Address other) {
    return Integer.compareUnsigned(bits, other.bits);
  }

  @Override
  public String toString() {
    return (bits >>> 24)
        + "."
        + (bits >>> 16 & 0xff)
        + "."
        + (bits >>> 8 & 0xff)
        + "."
        + (bits & 0xff);
  }
}
