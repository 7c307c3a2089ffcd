package io.anyrack.ipmi.command;

import io.anyrack.ipmi.bmc.Account;
import io.anyrack.ipmi.message.CompletionCode;
import io.anyrack.ipmi.message.NetFn;
import io.anyrack.ipmi.message.Privilege;
import io.anyrack.ipmi.message.Request;
import io.anyrack.ipmi.message.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * Users, as the rack file has them: they are read here, not changed (IPMI 2.0 §22.26 to §22.30).
 */
final class UserCommands {
  private static final int ENABLED = 0x40;
  private static final int DISABLED = 0x80;
  private static final int LINK_AND_MESSAGING = 0x30;
  private static final int NO_ACCESS = 0x0f;
  private static final int TEST_PASSWORD = 0x03;
  private static final int TWENTY_OCTETS = 0x80;
  private static final int SHORT_PASSWORD = 16;
  private static final int WRONG_PASSWORD = 0x80;
  private static final int WRONG_LENGTH = 0x81;

  private UserCommands() {}

  static void addTo(CommandTable.Builder table) {
    table
        .netFn(NetFn.APP)
        .add(0x43, Privilege.ADMINISTRATOR, 3, 4, UserCommands::ofTheRackFile)
        .add(0x45, Privilege.ADMINISTRATOR, 17, UserCommands::ofTheRackFile)
        .add(0x47, Privilege.ADMINISTRATOR, 2, 22, UserCommands::setPassword)
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

  /** The rack file says who may log in: a change here would be lost with the next service. */
  private static Response ofTheRackFile(Request request, Caller caller) {
    return Response.code(CompletionCode.NOT_IN_THIS_STATE);
  }

  /** Set User Password (§22.30): a password can be tested, and not changed. */
  private static Response setPassword(Request request, Caller caller) {
    Optional<Integer> user = userId(request, 0, caller);
    if (user.isEmpty()) {
      return Response.code(CompletionCode.INVALID_FIELD);
    }
    if ((request.octet(1) & 0x03) != TEST_PASSWORD) {
      return ofTheRackFile(request, caller);
    }
    boolean twenty = (request.octet(0) & TWENTY_OCTETS) != 0;
    int length = twenty ? Account.LONGEST_PASSWORD : SHORT_PASSWORD;
    if (request.length() != 2 + length) {
      return Response.code(CompletionCode.INVALID_LENGTH);
    }
    byte[] wanted =
        caller
            .bmc()
            .account(user.get())
            .map(account -> account.password().reveal().getBytes(StandardCharsets.UTF_8))
            .orElse(new byte[0]);
    if (wanted.length == 0) {
      return Response.code(WRONG_PASSWORD);
    }
    if (!twenty && wanted.length > SHORT_PASSWORD) {
      return Response.code(WRONG_LENGTH);
    }
    return MessageDigest.isEqual(request.from(2), Arrays.copyOf(wanted, length))
        ? Response.of()
        : Response.code(WRONG_PASSWORD);
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
