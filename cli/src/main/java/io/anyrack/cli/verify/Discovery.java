package io.anyrack.cli.verify;

import io.anyrack.local.ethernet.Frame;
import io.anyrack.local.ip.Ipv4Packet;
import io.anyrack.local.ip.UdpPacket;
import io.anyrack.netboot.dhcp.DhcpCodec;
import io.anyrack.netboot.dhcp.DhcpMessage;
import io.anyrack.netboot.dhcp.DhcpOptions;
import io.anyrack.netboot.dhcp.MessageType;
import io.anyrack.netboot.wire.MalformedPacketException;
import io.anyrack.rack.address.Endpoint;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.net.Datagram;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Looks for DHCP servers (RFC 2131 §3.1): a DISCOVER and all OFFERs to it, which nobody takes, so
 * that no lease changes.
 */
final class Discovery {
  private static final int SERVER_PORT = 67;
  private static final int CLIENT_PORT = 68;
  private static final int MESSAGE_TYPE = 53;
  private static final int SERVER_IDENTIFIER = 54;
  private static final int PARAMETER_REQUEST_LIST = 55;
  private static final int VENDOR_CLASS = 60;
  private static final int MTU = 26;
  private static final int CLASSLESS_ROUTES = 121;
  private static final int LONGEST = 548;
  private static final int ADDRESS_BITS = 32;
  private static final Ipv4Address METADATA = Ipv4Address.parse("169.254.169.254");
  private static final int TRIES = 3;

  private final Standpoint from;
  private final Duration window;
  private final RandomGenerator random;

  /**
   * Looks from a place.
   *
   * @param window how long answers are waited for after each of a few tries; all is waited for,
   *     since the last to answer may be the one too many
   */
  Discovery(Standpoint from, Duration window, RandomGenerator random) {
    this.from = from;
    this.window = window;
    this.random = random;
  }

  /** An offer of each server that answers. */
  List<Offer> look() throws InterruptedException {
    Map<Ipv4Address, Offer> offers = new LinkedHashMap<>();
    int transaction = random.nextInt();
    byte[] discover = discover(transaction);
    Exchange exchange = new Exchange(from, window);
    for (int i = 0; i < TRIES && offers.isEmpty(); i++) {
      Optional<String> refused = from.tap().send(discover);
      if (refused.isPresent()) {
        throw new CannotTryException(
            "a DISCOVER does not go out from " + from.where() + ": " + refused.get(), "");
      }
      long end = System.nanoTime() + window.toNanos();
      for (Duration left = window;
          left.isPositive();
          left = Duration.ofNanos(end - System.nanoTime())) {
        exchange
            .next(frame -> offer(frame, transaction), left)
            .ifPresent(offer -> offers.putIfAbsent(offer.server(), offer));
      }
    }
    return List.copyOf(offers.values());
  }

  private byte[] discover(int transaction) {
    DhcpOptions options =
        DhcpOptions.NONE
            .with(MESSAGE_TYPE, new byte[] {1})
            .with(VENDOR_CLASS, "anyrack-verify".getBytes(StandardCharsets.US_ASCII))
            .with(PARAMETER_REQUEST_LIST, new byte[] {1, 3, 26, 54, 121});
    DhcpMessage message =
        new DhcpMessage(
            DhcpMessage.Op.BOOTREQUEST,
            transaction,
            0,
            true,
            Ipv4Address.ANY,
            Ipv4Address.ANY,
            Ipv4Address.ANY,
            Ipv4Address.ANY,
            from.client(),
            "",
            "",
            options);
    return UdpPacket.frame(
        new Datagram(
            new Endpoint(Ipv4Address.ANY, CLIENT_PORT),
            new Endpoint(Ipv4Address.BROADCAST, SERVER_PORT),
            DhcpCodec.write(message, LONGEST)),
        MacAddress.BROADCAST,
        from.mac());
  }

  private static Optional<Offer> offer(Frame frame, int transaction) {
    return Exchange.ip(frame)
        .filter(packet -> packet.protocol() == Ipv4Packet.UDP && !packet.fragment())
        .flatMap(UdpPacket::read)
        .filter(datagram -> datagram.destination().port() == CLIENT_PORT)
        .flatMap(datagram -> read(datagram.payload()))
        .filter(message -> message.xid() == transaction)
        .filter(message -> message.type().equals(Optional.of(MessageType.OFFER)))
        .flatMap(Discovery::offer);
  }

  private static Optional<DhcpMessage> read(byte[] payload) {
    try {
      return Optional.of(DhcpCodec.read(payload));
    } catch (MalformedPacketException e) {
      return Optional.empty();
    }
  }

  private static Optional<Offer> offer(DhcpMessage message) {
    return message
        .options()
        .address(SERVER_IDENTIFIER)
        .map(
            server ->
                new Offer(
                    server,
                    message.yiaddr(),
                    message.options().u16(MTU),
                    message.options().get(CLASSLESS_ROUTES).flatMap(Discovery::metadataVia)));
  }

  /** The most exact route to the metadata address (RFC 3442). */
  private static Optional<Ipv4Address> metadataVia(byte[] routes) {
    int at = 0;
    while (at < routes.length) {
      int bits = routes[at++] & 0xff;
      int octets = (bits + 7) / 8;
      if (bits > ADDRESS_BITS || at + octets + Ipv4Address.LENGTH > routes.length) {
        return Optional.empty();
      }
      byte[] destination = new byte[Ipv4Address.LENGTH];
      System.arraycopy(routes, at, destination, 0, octets);
      Ipv4Address hop = Ipv4Address.read(routes, at + octets);
      if (bits == ADDRESS_BITS && Ipv4Address.read(destination, 0).equals(METADATA)) {
        return Optional.of(hop);
      }
      at += octets + Ipv4Address.LENGTH;
    }
    return Optional.empty();
  }
}
