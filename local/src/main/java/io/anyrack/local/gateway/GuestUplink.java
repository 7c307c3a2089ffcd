package io.anyrack.local.gateway;

import io.anyrack.local.bridge.GuestPort;
import io.anyrack.local.bridge.Uplink;
import io.anyrack.local.ethernet.DropReason;
import io.anyrack.local.ethernet.EtherType;
import io.anyrack.local.ethernet.Frame;
import io.anyrack.local.ethernet.FrameSink;
import io.anyrack.local.ip.ArpPacket;
import io.anyrack.local.ip.IcmpMessage;
import io.anyrack.local.ip.IcmpMessage.Unreachable;
import io.anyrack.local.ip.Ipv4Packet;
import io.anyrack.local.ip.RouterDiscovery;
import io.anyrack.local.ip.UdpPacket;
import io.anyrack.local.tcp.Terminator;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.net.Datagram;
import io.anyrack.rack.net.DatagramService;
import io.anyrack.rack.net.DatagramService.Replies;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A guest's side of its network's {@link Gateway}. */
final class GuestUplink implements Uplink {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Gateway gateway;
  private final GuestPort port;
  private final FrameSink sink;
  private final Terminator tcp;
  private final UdpTranslator udp;

  GuestUplink(Gateway gateway, GuestPort port) {
    this.gateway = gateway;
    this.port = port;
    GatewayLimits limits = gateway.limits();
    sink = new CountingSink(port.sink(), gateway.statistics());
    tcp = new Terminator(gateway.tcp(), gateway.mac(), sink, gateway.statistics());
    udp = new UdpTranslator(gateway.statistics(), limits.exchanges(), limits.exchangeIdle());
  }

  @Override
  public void receive(Frame frame) {
    gateway.statistics().countOut(1);
    switch (frame.etherType()) {
      case EtherType.ARP -> ArpPacket.read(frame).ifPresent(this::receiveArp);
      case EtherType.IPV4 ->
          Ipv4Packet.read(frame).ifPresentOrElse(this::receiveIpv4, this::malformed);
      case EtherType.IPV6 -> {
        if (RouterDiscovery.isSolicitation(frame)) {
          send(RouterDiscovery.noIpv6Here(gateway.mac()));
        }
      }
      default -> {
        // Not for a router.
      }
    }
  }

  private void receiveArp(ArpPacket request) {
    if (request.operation() == ArpPacket.REQUEST && gateway.owns(request.target())) {
      send(request.reply(gateway.mac()).toFrame());
    }
  }

  private void receiveIpv4(Ipv4Packet packet) {
    if (packet.fragment()) {
      drop(DropReason.FRAGMENT);
      return;
    }
    boolean group =
        packet.destination().isMulticast()
            || gateway.isBroadcast(packet.destination())
            || packet.frame().isGroup();
    switch (packet.protocol()) {
      case Ipv4Packet.UDP ->
          UdpPacket.read(packet)
              .ifPresentOrElse(datagram -> receiveUdp(packet, datagram, group), this::malformed);
      case Ipv4Packet.TCP -> {
        if (!group && isRouted(packet)) {
          tcp.receive(port.attachment(), packet, gateway.network().mtu());
        }
      }
      case Ipv4Packet.ICMP -> {
        if (!group && isRouted(packet)) {
          receiveIcmp(packet);
        }
      }
      default -> {
        if (!group) {
          unreachable(Unreachable.PROTOCOL, packet);
        }
      }
    }
  }

  /** Neighbours are reached on the segment, not through the gateway. */
  private boolean isRouted(Ipv4Packet packet) {
    Ipv4Address destination = packet.destination();
    if (gateway.network().cidr().contains(destination) && !gateway.owns(destination)) {
      unreachable(Unreachable.HOST, packet);
      return false;
    }
    return true;
  }

  private void receiveIcmp(Ipv4Packet packet) {
    if (gateway.owns(packet.destination())) {
      IcmpMessage.echoReply(packet, guestMac(packet), gateway.mac()).ifPresent(this::send);
    } else {
      unreachable(Unreachable.PROHIBITED, packet);
    }
  }

  private void receiveUdp(Ipv4Packet packet, Datagram datagram, boolean group) {
    Replies replies = repliesTo(guestMac(packet));
    Optional<DatagramService> service = gateway.service(datagram.destination());
    if (service.isPresent()) {
      service.get().receive(port.attachment(), datagram, replies);
    } else if (!group && isRouted(packet)) {
      if (gateway.owns(packet.destination())) {
        unreachable(Unreachable.PORT, packet);
      } else if (gateway.reachesOutward(packet.destination())) {
        udp.send(datagram, replies);
      } else {
        unreachable(Unreachable.NET, packet);
      }
    }
  }

  private Replies repliesTo(MacAddress guest) {
    return reply -> {
      if (UdpPacket.packetLength(reply) > gateway.network().mtu()) {
        drop(DropReason.MTU);
      } else if (gateway.isBroadcast(reply.destination().address())) {
        gateway.broadcast(UdpPacket.frame(reply, MacAddress.BROADCAST, gateway.mac()));
      } else {
        send(UdpPacket.frame(reply, guest, gateway.mac()));
      }
    };
  }

  private void unreachable(Unreachable why, Ipv4Packet packet) {
    drop(DropReason.UNREACHABLE);
    if (IcmpMessage.mayReport(packet)) {
      send(
          IcmpMessage.unreachable(
              why, packet, gateway.network().gateway(), guestMac(packet), gateway.mac()));
    }
  }

  private static MacAddress guestMac(Ipv4Packet packet) {
    return new MacAddress(packet.frame().source());
  }

  private void malformed() {
    drop(DropReason.MALFORMED);
  }

  private void drop(DropReason reason) {
    gateway.statistics().countDrop(reason);
  }

  private void send(byte[] frame) {
    if (sink.offer(ByteBuffer.wrap(frame), frame.length, NOTHING, 0, 0)) {
      sink.flush();
    } else {
      port.statistics().countDrop(DropReason.QUEUE_FULL);
    }
  }

  @Override
  public void flush() {
    tcp.flush();
  }

  @Override
  public void resume() {
    tcp.resume();
  }

  @Override
  public void linkDown() {
    tcp.drop();
    udp.drop();
  }
}
