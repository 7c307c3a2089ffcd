package io.anyrack.rack.dhcp;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which DHCP option is meant, and to which clients it is told: a number, or a name as dnsmasq has
 * it, after the tag that Ironic puts before either. {@code option6:} before it means DHCPv6.
 *
 * @param clients who is told
 * @param version of IP: 4, or 6 for DHCPv6 (RFC 8415)
 * @param code the option's number, 1 to 255
 */
public record OptionName(Clients clients, int version, int code) {
  /**
   * Stands for the field {@code siaddr}, which is no option. The number is dnsmasq's, and Ironic
   * sends it so.
   */
  public static final int SERVER_IP_ADDRESS = 255;

  private static final String SIX = "option6:";

  /** What a server says of the exchange itself (RFC 2132 §9, RFC 3046): not for a rack file. */
  private static final Set<Integer> OF_THE_SERVER = Set.of(50, 52, 53, 54, 55, 57, 61, 82);

  /** dnsmasq's names with their numbers (RFC 2132 and later). */
  private static final TreeMap<String, Integer> NAMES =
      new TreeMap<>(
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
              Map.entry("server-ip-address", SERVER_IP_ADDRESS)));

  /** What a DHCPv6 server and its clients say of the exchange itself (RFC 8415 §21). */
  private static final Set<Integer> OF_THE_SERVER6 =
      Set.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 25, 26);

  /** dnsmasq's names for DHCPv6, with their numbers (RFC 3646, RFC 5970 and others). */
  private static final TreeMap<String, Integer> NAMES6 =
      new TreeMap<>(
          Map.of(
              "sip-server-domain", 21,
              "sip-server", 22,
              "dns-server", 23,
              "domain-search", 24,
              "sntp-server", 31,
              "information-refresh-time", 32,
              "ntp-server", 56,
              "bootfile-url", 59,
              "bootfile-param", 60));

  private static final Pattern WRITTEN =
      Pattern.compile(
          "(?<tag>tag:!?ipxe,)?(?<six>option6:)?(?:(?<number>[1-9][0-9]{0,2})|(?:option:)?(?<name>\\D.*))");

  /** To which clients an option is told. */
  public enum Clients {
    /** To all. */
    ALL,
    /** To iPXE: {@code tag:ipxe,bootfile-name}. */
    IPXE,
    /** To all but iPXE: {@code tag:!ipxe,bootfile-name}. */
    ALL_BUT_IPXE
  }

  /** An option of DHCP for IPv4. */
  public OptionName(Clients clients, int code) {
    this(clients, 4, code);
  }

  /** All names, in order. */
  public static NavigableSet<String> known() {
    NavigableSet<String> all = new TreeSet<>(NAMES.navigableKeySet());
    NAMES6.navigableKeySet().forEach(name -> all.add(SIX + name));
    return Collections.unmodifiableNavigableSet(all);
  }

  /** The option that is meant; empty: there is none, or it is the server's own. */
  public static Optional<OptionName> of(String text) {
    Matcher written = WRITTEN.matcher(text);
    if (!written.matches()) {
      return Optional.empty();
    }
    Clients clients =
        switch (written.group("tag")) {
          case null -> Clients.ALL;
          case "tag:ipxe," -> Clients.IPXE;
          default -> Clients.ALL_BUT_IPXE;
        };
    boolean six = Optional.ofNullable(written.group("six")).isPresent();
    return Optional.ofNullable(written.group("number"))
        .map(Integer::valueOf)
        .or(() -> Optional.ofNullable(written.group("name")).map((six ? NAMES6 : NAMES)::get))
        .filter(code -> code <= 255 && !(six ? OF_THE_SERVER6 : OF_THE_SERVER).contains(code))
        .map(code -> new OptionName(clients, six ? 6 : 4, code));
  }

  /**
   * How a value of this option is written; where the option is free, how {@code text} looks. Those
   * of DHCPv6 are written as dnsmasq has them, addresses in brackets.
   */
  public OptionType type(String text) {
    return version == 6 ? OptionType.TEXT : OptionType.of(code, text.strip());
  }

  /**
   * Understands a value of this option; {@code 0x…} is raw octets for each.
   *
   * @throws IllegalArgumentException if {@code text} does not fit; the message is for the user
   */
  public OptionValue value(String text) {
    String value = text.strip();
    if (value.isEmpty()) {
      return new OptionValue.Absent();
    }
    return value.startsWith("0x")
        ? OptionType.octets(value.substring(2))
        : type(value).parse(value);
  }
}
