package io.anyrack.netboot.dhcp;

import io.anyrack.rack.model.Nic;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An option the rack file sets on a port, ready for the wire.
 *
 * @param code its number
 * @param value its octets; empty: the option is not to be sent at all, as dnsmasq has it
 * @param condition to which clients it is told
 */
@SuppressWarnings("ArrayRecordComponent") // on its way to a packet, compared by nobody
record ExtraOption(int code, byte[] value, Condition condition) {
  /**
   * Stands for the field {@code siaddr}, which is no option. The number is dnsmasq's, and Ironic
   * sends it so.
   */
  static final int SERVER_IP_ADDRESS = 255;

  /** What the server says of the exchange itself: not for the rack file. */
  private static final Set<Integer> RESERVED = Set.of(50, 52, 53, 54, 55, 57, 61, 82);

  /** dnsmasq's names with their numbers (RFC 2132 and later). */
  private static final Map<String, Integer> NAMES =
      Map.ofEntries(
          Map.entry("netmask", 1),
          Map.entry("time-offset", 2),
          Map.entry("router", 3),
          Map.entry("dns-server", 6),
          Map.entry("log-server", 7),
          Map.entry("hostname", 12),
          Map.entry("boot-file-size", 13),
          Map.entry("domain-name", 15),
          Map.entry("root-path", 17),
          Map.entry("extension-path", 18),
          Map.entry("ip-forward-enable", 19),
          Map.entry("default-ttl", 23),
          Map.entry("mtu", 26),
          Map.entry("broadcast", 28),
          Map.entry("static-route", 33),
          Map.entry("tcp-ttl", 37),
          Map.entry("nis-domain", 40),
          Map.entry("nis-server", 41),
          Map.entry("ntp-server", 42),
          Map.entry("vendor-encap", 43),
          Map.entry("netbios-ns", 44),
          Map.entry("netbios-nodetype", 46),
          Map.entry("lease-time", 51),
          Map.entry("T1", 58),
          Map.entry("T2", 59),
          Map.entry("vendor-class", 60),
          Map.entry("tftp-server", 66),
          Map.entry("bootfile-name", 67),
          Map.entry("smtp-server", 69),
          Map.entry("posix-timezone", 100),
          Map.entry("tzdb-timezone", 101),
          Map.entry("domain-search", 119),
          Map.entry("classless-static-route", 121),
          Map.entry("tftp-server-address", 150),
          Map.entry("server-ip-address", SERVER_IP_ADDRESS));

  /** To which clients an option is told. */
  enum Condition {
    /** To all. */
    ALWAYS(""),
    /** To iPXE: {@code tag:ipxe,bootfile-name}, as Ironic writes it for dnsmasq. */
    IPXE("tag:ipxe,"),
    /** To all but iPXE: {@code tag:!ipxe,bootfile-name}. */
    NOT_IPXE("tag:!ipxe,");

    private final String prefix;

    Condition(String prefix) {
      this.prefix = prefix;
    }

    boolean holds(ClientClass client) {
      return switch (this) {
        case ALWAYS -> true;
        case IPXE -> client instanceof ClientClass.Ipxe;
        case NOT_IPXE -> !(client instanceof ClientClass.Ipxe);
      };
    }
  }

  /**
   * Reads an option of the rack file.
   *
   * @throws IllegalArgumentException if the name is not known or the value does not fit it; the
   *     message is for the user
   */
  static ExtraOption of(Nic.DhcpOption option) {
    String name = option.name().strip();
    Condition condition = Condition.ALWAYS;
    for (Condition tagged : Condition.values()) {
      if (name.startsWith(tagged.prefix)) {
        condition = tagged;
      }
    }
    int code = code(name.substring(condition.prefix.length()).replaceFirst("^option:", ""));
    return new ExtraOption(code, value(code, option), condition);
  }

  private static int code(String name) {
    if (name.matches("[0-9]{1,3}")) {
      int code = Integer.parseInt(name);
      if (RESERVED.contains(code)) {
        throw new IllegalArgumentException(
            "DHCP option " + code + " is set by the server itself; leave it out");
      } else if (code >= 1 && code <= 255) {
        return code;
      }
    }
    return Optional.ofNullable(NAMES.get(name))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "DHCP option \""
                        + name
                        + "\" is not known; use its number, or a name such as bootfile-name"));
  }

  private static byte[] value(int code, Nic.DhcpOption option) {
    String text = option.value().strip();
    try {
      return text.startsWith("0x")
          ? HexFormat.of().parseHex(text.substring(2))
          : OptionType.of(code, text).encode(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "DHCP option \"" + option.name() + "\": " + e.getMessage(), e);
    }
  }
}
