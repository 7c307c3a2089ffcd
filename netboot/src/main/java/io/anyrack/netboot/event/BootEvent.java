package io.anyrack.netboot.event;

import io.anyrack.rack.address.Ipv4Address;
import java.time.Instant;

/** One step of a node's boot as the network sees it. */
public sealed interface BootEvent {
  /** When it happened. */
  Instant time();

  /** The node's name. */
  String node();

  /**
   * A DHCPDISCOVER came and was answered: the node's firmware or operating system looks for an
   * address.
   *
   * @param client the vendor class (RFC 2132 §9.13) or user class (RFC 3004), such as {@code iPXE};
   *     "" if the client names none
   */
  record DiscoverSeen(Instant time, String node, String client) implements BootEvent {}

  /**
   * A DHCPACK went out.
   *
   * @param client as in {@link DiscoverSeen}
   * @param address the address given
   */
  record AckGiven(Instant time, String node, String client, Ipv4Address address)
      implements BootEvent {}

  /**
   * An HTTP request was answered.
   *
   * @param path the path asked for, without its query
   * @param status the status code (RFC 9110 §15)
   * @param bytes octets of content sent; fewer than announced if the client went away
   */
  record HttpServed(Instant time, String node, String path, int status, long bytes)
      implements BootEvent {}

  /**
   * A TFTP transfer ended.
   *
   * @param file the name asked for
   * @param bytes octets of content acknowledged
   * @param complete whether the client acknowledged the last block
   */
  record TftpServed(Instant time, String node, String file, long bytes, boolean complete)
      implements BootEvent {}
}
