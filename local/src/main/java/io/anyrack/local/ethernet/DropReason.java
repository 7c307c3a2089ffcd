package io.anyrack.local.ethernet;

/** Why a frame or packet was thrown away. */
public enum DropReason {
  /** A source MAC the guard does not let through. */
  MAC_SPOOF("mac-spoof"),
  /** An IPv4 source the guard does not let through, or an IPv6 source beyond the link. */
  IP_SPOOF("ip-spoof"),
  /** An ARP sender the guard does not let through. */
  ARP_SPOOF("arp-spoof"),
  /** A DHCP server's message from a guest. */
  DHCP_SERVER("dhcp-server"),
  /** A router advertisement from a guest (RFC 6105). */
  ROUTER_ADVERTISEMENT("router-advertisement"),
  /** Neither ARP nor IPv4 nor IPv6; VLAN tags too. */
  ETHER_TYPE("ethertype"),
  /** Larger than the network's MTU. */
  MTU("mtu"),
  /** The receiver does not take frames as fast as they come. */
  QUEUE_FULL("queue-full"),
  /** Nobody is connected to the port the frame is for. */
  LINK_DOWN("link-down"),
  /** Cut short, or fields that contradict each other. */
  MALFORMED("malformed"),
  /** An IP fragment for the gateway, which does not reassemble. */
  FRAGMENT("fragment"),
  /** More TCP connections or UDP exchanges than the gateway carries. */
  FLOW_LIMIT("flow-limit"),
  /** A destination the gateway does not reach, or may not. */
  UNREACHABLE("unreachable");

  private final String label;

  DropReason(String label) {
    this.label = label;
  }

  /** What users call it. */
  public String label() {
    return label;
  }
}
