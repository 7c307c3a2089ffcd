package io.anyrack.local.ip;

import io.anyrack.local.ethernet.Frame;
import io.anyrack.rack.address.Endpoint;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.net.Datagram;
import java.nio.ByteBuffer;
import java.util.Optional;

/** UDP (RFC 768) over IPv4. */
public final class UdpPacket {
  /** The octets of the header. */
  public static final int HEADER = 8;

  private UdpPacket() {}

  /** Reads the payload of a packet; empty if it is not a whole datagram with a right checksum. */
  public static Optional<Datagram> read(Ipv4Packet packet) {
    Frame frame = packet.frame();
    int at = packet.payload();
    if (packet.length() < HEADER) {
      return Optional.empty();
    }
    int length = frame.u16(at + 4);
    if (length < HEADER || length > packet.length() || !isIntact(packet, length)) {
      return Optional.empty();
    }
    return Optional.of(
        new Datagram(
            new Endpoint(packet.source(), frame.u16(at)),
            new Endpoint(packet.destination(), frame.u16(at + 2)),
            frame.copy(at + HEADER, length - HEADER)));
  }

  private static boolean isIntact(Ipv4Packet packet, int length) {
    Frame frame = packet.frame();
    // RFC 768: a checksum of zero means that the sender made none.
    return frame.u16(packet.payload() + 6) == 0
        || InternetChecksum.fold(
                InternetChecksum.pseudoHeader(
                        packet.source().bits(), packet.destination().bits(), Ipv4Packet.UDP, length)
                    + InternetChecksum.sum(
                        frame.buffer(), frame.offset() + packet.payload(), length))
            == 0;
  }

  /** The octets of the IP packet that carries {@code datagram}. */
  public static int packetLength(Datagram datagram) {
    return Ipv4Packet.HEADER + HEADER + datagram.payload().length;
  }

  /** The frame that carries {@code datagram}. */
  public static byte[] frame(Datagram datagram, MacAddress destination, MacAddress source) {
    int length = HEADER + datagram.payload().length;
    byte[] octets = new byte[Headers.LENGTH + length];
    ByteBuffer frame = ByteBuffer.wrap(octets);
    Endpoint from = datagram.source();
    Endpoint to = datagram.destination();
    Headers.ipv4(frame, destination, source, from.address(), to.address(), Ipv4Packet.UDP, length);
    frame
        .position(Headers.LENGTH)
        .putShort((short) from.port())
        .putShort((short) to.port())
        .putShort((short) length)
        .putShort((short) 0)
        .put(datagram.payload());
    int checksum =
        InternetChecksum.fold(
            InternetChecksum.pseudoHeader(
                    from.address().bits(), to.address().bits(), Ipv4Packet.UDP, length)
                + InternetChecksum.sum(frame, Headers.LENGTH, length));
    // RFC 768: a checksum that comes out as zero is sent as all ones.
    frame.putShort(Headers.LENGTH + 6, (short) (checksum == 0 ? 0xffff : checksum));
    return octets;
  }
}
