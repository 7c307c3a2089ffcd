package io.anyrack.ipmi.command;

import io.anyrack.ipmi.message.CompletionCode;
import io.anyrack.ipmi.message.NetFn;
import io.anyrack.ipmi.message.Privilege;
import io.anyrack.ipmi.message.Request;
import io.anyrack.ipmi.message.Response;
import io.anyrack.ipmi.session.Session;
import io.anyrack.ipmi.session.SessionTable;
import io.anyrack.rack.address.MacAddress;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Sessions (IPMI 2.0 §22.18 to §22.20). */
final class SessionCommands {
  private static final int LEVEL_NOT_AVAILABLE = 0x80;
  private static final int LEVEL_ABOVE_LIMIT = 0x81;
  private static final int INVALID_SESSION_ID = 0x87;
  private static final int INVALID_SESSION_HANDLE = 0x88;
  private static final int OEM_LEVEL = 5;
  private static final int BY_HANDLE = 0xfe;
  private static final int BY_ID = 0xff;
  private static final int RMCP_PLUS_SESSION = 0x10;

  private SessionCommands() {}

  static void addTo(CommandTable.Builder table) {
    table
        .netFn(NetFn.APP)
        .add(0x3b, Privilege.CALLBACK, 1, SessionCommands::setPrivilege)
        .add(0x3c, Privilege.CALLBACK, 4, 5, SessionCommands::close)
        .add(0x3d, Privilege.USER, 1, 5, SessionCommands::info);
  }

  /** Set Session Privilege Level (§22.18). */
  private static Response setPrivilege(Request request, Caller caller) {
    Optional<Session> session = caller.session();
    if (session.isEmpty()) {
      return Response.code(CompletionCode.NOT_IN_THIS_STATE);
    }
    int level = request.octet(0) & 0x0f;
    if (level == OEM_LEVEL) {
      return Response.code(LEVEL_NOT_AVAILABLE);
    }
    if (level != 0) {
      Optional<Privilege> wanted = Privilege.of(level).filter(to -> to != Privilege.CALLBACK);
      if (wanted.isEmpty()) {
        return Response.code(CompletionCode.INVALID_FIELD);
      }
      if (!session.get().limit().covers(wanted.get())) {
        return Response.code(LEVEL_ABOVE_LIMIT);
      }
      session.get().privilege(wanted.get());
    }
    return Response.of(session.get().privilege().level());
  }

  /** Close Session (§22.19): one's own, or as administrator any. */
  private static Response close(Request request, Caller caller) {
    SessionTable sessions = caller.bmc().sessions();
    int id = request.word(0);
    boolean byHandle = id == 0 && request.length() == 5;
    Optional<Session> target = byHandle ? sessions.byHandle(request.octet(4)) : sessions.find(id);
    if (target.isEmpty()) {
      return Response.code(byHandle ? INVALID_SESSION_HANDLE : INVALID_SESSION_ID);
    }
    boolean own = caller.session().filter(session -> session == target.get()).isPresent();
    if (!own && !caller.privilege().covers(Privilege.ADMINISTRATOR)) {
      return Response.code(CompletionCode.INSUFFICIENT_PRIVILEGE);
    }
    if (!own) {
      caller.log("ended the IPMI session of " + target.get().origin().who());
    }
    sessions.close(target.get());
    return Response.of();
  }

  /** Get Session Info (§22.20). */
  private static Response info(Request request, Caller caller) {
    SessionTable sessions = caller.bmc().sessions();
    int index = request.octet(0);
    if ((index == BY_HANDLE && request.length() != 2)
        || (index == BY_ID && request.length() != 5)) {
      return Response.code(CompletionCode.INVALID_LENGTH);
    }
    Optional<Session> session =
        switch (index) {
          case 0 -> caller.session();
          case BY_HANDLE -> sessions.byHandle(request.octet(1));
          case BY_ID -> sessions.find(request.word(1));
          default -> sessions.all().stream().skip(index - 1L).findFirst();
        };
    if (session.isEmpty()) {
      return index == BY_HANDLE || index == BY_ID
          ? Response.code(CompletionCode.NOT_PRESENT)
          : Response.of(0, sessions.capacity(), sessions.size());
    }
    return Response.of(describe(session.get(), sessions));
  }

  private static byte[] describe(Session session, SessionTable sessions) {
    InetSocketAddress peer = session.peer();
    ByteBuffer out = ByteBuffer.allocate(18).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) session.handle()).put((byte) sessions.capacity()).put((byte) sessions.size());
    out.put((byte) session.userId()).put((byte) session.privilege().level());
    out.put((byte) (RMCP_PLUS_SESSION | Caller.LAN_CHANNEL));
    boolean ipv4 = peer.getAddress() instanceof Inet4Address;
    out.put(ipv4 ? peer.getAddress().getAddress() : new byte[4]);
    out.put(new byte[MacAddress.LENGTH]); // Not known: the peer may be behind a router.
    out.putShort((short) peer.getPort());
    return out.array();
  }
}
