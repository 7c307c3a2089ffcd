package io.anyrack.ipmi.command;

import io.anyrack.ipmi.message.CompletionCode;
import io.anyrack.ipmi.message.NetFn;
import io.anyrack.ipmi.message.Privilege;
import io.anyrack.ipmi.message.Request;
import io.anyrack.ipmi.message.Response;
import java.util.Arrays;
import java.util.Optional;

/**
 * Serial-over-LAN configuration (IPMI 2.0 §26.2, §26.3). Nothing can be changed; setting what is
 * already so is fine, and so is announcing a change.
 */
final class SolCommands {
  /** Who may use the console: writing to it is operating the node. */
  static final Privilege REQUIRED = Privilege.OPERATOR;

  private static final int NOT_SUPPORTED = 0x80;
  private static final int READ_ONLY = 0x82;
  private static final int REVISION = 0x11;
  private static final int REVISION_ONLY = 0x80;
  private static final int SET_IN_PROGRESS = 0;
  private static final int ENCRYPTION_AND_AUTHENTICATION = 0xc0;
  private static final int BIT_RATE_115200 = 0x0a;
  private static final int RETRIES = 7;

  private SolCommands() {}

  static void addTo(CommandTable.Builder table) {
    table
        .netFn(NetFn.TRANSPORT)
        .add(0x21, Privilege.ADMINISTRATOR, 3, 4, SolCommands::set)
        .add(0x22, Privilege.USER, 4, SolCommands::get);
  }

  private static Response set(Request request, Caller caller) {
    int parameter = request.octet(1);
    Optional<int[]> value = value(parameter, caller);
    if (!caller.meansLan(request.octet(0))) {
      return Response.code(CompletionCode.INVALID_FIELD);
    }
    if (value.isEmpty()) {
      return Response.code(NOT_SUPPORTED);
    }
    int[] wanted = new int[request.length() - 2];
    Arrays.setAll(wanted, i -> request.octet(2 + i));
    return parameter == SET_IN_PROGRESS || Arrays.equals(wanted, value.get())
        ? Response.of()
        : Response.code(READ_ONLY);
  }

  private static Response get(Request request, Caller caller) {
    if (!caller.meansLan(request.octet(0))) {
      return Response.code(CompletionCode.INVALID_FIELD);
    }
    if ((request.octet(0) & REVISION_ONLY) != 0) {
      return Response.of(REVISION);
    }
    Optional<int[]> value = value(request.octet(1), caller);
    if (value.isEmpty()) {
      return Response.code(NOT_SUPPORTED);
    }
    int[] data = new int[1 + value.get().length];
    data[0] = REVISION;
    System.arraycopy(value.get(), 0, data, 1, value.get().length);
    return Response.of(data);
  }

  private static Optional<int[]> value(int parameter, Caller caller) {
    Bmc bmc = caller.bmc();
    return Optional.ofNullable(
        switch (parameter) {
          case SET_IN_PROGRESS -> new int[] {0};
          case 1 -> new int[] {1}; // Enabled.
          case 2 -> new int[] {ENCRYPTION_AND_AUTHENTICATION | REQUIRED.level()};
          case 3 -> new int[] {1, 1}; // Sent as soon as one character is there, within 5 ms.
          case 4 -> new int[] {RETRIES, (int) (bmc.solLimits().retryInterval().toMillis() / 10)};
          case 5, 6 -> new int[] {BIT_RATE_115200};
          case 7 -> new int[] {Caller.LAN_CHANNEL};
          case 8 -> new int[] {bmc.port() & 0xff, bmc.port() >> 8};
          default -> null;
        });
  }
}
