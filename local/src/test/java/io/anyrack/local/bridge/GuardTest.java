package io.anyrack.local.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.anyrack.local.ethernet.DropReason;
import io.anyrack.local.ethernet.Frame;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.Ipv4Network;
import io.anyrack.rack.address.Ipv4Range;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.Nic.AddressPair;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The port is 00:16:3e:00:00:0b with 192.0.2.11 on 192.0.2.0/24; allowed pairs are 192.0.2.64/28
 * with its own MAC and 192.0.2.100 with 00:00:5e:00:01:07.
 */
class GuardTest {
  private static final String TO = "00163e00000c ";
  private static final String ALL = "ffffffffffff ";
  private static final String OWN = "00163e00000b ";
  private static final String PAIR = "00005e000107 ";
  private static final String IP11 = "c000020b ";
  private static final String IP12 = "c000020c ";

  private static Network network(Network.Dhcp dhcp) {
    return new Network(
        "net",
        Ipv4Network.parse("192.0.2.0/24"),
        Ipv4Address.parse("192.0.2.1"),
        dhcp,
        Network.Guard.EXACT,
        1400,
        Ipv4Range.parse("192.0.2.10-192.0.2.99"),
        new Network.Metadata.None(),
        false,
        List.of(),
        Network.Routing.NONE);
  }

  private static Guard guard(Network.Guard mode, Network.Dhcp dhcp) {
    List<AddressPair> pairs =
        List.of(
            new AddressPair(Ipv4Network.parse("192.0.2.64/28"), Optional.empty()),
            new AddressPair(
                Ipv4Network.parse("192.0.2.100/32"),
                Optional.of(MacAddress.parse("00:00:5e:00:01:07"))));
    Nic nic =
        new Nic(
            "net",
            MacAddress.parse("00:16:3e:00:00:0b"),
            Optional.of(Ipv4Address.parse("192.0.2.11")),
            mode,
            pairs,
            List.of());
    return new Guard(network(dhcp), nic);
  }

  private static byte[] octets(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  /** An IPv4 packet with a UDP header. */
  private static String udp(String source, String ports) {
    return "0800 4500 001c 0000 4000 4011 0000 " + source + IP12 + ports + " 0008 0000";
  }

  private static String arp(String mac, String sender) {
    return "0806 0001 0800 06 04 0001 " + mac + sender + "000000000000 " + IP12;
  }

  private static String ipv6(String source, String next, String payload) {
    return "86dd 60000000 0010 "
        + next
        + " ff "
        + source
        + " ff020000000000000000000000000002 "
        + payload;
  }

  private static final String LINK_LOCAL = "fe80000000000000021 63efffe00000b".replace(" ", "");

  static Stream<Arguments> guarded() {
    String plain = "1000 2000";
    return Stream.of(
        argumentSet("own MAC and address", TO + OWN + udp(IP11, plain), ""),
        argumentSet("foreign MAC", TO + TO + udp(IP11, plain), "mac-spoof"),
        argumentSet("foreign address", TO + OWN + udp(IP12, plain), "ip-spoof"),
        argumentSet("first of a pair's block", TO + OWN + udp("c0000240 ", plain), ""),
        argumentSet("last of a pair's block", TO + OWN + udp("c000024f ", plain), ""),
        argumentSet("behind a pair's block", TO + OWN + udp("c0000250 ", plain), "ip-spoof"),
        argumentSet("pair with a MAC of its own", TO + PAIR + udp("c0000264 ", plain), ""),
        argumentSet("pair's address, own MAC", TO + OWN + udp("c0000264 ", plain), "ip-spoof"),
        argumentSet("own address, pair's MAC", TO + PAIR + udp(IP11, plain), "ip-spoof"),
        argumentSet("DHCP client", ALL + OWN + udp("00000000 ", "0044 0043"), ""),
        argumentSet("no address, not DHCP", ALL + OWN + udp("00000000 ", plain), "ip-spoof"),
        argumentSet("DHCP server", TO + OWN + udp(IP11, "0043 0044"), "dhcp-server"),
        argumentSet("DHCP relay", TO + OWN + udp(IP11, "0043 0043"), ""),
        argumentSet(
            "later fragment that looks like DHCP",
            TO + OWN + udp(IP11, "0043 0044").replace("0000 4000", "0000 0001"),
            ""),
        argumentSet("IPv4 cut short", TO + OWN + "0800 4500 001c 0000", "malformed"),
        argumentSet(
            "header longer than packet",
            TO + OWN + udp(IP11, plain).replace("4500", "4f00"),
            "malformed"),
        argumentSet(
            "total length beyond the frame",
            TO + OWN + udp(IP11, plain).replace("001c", "001d"),
            "malformed"),
        argumentSet("ARP of its own", ALL + OWN + arp(OWN, IP11), ""),
        argumentSet("ARP probe", ALL + OWN + arp(OWN, "00000000 "), ""),
        argumentSet("ARP with a pair's address", ALL + OWN + arp(OWN, "c0000241 "), ""),
        argumentSet("ARP with foreign address", ALL + OWN + arp(OWN, IP12), "arp-spoof"),
        argumentSet("ARP with foreign MAC", ALL + OWN + arp(TO, IP11), "arp-spoof"),
        argumentSet("ARP cut short", ALL + OWN + "0806 0001 0800", "malformed"),
        argumentSet("VLAN tag", TO + OWN + "8100 0064 " + udp(IP11, plain), "ethertype"),
        argumentSet("LLDP", TO + OWN + "88cc 0207", "ethertype"),
        argumentSet("no type", "00163e00000c 00163e00", "malformed"),
        argumentSet(
            "router solicitation",
            ALL + OWN + ipv6(LINK_LOCAL, "3a", "85000000 00000000 0000000000000000"),
            ""),
        argumentSet(
            "IPv6 without an address",
            ALL + OWN + ipv6("0".repeat(32), "3a", "87000000 00000000 0000000000000000"),
            ""),
        argumentSet(
            "IPv6 global address",
            TO + OWN + ipv6("20010db8" + "0".repeat(24), "3a", "80000000 00000000"),
            "ip-spoof"),
        argumentSet(
            "fec0 is not link-local",
            TO + OWN + ipv6("fec0" + "0".repeat(28), "3a", "80000000 00000000"),
            "ip-spoof"),
        argumentSet(
            "router advertisement",
            ALL + OWN + ipv6(LINK_LOCAL, "3a", "86000000 00000000 0000000000000000"),
            "router-advertisement"),
        argumentSet(
            "router advertisement behind a hop-by-hop header",
            ALL + OWN + ipv6(LINK_LOCAL, "00", "3a00 010400000000 86000000 00000000"),
            "router-advertisement"),
        argumentSet(
            "router advertisement behind a fragment header",
            ALL + OWN + ipv6(LINK_LOCAL, "2c", "3a00 0001 00000000 86000000 00000000"),
            "router-advertisement"),
        argumentSet(
            "endless extension headers",
            ALL + OWN + ipv6(LINK_LOCAL, "00", "0000 010400000000 ".repeat(9)),
            "malformed"),
        argumentSet(
            "DHCPv6 server",
            TO + OWN + ipv6(LINK_LOCAL, "11", "0223 0222 0008 0000"),
            "dhcp-server"));
  }

  @ParameterizedTest
  @MethodSource
  void guarded(String frame, String reason) {
    assertThat(check(Network.Guard.EXACT, Network.Dhcp.CLOUD, octets(frame))).isEqualTo(reason);
  }

  static Stream<Arguments> modes() {
    String foreign = TO + OWN + udp(IP12, "1000 2000");
    String dhcp = TO + OWN + udp(IP11, "0043 0044");
    String tagged = TO + OWN + "8100 0064 " + udp(IP11, "1000 2000");
    return Stream.of(
        argumentSet(
            "subnet: neighbour's address", Network.Guard.SUBNET, Network.Dhcp.CLOUD, foreign, ""),
        argumentSet(
            "subnet: outside the network",
            Network.Guard.SUBNET,
            Network.Dhcp.CLOUD,
            TO + OWN + udp("c6336401 ", "1000 2000"),
            "ip-spoof"),
        argumentSet(
            "subnet: foreign MAC",
            Network.Guard.SUBNET,
            Network.Dhcp.CLOUD,
            TO + TO + udp(IP11, "1000 2000"),
            "mac-spoof"),
        argumentSet("off: foreign address", Network.Guard.OFF, Network.Dhcp.CLOUD, foreign, ""),
        argumentSet("off: DHCP server", Network.Guard.OFF, Network.Dhcp.CLOUD, dhcp, ""),
        argumentSet("off: VLAN tag", Network.Guard.OFF, Network.Dhcp.CLOUD, tagged, ""),
        argumentSet(
            "the installer answers DHCP", Network.Guard.EXACT, Network.Dhcp.INSTALLER, dhcp, ""));
  }

  @ParameterizedTest
  @MethodSource
  void modes(Network.Guard mode, Network.Dhcp dhcp, String frame, String reason) {
    assertThat(check(mode, dhcp, octets(frame))).isEqualTo(reason);
  }

  static Stream<Arguments> sizes() {
    return Stream.of(
        argumentSet("as large as may be", Network.Guard.EXACT, 1414, "0800", ""),
        argumentSet("an octet too large", Network.Guard.EXACT, 1415, "0800", "mtu"),
        argumentSet("off: an octet too large", Network.Guard.OFF, 1415, "0800", "mtu"),
        argumentSet("off: a tag does not count", Network.Guard.OFF, 1418, "8100", ""),
        argumentSet("off: too large with its tag", Network.Guard.OFF, 1419, "8100", "mtu"));
  }

  @ParameterizedTest
  @MethodSource
  void sizes(Network.Guard mode, int length, String type, String reason) {
    byte[] packet = octets(TO + OWN + udp(IP11, "1000 2000").replaceFirst("0800", type));
    assertThat(check(mode, Network.Dhcp.CLOUD, Arrays.copyOf(packet, length))).isEqualTo(reason);
  }

  private static String check(Network.Guard mode, Network.Dhcp dhcp, byte[] frame) {
    return guard(mode, dhcp).check(Frame.of(frame)).map(DropReason::label).orElse("");
  }

  @Test
  void neverFailsWhateverComes() {
    Random random = new Random(20261121);
    Guard guard = guard(Network.Guard.EXACT, Network.Dhcp.CLOUD);
    List<byte[]> seeds = guarded().map(set -> octets((String) set.get()[0])).toList();
    for (int i = 0; i < 50_000; i++) {
      byte[] seed = seeds.get(random.nextInt(seeds.size()));
      byte[] frame = Arrays.copyOf(seed, random.nextInt(seed.length + 8));
      for (int flips = random.nextInt(4); flips > 0 && frame.length > 0; flips--) {
        frame[random.nextInt(frame.length)] = (byte) random.nextInt();
      }
      assertThatCode(() -> guard.check(Frame.of(frame)))
          .as(HexFormat.of().formatHex(frame))
          .doesNotThrowAnyException();
    }
  }
}
