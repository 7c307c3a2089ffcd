package io.anyrack.ipmi.command;

import io.anyrack.ipmi.bmc.LanFacts;
import io.anyrack.ipmi.message.CompletionCode;
import io.anyrack.ipmi.message.NetFn;
import io.anyrack.ipmi.message.Privilege;
import io.anyrack.ipmi.message.Request;
import io.anyrack.ipmi.message.Response;
import io.anyrack.ipmi.rmcpplus.CipherSuite;
import java.nio.ByteBuffer;
import java.util.Optional;

/** LAN configuration: what the rack file made it, to be read (IPMI 2.0 §23.2, table 23-4). */
final class LanCommands {
  private static final int NOT_SUPPORTED = 0x80;
  private static final int REVISION = 0x11;
  private static final int REVISION_ONLY = 0x80;
  private static final int STATIC_ADDRESS = 0x01;
  private static final int VLAN_ENABLED = 0x8000;
  private static final int LONGEST_SUITE_LIST = 16;

  private LanCommands() {}

  static void addTo(CommandTable.Builder table) {
    table.netFn(NetFn.TRANSPORT).add(0x02, Privilege.OPERATOR, 4, LanCommands::get);
  }

  private static Response get(Request request, Caller caller) {
    if (!caller.meansLan(request.octet(0))) {
      return Response.code(CompletionCode.INVALID_FIELD);
    }
    if ((request.octet(0) & REVISION_ONLY) != 0) {
      return Response.of(REVISION);
    }
    return value(request.octet(1), caller.bmc())
        .map(
            value ->
                Response.of(
                    ByteBuffer.allocate(1 + value.length).put((byte) REVISION).put(value).array()))
        .orElseGet(() -> Response.code(NOT_SUPPORTED));
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
          case 10 -> octets(0); // ARP is not the BMC's work.
          case 12 -> lan.gateway().octets();
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

  private static byte[] octets(int... values) {
    byte[] octets = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      octets[i] = (byte) values[i];
    }
    return octets;
  }
}
