package io.anyrack.local.ip;

import io.anyrack.local.ethernet.EtherType;
import io.anyrack.local.ethernet.Frame;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An ARP packet for IPv4 over Ethernet (RFC 826).
 *
 * @param operation {@link #REQUEST} or {@link #REPLY}
 * @param senderMac the sender's hardware address
 * @param sender the sender's protocol address
 * @param targetMac the target's hardware address
 * @param target the target's protocol address
 */
public record ArpPacket(
    int operation,
    MacAddress senderMac,
    Ipv4Address sender,
    MacAddress targetMac,
    Ipv4Address target) {
  /** Who has the target's address? */
  public static final int REQUEST = 1;

  /** The sender has it. */
  public static final int REPLY = 2;

  private static final int LENGTH = 28;
  private static final int ETHERNET = 1;

  /** Reads the payload of a frame; empty if it is not ARP for IPv4 over Ethernet. */
  public static Optional<ArpPacket> read(Frame frame) {
    int at = Frame.HEADER;
    if (frame.length() < at + LENGTH
        || frame.u16(at) != ETHERNET
        || frame.u16(at + 2) != EtherType.IPV4
        || frame.u8(at + 4) != MacAddress.LENGTH
        || frame.u8(at + 5) != Ipv4Address.LENGTH) {
      return Optional.empty();
    }
    return Optional.of(
        new ArpPacket(
            frame.u16(at + 6),
            new MacAddress(frame.mac(at + 8)),
            new Ipv4Address(frame.i32(at + 14)),
            new MacAddress(frame.mac(at + 18)),
            new Ipv4Address(frame.i32(at + 24))));
  }

  /** The answer that says: {@code mac} has the target's address. */
  public ArpPacket reply(MacAddress mac) {
    return new ArpPacket(
        REPLY,
        /* senderMac= */ mac,
        /* sender= */ target,
        /* targetMac= */ senderMac,
        /* target= */ sender);
  }

  /** The frame that carries this packet from its sender to its target. */
  public byte[] toFrame() {
    byte[] frame = new byte[Frame.HEADER + LENGTH];
    targetMac.write(frame, 0);
    senderMac.write(frame, MacAddress.LENGTH);
    ByteBuffer.wrap(frame)
        .position(2 * MacAddress.LENGTH)
        .putShort((short) EtherType.ARP)
        .putShort((short) ETHERNET)
        .putShort((short) EtherType.IPV4)
        .put((byte) MacAddress.LENGTH)
        .put((byte) Ipv4Address.LENGTH)
        .putShort((short) operation)
        .put(senderMac.octets())
        .put(sender.octets())
        .put(targetMac.octets())
        .put(target.octets());
    return frame;
  }
}
