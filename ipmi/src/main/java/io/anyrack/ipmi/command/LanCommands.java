package io.anyrack.ipmi.command;

import static io.anyrack.ipmi.command.FixedParameters.octets;

import io.anyrack.ipmi.bmc.LanFacts;
import io.anyrack.ipmi.message.CompletionCode;
import io.anyrack.ipmi.message.NetFn;
import io.anyrack.ipmi.message.Privilege;
import io.anyrack.ipmi.message.Request;
import io.anyrack.ipmi.message.Response;
import io.anyrack.ipmi.rmcpplus.CipherSuite;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import java.util.Optional;

/**
 * LAN configuration: what the rack file made it, to be read (IPMI 2.0 §23.1, §23.2, table 23-4).
 */
final class LanCommands {
  private static final int STATIC_ADDRESS = 0x01;
  private static final int CLEAR = 0x01;
  private static final int VLAN_ENABLED = 0x8000;
  private static final int LONGEST_SUITE_LIST = 16;

  private LanCommands() {}

  static void addTo(CommandTable.Builder table) {
    FixedParameters parameters = LanCommands::value;
    table
        .netFn(NetFn.TRANSPORT)
        .add(0x01, Privilege.ADMINISTRATOR, 3, 64, parameters::set)
        .add(0x02, Privilege.OPERATOR, 4, parameters::get)
        .add(0x04, Privilege.USER, 2, LanCommands::statistics);
  }

  /** Get IP/UDP/RMCP Statistics (§23.4); what was counted may be forgotten with it. */
  private static Response statistics(Request request, Caller caller) {
    if (!caller.meansLan(request.octet(0))) {
      return Response.code(CompletionCode.INVALID_FIELD);
    }
    LanStatistics statistics = caller.bmc().lanStatistics();
    byte[] octets = statistics.octets();
    if ((request.octet(1) & CLEAR) != 0) {
      statistics.clear();
    }
    return Response.of(octets);
  }

  private static Optional<byte[]> value(int parameter, Bmc bmc) {
    LanFacts lan = bmc.endpoint().lan();
    return Optional.ofNullable(
        switch (parameter) {
          case 0 -> octets(0); // Set in progress: nothing can be set.
          case 1 -> octets(0); // IPMI 1.5 authentication types: none.
          case 2 -> octets(0, 0, 0, 0, 0); // The same, by privilege level.
          case 3 -> lan.address().octets();
          case 4 -> octets(STATIC_ADDRESS);
          case 5 -> lan.mac().octets();
          case 6 -> lan.mask().octets();
          case 7 -> octets(0x40, 0x40, 0x10); // Time to live, "don't fragment", type of service.
          case 8 -> octets(bmc.port(), bmc.port() >> 8);
          case 9 -> octets(0, 0); // No second port.
          case 10 -> octets(0); // ARP is not the BMC's work.
          case 11 -> octets(0);
          case 12 -> lan.gateway().octets();
          case 13, 15 -> new byte[MacAddress.LENGTH]; // Of the gateways: the host knows them.
          case 14 -> Ipv4Address.ANY.octets(); // No second gateway.
          case 16 -> new byte[18]; // SNMP community: there are no traps.
          case 20 -> vlan(lan);
          case 21 -> octets(0); // VLAN priority.
          case 22 -> octets(CipherSuite.values().length);
          case 23 -> suites();
          case 24 -> suitePrivileges();
          default -> null;
        });
  }

  private static byte[] vlan(LanFacts lan) {
    int vlan = lan.vlan().isPresent() ? lan.vlan().getAsInt() | VLAN_ENABLED : 0;
    return octets(vlan, vlan >> 8);
  }

  /** Reserved, then the suite ids. */
  private static byte[] suites() {
    byte[] ids = new byte[1 + LONGEST_SUITE_LIST];
    int at = 1;
    for (CipherSuite suite : CipherSuite.values()) {
      ids[at++] = (byte) suite.id();
    }
    return ids;
  }

  /** Reserved, then the highest privilege of each suite, two to an octet, the first one low. */
  private static byte[] suitePrivileges() {
    byte[] levels = new byte[1 + LONGEST_SUITE_LIST / 2];
    for (int i = 0; i < CipherSuite.values().length; i++) {
      levels[1 + i / 2] |= (byte) (Privilege.ADMINISTRATOR.level() << (i % 2 * 4));
    }
    return levels;
  }
}
