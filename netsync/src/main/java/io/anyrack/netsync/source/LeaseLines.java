package io.anyrack.netsync.source;

import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.sync.Said.Given;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * dnsmasq's lease file: {@code EXPIRY MAC ADDRESS NAME CLIENT-ID} for IPv4, and after a line {@code
 * duid …} {@code EXPIRY IAID ADDRESS NAME DUID} for IPv6. An expiry of 0 is never. A DUID tells the
 * MAC if it was made from it (RFC 8415 §11.2, §11.4); other leases of IPv6 belong to nobody we
 * know.
 */
final class LeaseLines {
  private LeaseLines() {}

  static List<Given> read(List<String> lines, Instant now) {
    return lines.stream().flatMap(line -> read(line, now).stream()).toList();
  }

  private static Optional<Given> read(String line, Instant now) {
    String[] words = line.split("\\s+", -1);
    if (words.length != 5 || !words[0].matches("[0-9]{1,18}") || isOver(words[0], now)) {
      return Optional.empty();
    }
    try {
      IpAddress address = IpAddress.parse(words[2]);
      return mac(address.version() == 4 ? words[1] : linkLayer(words[4]))
          .map(mac -> new Given(mac, address));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // not a lease
    }
  }

  private static boolean isOver(String expiry, Instant now) {
    long seconds = Long.parseLong(expiry);
    return seconds != 0 && seconds <= now.getEpochSecond();
  }

  /** Ethernet has hardware type 1, which dnsmasq leaves out; with another type it is no MAC. */
  private static Optional<MacAddress> mac(String text) {
    return text.matches("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}")
        ? Optional.of(MacAddress.parse(text))
        : Optional.empty();
  }

  private static String linkLayer(String duid) {
    if (duid.startsWith("00:01:00:01:") && duid.length() > 24) {
      return duid.substring(24);
    }
    return duid.startsWith("00:03:00:01:") ? duid.substring(12) : "";
  }
}
