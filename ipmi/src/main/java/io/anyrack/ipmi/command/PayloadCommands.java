package io.anyrack.ipmi.command;

import io.anyrack.ipmi.message.CompletionCode;
import io.anyrack.ipmi.message.NetFn;
import io.anyrack.ipmi.message.Privilege;
import io.anyrack.ipmi.message.Request;
import io.anyrack.ipmi.message.Response;
import io.anyrack.ipmi.rmcpplus.PayloadType;
import io.anyrack.ipmi.session.Session;
import io.anyrack.ipmi.sol.SolPacket;
import io.anyrack.rack.account.Account;
import java.util.Optional;

/** Payloads, of which serial over LAN is the one to switch (IPMI 2.0 §24). */
final class PayloadCommands {
  private static final int ALREADY_ACTIVE = 0x80;
  private static final int ALREADY_DEACTIVATED = 0x80;
  private static final int PAYLOAD_DISABLED = 0x81;
  private static final int INSTANCE_LIMIT = 0x82;
  private static final int NEEDS_ENCRYPTION = 0x84;
  private static final int NOT_AVAILABLE = 0x80;

  private static final int ENCRYPT = 0x80;
  private static final int AUTHENTICATE = 0x40;
  private static final int NO_VLAN = 0xffff;
  private static final int VERSION_1_0 = 0x10;
  private static final int IPMI_AND_SOL = 0x03;
  private static final int SESSION_SETUP = 0x3f;
  private static final int SERIAL_PORT = 1;
  private static final int SOL_BIT = 1 << PayloadType.SOL;
  private static final int DISABLE = 0x40;

  private PayloadCommands() {}

  static void addTo(CommandTable.Builder table) {
    table
        .netFn(NetFn.APP)
        .add(0x48, SolCommands.REQUIRED, 6, PayloadCommands::activate)
        .add(0x49, SolCommands.REQUIRED, 2, 6, PayloadCommands::deactivate)
        .add(0x4a, Privilege.USER, 1, PayloadCommands::activationStatus)
        .add(0x4b, Privilege.USER, 2, PayloadCommands::instanceInfo)
        .add(0x4c, Privilege.ADMINISTRATOR, 6, PayloadCommands::setUserAccess)
        .add(0x4d, Privilege.OPERATOR, 2, PayloadCommands::userAccess)
        .add(0x4e, Privilege.USER, 1, PayloadCommands::support)
        .add(0x4f, Privilege.USER, 2, PayloadCommands::version);
  }

  /**
   * Activate Payload (§24.1); again in the same session, it stays as it is. Of the instances the
   * first may write, the others read.
   */
  private static Response activate(Request request, Caller caller) {
    Bmc bmc = caller.bmc();
    Optional<Session> session = caller.session();
    if (session.isEmpty()) {
      return Response.code(CompletionCode.NOT_IN_THIS_STATE);
    }
    if (type(request) != PayloadType.SOL) {
      return Response.code(PAYLOAD_DISABLED);
    }
    int instance = instance(request);
    if (instance < Bmc.FIRST_INSTANCE || instance > bmc.solLimits().instances()) {
      return Response.code(INSTANCE_LIMIT);
    }
    int wanted = request.octet(2) & (ENCRYPT | AUTHENTICATE);
    if (wanted != (ENCRYPT | AUTHENTICATE)) {
      return Response.code(NEEDS_ENCRYPTION);
    }
    Optional<Bmc.SerialOverLan> active = bmc.sol(instance);
    if (active.isPresent() && active.get().session() != session.get()) {
      return Response.code(ALREADY_ACTIVE);
    }
    if (active.isEmpty()) {
      // Packets of a session do not say of which instance they are.
      if (bmc.sol(session.get()).isPresent()) {
        return Response.code(INSTANCE_LIMIT);
      }
      bmc.activateSol(instance, session.get());
    }
    int size = SolPacket.HEADER + bmc.solLimits().characters();
    int port = bmc.port();
    return Response.of(
        0, 0, 0, 0, size, size >> 8, size, size >> 8, port, port >> 8, NO_VLAN, NO_VLAN >> 8);
  }

  /**
   * Deactivate Payload (§24.2), also for somebody else's session. Who ends its own is not told in
   * another packet: ipmitool would take it for the answer to its next command.
   */
  private static Response deactivate(Request request, Caller caller) {
    if (type(request) != PayloadType.SOL) {
      return Response.code(PAYLOAD_DISABLED);
    }
    Bmc bmc = caller.bmc();
    Optional<Bmc.SerialOverLan> active = bmc.sol(instance(request));
    if (active.isEmpty()) {
      return Response.code(ALREADY_DEACTIVATED);
    }
    if (caller.session().filter(active.get().session()::equals).isPresent()) {
      bmc.deactivateSol(active.get());
    } else {
      caller.log("took serial over LAN from " + active.get().session().origin().who());
      bmc.takeSolAway(active.get());
    }
    return Response.of();
  }

  /** Get Payload Activation Status (§24.4): how many instances there can be, and which are. */
  private static Response activationStatus(Request request, Caller caller) {
    if (type(request) != PayloadType.SOL) {
      return Response.code(CompletionCode.INVALID_FIELD);
    }
    int active = 0;
    for (Bmc.SerialOverLan each : caller.bmc().sol()) {
      active |= 1 << (each.instance() - Bmc.FIRST_INSTANCE);
    }
    return Response.of(caller.bmc().solLimits().instances(), active, active >> 8);
  }

  /** Get Payload Instance Info (§24.5). */
  private static Response instanceInfo(Request request, Caller caller) {
    int instance = instance(request);
    boolean there =
        instance >= Bmc.FIRST_INSTANCE && instance <= caller.bmc().solLimits().instances();
    if (type(request) != PayloadType.SOL || !there) {
      return Response.code(CompletionCode.INVALID_FIELD);
    }
    int id = caller.bmc().sol(instance).map(active -> active.session().id()).orElse(0);
    return Response.of(id, id >> 8, id >> 16, id >> 24, SERIAL_PORT, 0, 0, 0, 0, 0, 0, 0);
  }

  /** Get User Payload Access (§24.7): who may operate the node may use its console. */
  private static Response userAccess(Request request, Caller caller) {
    Optional<Integer> user = UserCommands.userId(request, 1, caller);
    if (!caller.meansLan(request.octet(0)) || user.isEmpty()) {
      return Response.code(CompletionCode.INVALID_FIELD);
    }
    return Response.of(consoleOf(user.get(), caller), 0, 0, 0);
  }

  /** Set User Payload Access (§24.6): the privilege decides; what it says already may be set. */
  private static Response setUserAccess(Request request, Caller caller) {
    Optional<Integer> user = UserCommands.userId(request, 1, caller);
    int operation = request.octet(1) & 0xc0;
    boolean others = (request.octet(2) & ~SOL_BIT) != 0 || request.octet(3) != 0;
    if (!caller.meansLan(request.octet(0)) || user.isEmpty() || operation > DISABLE || others) {
      return Response.code(CompletionCode.INVALID_FIELD);
    }
    int wanted = operation == DISABLE ? 0 : SOL_BIT;
    boolean changes = (request.octet(2) & SOL_BIT) != 0 && wanted != consoleOf(user.get(), caller);
    return changes ? Response.code(CompletionCode.NOT_IN_THIS_STATE) : Response.of();
  }

  private static int consoleOf(int user, Caller caller) {
    boolean allowed =
        caller
            .bmc()
            .account(user)
            .filter(Account::mayUseIpmi)
            .filter(account -> Privilege.of(account.role()).covers(SolCommands.REQUIRED))
            .isPresent();
    return allowed ? SOL_BIT : 0;
  }

  /** Get Channel Payload Support (§24.8): a bit for each type, eight types an octet. */
  private static Response support(Request request, Caller caller) {
    if (!caller.meansLan(request.octet(0))) {
      return Response.code(CompletionCode.INVALID_FIELD);
    }
    return Response.of(IPMI_AND_SOL, 0, SESSION_SETUP, 0, 0, 0, 0, 0);
  }

  /** Get Channel Payload Version (§24.9). */
  private static Response version(Request request, Caller caller) {
    if (!caller.meansLan(request.octet(0))) {
      return Response.code(CompletionCode.INVALID_FIELD);
    }
    int type = request.octet(1) & 0x3f;
    boolean known =
        type == PayloadType.IPMI_MESSAGE
            || type == PayloadType.SOL
            || (type >= PayloadType.OPEN_SESSION_REQUEST && type <= PayloadType.RAKP_4);
    return known ? Response.of(VERSION_1_0) : Response.code(NOT_AVAILABLE);
  }

  private static int type(Request request) {
    return request.octet(0) & 0x3f;
  }

  private static int instance(Request request) {
    return request.octet(1) & 0x0f;
  }
}
