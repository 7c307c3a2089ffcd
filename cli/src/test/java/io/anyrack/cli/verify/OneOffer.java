package io.anyrack.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.local.ethernet.Frame;
import io.anyrack.local.ip.Ipv4Packet;
import io.anyrack.local.ip.UdpPacket;
import io.anyrack.netboot.dhcp.DhcpCodec;
import io.anyrack.netboot.dhcp.DhcpMessage;
import io.anyrack.netboot.dhcp.DhcpOptions;
import io.anyrack.rack.address.Endpoint;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.net.Datagram;
import io.anyrack.rack.net.Tap;
import java.time.Duration;
import java.util.Optional;

/** A DHCP server at a port of a switch that offers one address. */
final class OneOffer {
  private OneOffer() {}

  /** A DHCP server that offers the same address to everybody. */
  static void answer(Tap at, String server, String address) {
    try {
      while (true) {
        Optional<byte[]> frame = at.receive(Duration.ofSeconds(1));
        Optional<DhcpMessage> asked =
            frame
                .map(Frame::of)
                .flatMap(Exchange::ip)
                .filter(packet -> packet.protocol() == Ipv4Packet.UDP)
                .flatMap(UdpPacket::read)
                .filter(datagram -> datagram.destination().port() == 67)
                .map(datagram -> DhcpCodec.read(datagram.payload()));
        asked.ifPresent(message -> assertThat(at.send(offer(message, server, address))).isEmpty());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] offer(DhcpMessage asked, String server, String address) {
    Ipv4Address self = Ipv4Address.parse(server);
    DhcpMessage message =
        new DhcpMessage(
            DhcpMessage.Op.BOOTREPLY,
            asked.xid(),
            0,
            true,
            Ipv4Address.ANY,
            Ipv4Address.parse(address),
            Ipv4Address.ANY,
            Ipv4Address.ANY,
            asked.chaddr(),
            "",
            "",
            DhcpOptions.NONE.with(53, new byte[] {2}).with(54, self.octets()));
    return UdpPacket.frame(
        new Datagram(
            new Endpoint(self, 67),
            new Endpoint(Ipv4Address.BROADCAST, 68),
            DhcpCodec.write(message, 548)),
        MacAddress.BROADCAST,
        MacAddress.parse("02:00:00:00:00:66"));
  }
}
