package io.anyrack.ipmi.command;

import io.anyrack.ipmi.bmc.Account;
import io.anyrack.ipmi.message.CompletionCode;
import io.anyrack.ipmi.message.NetFn;
import io.anyrack.ipmi.message.Privilege;
import io.anyrack.ipmi.message.Request;
import io.anyrack.ipmi.message.Response;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Users, as the rack file has them: they are read here, not changed (IPMI 2.0 §22.27, §22.29). */
final class UserCommands {
  private static final int ENABLED = 0x40;
  private static final int DISABLED = 0x80;
  private static final int LINK_AND_MESSAGING = 0x30;
  private static final int NO_ACCESS = 0x0f;

  private UserCommands() {}

  static void addTo(CommandTable.Builder table) {
    table
        .netFn(NetFn.APP)
        .add(0x44, Privilege.OPERATOR, 2, UserCommands::getAccess)
        .add(0x46, Privilege.OPERATOR, 1, UserCommands::getName);
  }

  /** The user id in an octet of a request; empty if there is no such user. */
  static Optional<Integer> userId(Request request, int index, Caller caller) {
    int id = request.octet(index) & 0x3f;
    return id >= 1 && id <= caller.bmc().highestUserId() ? Optional.of(id) : Optional.empty();
  }

  private static Response getAccess(Request request, Caller caller) {
    Optional<Integer> user = userId(request, 1, caller);
    if (!caller.meansLan(request.octet(0)) || user.isEmpty()) {
      return Response.code(CompletionCode.INVALID_FIELD);
    }
    int users = caller.bmc().highestUserId();
    int accounts = caller.bmc().endpoint().accounts().size();
    Optional<Account> account = caller.bmc().account(user.get());
    return Response.of(
        users,
        (account.isPresent() ? ENABLED : DISABLED) | accounts,
        users, // All names are fixed: the rack file gives them.
        account.map(known -> LINK_AND_MESSAGING | known.limit().level()).orElse(NO_ACCESS));
  }

  /** Get User Name: sixteen octets, zeros behind; all zeros for the null user. */
  private static Response getName(Request request, Caller caller) {
    Optional<Integer> user = userId(request, 0, caller);
    if (user.isEmpty()) {
      return Response.code(CompletionCode.INVALID_FIELD);
    }
    String name = caller.bmc().account(user.get()).map(Account::name).orElse("");
    return Response.of(Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), Account.LONGEST_NAME));
  }
}
