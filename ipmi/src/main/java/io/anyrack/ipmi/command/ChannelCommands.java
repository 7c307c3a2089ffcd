package io.anyrack.ipmi.command;

import io.anyrack.ipmi.message.CompletionCode;
import io.anyrack.ipmi.message.NetFn;
import io.anyrack.ipmi.message.Privilege;
import io.anyrack.ipmi.message.Request;
import io.anyrack.ipmi.message.Response;
import io.anyrack.ipmi.rmcpplus.CipherSuite;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;

/** Channels and what is offered on them (IPMI 2.0 §22.13, §22.15, §22.23, §22.24). */
final class ChannelCommands {
  private static final int IPMI_2_0_DATA = 0x80;
  private static final int NON_NULL_USER_NAMES = 0x04;
  private static final int IPMI_2_0_CONNECTIONS = 0x02;
  private static final int ALERTS_OFF = 0x20;
  private static final int ALWAYS_AVAILABLE = 0x02;
  private static final int AUTHENTICATION_AND_MODE = 0x1f;
  private static final int ACCESS_MODE_NOT_SUPPORTED = 0x83;
  private static final int LIST_BY_SUITE = 0x80;
  private static final int LIST_INDEX = 0x3f;
  private static final int LIST_LENGTH = 16;

  /** The enterprise number of IPMI itself, 7154: the vendor of the standard protocols. */
  private static final int[] IPMI_ENTERPRISE = {0xf2, 0x1b, 0x00};

  private ChannelCommands() {}

  static void addTo(CommandTable.Builder table) {
    table
        .netFn(NetFn.APP)
        .add(0x38, Privilege.NONE, 2, ChannelCommands::getAuthenticationCapabilities)
        .add(0x40, Privilege.ADMINISTRATOR, 3, ChannelCommands::setAccess)
        .add(0x41, Privilege.USER, 2, ChannelCommands::getAccess)
        .add(0x42, Privilege.USER, 1, ChannelCommands::getInfo)
        .add(0x54, Privilege.NONE, 3, ChannelCommands::getCipherSuites);
  }

  /** No IPMI 1.5 authentication type, no null user, no anonymous login: RMCP+ with a name. */
  private static Response getAuthenticationCapabilities(Request request, Caller caller) {
    if (!caller.meansLan(request.octet(0)) || Privilege.of(request.octet(1) & 0x0f).isEmpty()) {
      return Response.code(CompletionCode.INVALID_FIELD);
    }
    boolean extended = (request.octet(0) & IPMI_2_0_DATA) != 0;
    return Response.of(
        Caller.LAN_CHANNEL,
        extended ? IPMI_2_0_DATA : 0,
        NON_NULL_USER_NAMES,
        extended ? IPMI_2_0_CONNECTIONS : 0,
        0,
        0,
        0,
        0);
  }

  /** Get Channel Access (§22.23): always available, alerts off, up to administrator. */
  private static Response getAccess(Request request, Caller caller) {
    int which = request.octet(1) >> 6;
    if (!caller.meansLan(request.octet(0)) || which == 0 || which == 3) {
      return Response.code(CompletionCode.INVALID_FIELD);
    }
    return Response.of(ALERTS_OFF | ALWAYS_AVAILABLE, Privilege.ADMINISTRATOR.level());
  }

  /** Set Channel Access (§22.22): the channel stays as it is; what it is already may be set. */
  private static Response setAccess(Request request, Caller caller) {
    if (!caller.meansLan(request.octet(0))) {
      return Response.code(CompletionCode.INVALID_FIELD);
    }
    int access = request.octet(1);
    int limit = request.octet(2);
    boolean sameAccess = access >> 6 == 0 || (access & AUTHENTICATION_AND_MODE) == ALWAYS_AVAILABLE;
    boolean sameLimit = limit >> 6 == 0 || (limit & 0x0f) == Privilege.ADMINISTRATOR.level();
    return sameAccess && sameLimit ? Response.of() : Response.code(ACCESS_MODE_NOT_SUPPORTED);
  }

  /** Get Channel Info (§22.24). */
  private static Response getInfo(Request request, Caller caller) {
    OptionalInt channel = caller.channelOf(request.octet(0));
    if (channel.isEmpty()) {
      return Response.code(CompletionCode.INVALID_FIELD);
    }
    int[] vendor = IPMI_ENTERPRISE;
    if (channel.getAsInt() == Caller.LAN_CHANNEL) {
      int multiSession = 0x80 | caller.bmc().sessions().size();
      int lan = 0x04;
      int ipmb = 0x01;
      return Response.of(
          channel.getAsInt(), lan, ipmb, multiSession, vendor[0], vendor[1], vendor[2], 0, 0);
    }
    int systemInterface = 0x0c;
    int kcs = 0x05;
    int noInterrupt = 0xff;
    return Response.of(
        channel.getAsInt(),
        systemInterface,
        kcs,
        0,
        vendor[0],
        vendor[1],
        vendor[2],
        noInterrupt,
        noInterrupt);
  }

  /** Get Channel Cipher Suites (§22.15), sixteen octets of the list at a time. */
  private static Response getCipherSuites(Request request, Caller caller) {
    if (!caller.meansLan(request.octet(0))) {
      return Response.code(CompletionCode.INVALID_FIELD);
    }
    byte[] list = (request.octet(2) & LIST_BY_SUITE) != 0 ? bySuite() : byAlgorithm();
    int from = Math.min((request.octet(2) & LIST_INDEX) * LIST_LENGTH, list.length);
    int to = Math.min(from + LIST_LENGTH, list.length);
    byte[] data = new byte[1 + to - from];
    data[0] = Caller.LAN_CHANNEL;
    System.arraycopy(list, from, data, 1, to - from);
    return Response.of(data);
  }

  private static byte[] bySuite() {
    ByteBuffer list = ByteBuffer.allocate(5 * CipherSuite.values().length);
    for (CipherSuite suite : CipherSuite.values()) {
      int startOfRecord = 0xc0;
      list.put((byte) startOfRecord).put((byte) suite.id());
      algorithmsOf(suite).forEach(list::put);
    }
    return list.array();
  }

  private static byte[] byAlgorithm() {
    TreeSet<Byte> algorithms = new TreeSet<>(Byte::compareUnsigned);
    for (CipherSuite suite : CipherSuite.values()) {
      algorithms.addAll(algorithmsOf(suite));
    }
    ByteBuffer list = ByteBuffer.allocate(algorithms.size());
    algorithms.forEach(list::put);
    return list.array();
  }

  /** Algorithm numbers with their kind in the top two bits (§22.15.2). */
  private static List<Byte> algorithmsOf(CipherSuite suite) {
    return List.of(
        (byte) suite.authentication(),
        (byte) (0x40 | suite.integrity()),
        (byte) (0x80 | suite.confidentiality()));
  }
}
