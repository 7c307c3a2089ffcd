package io.anyrack.local.bridge;

import io.anyrack.local.ethernet.DropReason;
import io.anyrack.local.ethernet.EtherType;
import io.anyrack.local.ethernet.Frame;
import io.anyrack.local.ip.ArpPacket;
import io.anyrack.local.ip.Ipv4Packet;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.Ipv4Network;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Nic;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The source check of one port, as public clouds have it: what a guest may send. It looks only at
 * what the guest says of itself, never at where the frame goes. Immutable.
 */
public final class Guard {
  private static final int VLAN_TAG = 4;
  private static final int BOOTP_SERVER = 67;
  private static final int BOOTP_CLIENT = 68;
  private static final int FRAGMENT_OFFSET = 0x1fff;

  private final boolean off;
  private final boolean dhcpServer;
  private final int largest;
  private final long mac;
  private final List<Source> sources;
  private final Ipv6Guard ipv6;

  /** A MAC together with the addresses that may be used with it. */
  private record Source(long mac, Ipv4Network addresses) {}

  /** The check for {@code nic} on {@code network}. */
  public Guard(Network network, Nic nic) {
    this(new Terms(network, nic, List.of()));
  }

  /** The check for a port on these terms. */
  Guard(Terms terms) {
    Network network = terms.network();
    Nic nic = terms.nic();
    ipv6 = new Ipv6Guard(terms.ipv6());
    off = nic.guard() == Network.Guard.OFF;
    dhcpServer = network.dhcp() == Network.Dhcp.INSTALLER;
    largest = Frame.HEADER + network.mtu();
    mac = nic.mac().bits();
    Stream<Ipv4Network> own =
        switch (nic.guard()) {
          case OFF -> Stream.empty();
          case EXACT -> nic.address().stream().map(address -> new Ipv4Network(address, 32));
          case SUBNET -> Stream.of(network.cidr());
        };
    Stream<Source> pairs =
        network.allowedOn(nic).stream()
            .map(pair -> new Source(pair.mac().orElse(nic.mac()).bits(), pair.cidr()));
    sources = Stream.concat(own.map(addresses -> new Source(mac, addresses)), pairs).toList();
  }

  /** Why {@code frame} must not pass; empty if it may. */
  public Optional<DropReason> check(Frame frame) {
    if (frame.length() < Frame.HEADER) {
      return Optional.of(DropReason.MALFORMED);
    }
    if (off) {
      // The tag of IEEE 802.1Q does not count against the MTU.
      int tag = frame.etherType() == EtherType.VLAN ? VLAN_TAG : 0;
      return frame.length() > largest + tag ? Optional.of(DropReason.MTU) : Optional.empty();
    }
    if (frame.length() > largest) {
      return Optional.of(DropReason.MTU);
    }
    if (!isOwn(frame.source())) {
      return Optional.of(DropReason.MAC_SPOOF);
    }
    return switch (frame.etherType()) {
      case EtherType.IPV4 -> checkIpv4(frame);
      case EtherType.ARP -> checkArp(frame);
      case EtherType.IPV6 -> ipv6.check(frame);
      default -> Optional.of(DropReason.ETHER_TYPE);
    };
  }

  private boolean isOwn(long source) {
    if (source == mac) {
      return true;
    }
    for (Source allowed : sources) {
      if (allowed.mac == source) {
        return true;
      }
    }
    return ipv6.hasMac(source);
  }

  private boolean mayUse(long source, int address) {
    for (Source allowed : sources) {
      if (allowed.mac == source && allowed.addresses.contains(new Ipv4Address(address))) {
        return true;
      }
    }
    return false;
  }

  private Optional<DropReason> checkIpv4(Frame frame) {
    int at = Frame.HEADER;
    if (frame.length() < at + Ipv4Packet.HEADER || frame.u8(at) >>> 4 != 4) {
      return Optional.of(DropReason.MALFORMED);
    }
    int header = (frame.u8(at) & 0xf) * 4;
    int total = frame.u16(at + 2);
    if (header < Ipv4Packet.HEADER || total < header || at + total > frame.length()) {
      return Optional.of(DropReason.MALFORMED);
    }
    boolean toClient = false;
    boolean fromClient = false;
    if (frame.u8(at + 9) == Ipv4Packet.UDP && (frame.u16(at + 6) & FRAGMENT_OFFSET) == 0) {
      if (total < header + 4) {
        return Optional.of(DropReason.MALFORMED);
      }
      int from = frame.u16(at + header);
      int to = frame.u16(at + header + 2);
      toClient = from == BOOTP_SERVER && to == BOOTP_CLIENT;
      fromClient = from == BOOTP_CLIENT && to == BOOTP_SERVER;
    }
    int source = frame.i32(at + 12);
    if (!mayUse(frame.source(), source) && !(source == 0 && fromClient)) {
      return Optional.of(DropReason.IP_SPOOF);
    }
    return toClient && !dhcpServer ? Optional.of(DropReason.DHCP_SERVER) : Optional.empty();
  }

  private Optional<DropReason> checkArp(Frame frame) {
    Optional<ArpPacket> read = ArpPacket.read(frame);
    if (read.isEmpty()) {
      return Optional.of(DropReason.MALFORMED);
    }
    MacAddress senderMac = read.get().senderMac();
    Ipv4Address sender = read.get().sender();
    // RFC 5227 §2.1.1: a probe has the sender 0.0.0.0, so that it pollutes nobody's cache.
    boolean honest =
        senderMac.bits() == frame.source()
            && (sender.equals(Ipv4Address.ANY) || mayUse(frame.source(), sender.bits()));
    return honest ? Optional.empty() : Optional.of(DropReason.ARP_SPOOF);
  }
}
