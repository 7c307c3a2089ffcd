package io.anyrack.cli.site;

import io.anyrack.netboot.event.BootEvent;

/** Steps of a boot in words, for the node's event log. */
final class BootEventText {
  private static final int OK = 200;

  private BootEventText() {}

  static String of(BootEvent event) {
    return switch (event) {
      case BootEvent.DiscoverSeen seen -> "DHCP: looks for an address" + client(seen.client());
      case BootEvent.AckGiven ack -> "DHCP: got " + ack.address() + client(ack.client());
      case BootEvent.HttpServed served when served.status() / 100 == OK / 100 ->
          "HTTP: fetched " + served.path() + " (" + served.bytes() + " octets)";
      case BootEvent.HttpServed served ->
          "HTTP: asked for " + served.path() + ", got " + served.status();
      case BootEvent.TftpServed served ->
          "TFTP: "
              + (served.complete() ? "fetched " : "broke off ")
              + served.file()
              + " ("
              + served.bytes()
              + " octets)";
    };
  }

  private static String client(String client) {
    return client.isEmpty() ? "" : " (" + client + ")";
  }
}
