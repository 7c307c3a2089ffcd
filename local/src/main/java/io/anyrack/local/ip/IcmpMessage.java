package io.anyrack.local.ip;

import io.anyrack.local.ethernet.Frame;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/** ICMP (RFC 792): echo, and destination unreachable. */
public final class IcmpMessage {
  private static final int HEADER = 8;
  private static final int ECHO_REPLY = 0;
  private static final int DESTINATION_UNREACHABLE = 3;
  private static final int ECHO = 8;

  private IcmpMessage() {}

  /** Why a destination is unreachable, with its code (RFC 792, RFC 1812 §5.2.7.1). */
  public enum Unreachable {
    /** No route. */
    NET(0),
    /** No answer from the host. */
    HOST(1),
    /** The host does not speak the protocol. */
    PROTOCOL(2),
    /** Nobody behind the port. */
    PORT(3),
    /** Forbidden. */
    PROHIBITED(13);

    private final int code;

    Unreachable(int code) {
      this.code = code;
    }
  }

  /** Whether {@code packet} may be answered with an ICMP error (RFC 1122 §3.2.2). */
  public static boolean mayReport(Ipv4Packet packet) {
    return !packet.source().equals(Ipv4Address.ANY)
        && (packet.protocol() != Ipv4Packet.ICMP
            || (packet.length() >= HEADER && packet.frame().u8(packet.payload()) == ECHO));
  }

  /** The frame that answers an echo request; empty if {@code packet} is anything else. */
  public static Optional<byte[]> echoReply(
      Ipv4Packet packet, MacAddress destination, MacAddress source) {
    Frame frame = packet.frame();
    if (packet.length() < HEADER
        || frame.u8(packet.payload()) != ECHO
        || InternetChecksum.fold(packet.payloadSum()) != 0) {
      return Optional.empty();
    }
    byte[] message = frame.copy(packet.payload(), packet.length());
    message[0] = ECHO_REPLY;
    return Optional.of(
        frame(
            message,
            destination,
            source,
            /* source= */ packet.destination(),
            /* destination= */ packet.source()));
  }

  /**
   * The frame that tells the sender of {@code packet} that it did not arrive.
   *
   * @param from the gateway's address
   */
  public static byte[] unreachable(
      Unreachable why,
      Ipv4Packet packet,
      Ipv4Address from,
      MacAddress destination,
      MacAddress source) {
    // RFC 792: the header and the first 64 bits of the payload come back.
    int quoted = packet.payload() - Frame.HEADER + Math.min(8, packet.length());
    byte[] message = new byte[HEADER + quoted];
    message[0] = DESTINATION_UNREACHABLE;
    message[1] = (byte) why.code;
    System.arraycopy(packet.frame().copy(Frame.HEADER, quoted), 0, message, HEADER, quoted);
    return frame(message, destination, source, from, packet.source());
  }

  private static byte[] frame(
      byte[] message,
      MacAddress destinationMac,
      MacAddress sourceMac,
      Ipv4Address source,
      Ipv4Address destination) {
    byte[] octets = new byte[Headers.LENGTH + message.length];
    ByteBuffer frame = ByteBuffer.wrap(octets);
    Headers.ipv4(
        frame, destinationMac, sourceMac, source, destination, Ipv4Packet.ICMP, message.length);
    frame.put(Headers.LENGTH, message).putShort(Headers.LENGTH + 2, (short) 0);
    frame.putShort(
        Headers.LENGTH + 2,
        (short) InternetChecksum.fold(InternetChecksum.sum(frame, Headers.LENGTH, message.length)));
    return octets;
  }
}
