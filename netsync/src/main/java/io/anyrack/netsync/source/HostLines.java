package io.anyrack.netsync.source;

import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.sync.Said.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lines of dnsmasq's {@code dhcp-host} (dnsmasq(8)): parts separated by commas, of which MACs and
 * addresses are taken, IPv6 ones in brackets. Neutron writes {@code
 * fa:16:3e:0a:0b:0c,host-192-0-2-5.openstacklocal.,192.0.2.5,set:port-…}, the inspector of Ironic a
 * file per node with {@code 52:54:00:0a:0b:0c,ignore} in it.
 */
final class HostLines {
  private HostLines() {}

  static List<Given> read(List<String> lines) {
    return lines.stream().flatMap(line -> read(line).stream()).toList();
  }

  private static List<Given> read(String line) {
    if (line.startsWith("#")) {
      return List.of();
    }
    List<MacAddress> macs = new ArrayList<>();
    List<IpAddress> addresses = new ArrayList<>();
    for (String word : line.split(",", -1)) {
      String part = word.strip();
      if (part.equals("ignore")) {
        return List.of();
      }
      mac(part).ifPresent(macs::add);
      address(part).ifPresent(addresses::add);
    }
    return macs.stream()
        .flatMap(mac -> addresses.stream().map(address -> new Given(mac, address)))
        .toList();
  }

  /** With or without the hardware type 1 in front, as dnsmasq takes it. */
  private static Optional<MacAddress> mac(String part) {
    String plain = part.startsWith("01-") ? part.substring(3) : part;
    return plain.matches("[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}")
        ? Optional.of(MacAddress.parse(plain))
        : Optional.empty();
  }

  private static Optional<IpAddress> address(String part) {
    boolean bracketed = part.startsWith("[") && part.endsWith("]");
    try {
      return bracketed
          ? Optional.of(IpAddress.parse(part.substring(1, part.length() - 1)))
          : part.matches("[0-9.]{7,15}") ? Optional.of(IpAddress.parse(part)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a part of another kind, such as a network
    }
  }
}
