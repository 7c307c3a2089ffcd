package io.anyrack.netboot.dhcp;

import io.anyrack.netboot.event.BootEvent;
import io.anyrack.netboot.event.BootObserver;
import io.anyrack.netboot.port.Port;
import io.anyrack.netboot.port.Ports;
import io.anyrack.netboot.wire.MalformedPacketException;
import io.anyrack.rack.address.Endpoint;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.net.Attachment;
import io.anyrack.rack.net.Datagram;
import io.anyrack.rack.net.DatagramService;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/** DHCP on a network's gateway: datagrams in, datagrams out. Thread-safe, never blocks. */
public final class DhcpService implements DatagramService {
  /** The server's port. */
  public static final int SERVER_PORT = 67;

  private static final int CLIENT_PORT = 68;

  /** IP and UDP header: what an IP datagram holds beside the DHCP message. */
  private static final int HEADERS = 28;

  /** The smallest IP datagram every client takes (RFC 2131 §2). */
  private static final int SMALLEST_LIMIT = 576;

  private final DhcpResponder responder;
  private final Supplier<Ports> ports;
  private final BootObserver observer;
  private final Clock clock;

  /**
   * A service.
   *
   * @param responder decides
   * @param ports the rack's ports as they are now
   * @param observer is told of discovers and acks
   * @param clock dates what the observer is told
   */
  public DhcpService(
      DhcpResponder responder, Supplier<Ports> ports, BootObserver observer, Clock clock) {
    this.responder = responder;
    this.ports = ports;
    this.observer = observer;
    this.clock = clock;
  }

  @Override
  public void receive(Attachment from, Datagram datagram, Replies replies) {
    Optional<Port> port = ports.get().find(from);
    if (port.isEmpty()) {
      return;
    }
    DhcpMessage request;
    try {
      request = DhcpCodec.read(datagram.payload());
    } catch (MalformedPacketException e) {
      return; // not DHCP: dropped, as a server on a wire does
    }
    Optional<DhcpMessage> answer = responder.answer(port.get(), request);
    if (answer.isPresent()) {
      tell(from, request, answer.get());
      send(port.get(), request, answer.get(), replies);
    }
  }

  private void tell(Attachment from, DhcpMessage request, DhcpMessage answer) {
    String client = ClientClass.name(request.options());
    switch (answer.type().orElseThrow()) {
      case OFFER ->
          observer.happened(new BootEvent.DiscoverSeen(clock.instant(), from.node(), client));
      case ACK -> {
        // The answer to an INFORM gives no address.
        if (!answer.yiaddr().equals(Ipv4Address.ANY)) {
          observer.happened(
              new BootEvent.AckGiven(clock.instant(), from.node(), client, answer.yiaddr()));
        }
      }
      case DISCOVER, REQUEST, DECLINE, NAK, RELEASE, INFORM -> {}
    }
  }

  /** To whom a reply goes, and how long it may be (RFC 2131 §4.1). */
  private static void send(Port port, DhcpMessage request, DhcpMessage answer, Replies replies) {
    Ipv4Address destination;
    if (answer.type().equals(Optional.of(MessageType.NAK))) {
      destination = Ipv4Address.BROADCAST;
    } else if (!request.ciaddr().equals(Ipv4Address.ANY)) {
      destination = request.ciaddr();
    } else {
      destination = request.broadcast() ? Ipv4Address.BROADCAST : answer.yiaddr();
    }
    int limit =
        request
            .options()
            .u16(OptionCode.MAXIMUM_MESSAGE_SIZE)
            .map(size -> Math.clamp(size, SMALLEST_LIMIT, port.network().mtu()))
            .orElse(SMALLEST_LIMIT);
    replies.send(
        new Datagram(
            new Endpoint(port.network().gateway(), SERVER_PORT),
            new Endpoint(destination, CLIENT_PORT),
            DhcpCodec.write(answer, limit - HEADERS)));
  }
}
