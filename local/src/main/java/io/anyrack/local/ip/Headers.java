package io.anyrack.local.ip;

import io.anyrack.local.ethernet.EtherType;
import io.anyrack.local.ethernet.Frame;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import java.nio.ByteBuffer;

/** Writes the headers below a transport protocol. */
public final class Headers {
  /** The octets of the Ethernet and the IPv4 header together. */
  public static final int LENGTH = Frame.HEADER + Ipv4Packet.HEADER;

  private static final int DO_NOT_FRAGMENT = 0x4000;
  private static final int HOP_LIMIT = 64;

  private Headers() {}

  /** Writes an Ethernet header at the start of {@code frame}. */
  public static void ethernet(
      ByteBuffer frame, MacAddress destination, MacAddress source, int etherType) {
    frame.putShort(0, (short) (destination.bits() >>> 32));
    frame.putInt(2, (int) destination.bits());
    frame.putShort(6, (short) (source.bits() >>> 32));
    frame.putInt(8, (int) source.bits());
    frame.putShort(12, (short) etherType);
  }

  /** Writes Ethernet and IPv4 headers at the start of {@code frame}, for {@code length} octets. */
  public static void ipv4(
      ByteBuffer frame,
      MacAddress destinationMac,
      MacAddress sourceMac,
      Ipv4Address source,
      Ipv4Address destination,
      int protocol,
      int length) {
    ethernet(frame, destinationMac, sourceMac, EtherType.IPV4);
    int at = Frame.HEADER;
    frame.putShort(at, (short) 0x4500);
    frame.putShort(at + 2, (short) (Ipv4Packet.HEADER + length));
    // RFC 6864 §4.1: the identification of an atomic datagram means nothing.
    frame.putShort(at + 4, (short) 0);
    frame.putShort(at + 6, (short) DO_NOT_FRAGMENT);
    frame.put(at + 8, (byte) HOP_LIMIT);
    frame.put(at + 9, (byte) protocol);
    frame.putShort(at + 10, (short) 0);
    frame.putInt(at + 12, source.bits());
    frame.putInt(at + 16, destination.bits());
    frame.putShort(
        at + 10, (short) InternetChecksum.fold(InternetChecksum.sum(frame, at, Ipv4Packet.HEADER)));
  }
}
