package io.anyrack.ipmi.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyrack.ipmi.message.CompletionCode;
import io.anyrack.ipmi.message.NetFn;
import io.anyrack.ipmi.message.Privilege;
import io.anyrack.ipmi.message.Request;
import io.anyrack.ipmi.message.Response;
import io.anyrack.rack.RackException;
import io.anyrack.rack.account.Account;
import io.anyrack.rack.account.AccountException;
import io.anyrack.rack.account.Role;
import io.anyrack.rack.model.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Users: names, passwords and privileges (IPMI 2.0 §22.26 to §22.30). */
final class UserCommands {
  private static final int ENABLED = 0x40;
  private static final int DISABLED = 0x80;
  private static final int LINK_AND_MESSAGING = 0x30;
  private static final int LINK = 0x20;
  private static final int NO_ACCESS = 0x0f;
  private static final int ONLY_THE_NULL_NAME_IS_FIXED = 1;

  /** It has no access and is disabled, and may be told so. */
  private static final int NULL_USER = 1;

  private static final int CHANGE_MESSAGING = 0x80;
  private static final int MESSAGING = 0x10;

  private static final int DISABLE = 0;
  private static final int ENABLE = 1;
  private static final int SET = 2;
  private static final int TWENTY_OCTETS = 0x80;
  private static final int SHORT_PASSWORD = 16;
  private static final int WRONG_PASSWORD = 0x80;
  private static final int WRONG_LENGTH = 0x81;

  private UserCommands() {}

  static void addTo(CommandTable.Builder table) {
    table
        .netFn(NetFn.APP)
        .add(0x43, Privilege.ADMINISTRATOR, 3, 4, UserCommands::setAccess)
        .add(0x44, Privilege.OPERATOR, 2, UserCommands::getAccess)
        .add(0x45, Privilege.ADMINISTRATOR, 17, UserCommands::setName)
        .add(0x46, Privilege.OPERATOR, 1, UserCommands::getName)
        .add(0x47, Privilege.ADMINISTRATOR, 2, 22, UserCommands::setPassword);
  }

  /** The user id in an octet of a request; empty if there is no such user. */
  static Optional<Integer> userId(Request request, int index, Caller caller) {
    int id = request.octet(index) & 0x3f;
    return id >= 1 && id <= caller.bmc().highestUserId() ? Optional.of(id) : Optional.empty();
  }

  /** Set User Access (§22.26). There is no callback and no serial link to allow. */
  private static Response setAccess(Request request, Caller caller) {
    int flags = request.octet(0);
    int limit = request.octet(2) & 0x0f;
    Optional<Role> role =
        limit == NO_ACCESS
            ? Optional.of(Role.NO_ACCESS)
            : Privilege.of(limit).flatMap(UserCommands::role);
    boolean limitsSessions = request.length() == 4 && (request.octet(3) & 0x0f) != 0;
    if (!caller.meansLan(flags) || role.isEmpty() || limitsSessions) {
      return Response.code(CompletionCode.INVALID_FIELD);
    }
    if ((request.octet(1) & 0x3f) == NULL_USER && role.get() == Role.NO_ACCESS) {
      return Response.of();
    }
    boolean changesMessaging = (flags & CHANGE_MESSAGING) != 0;
    boolean messaging = (flags & MESSAGING) != 0;
    return change(
        request.octet(1),
        account ->
            account
                .withRole(role.get())
                .withMessaging(changesMessaging ? messaging : account.messaging()),
        "may have " + role.get() + (changesMessaging && !messaging ? ", not over IPMI" : ""),
        caller);
  }

  private static Optional<Role> role(Privilege privilege) {
    return Arrays.stream(Role.values())
        .filter(role -> role != Role.NO_ACCESS && Privilege.of(role) == privilege)
        .findFirst();
  }

  /** Get User Access (§22.27). */
  private static Response getAccess(Request request, Caller caller) {
    Optional<Integer> user = userId(request, 1, caller);
    if (!caller.meansLan(request.octet(0)) || user.isEmpty()) {
      return Response.code(CompletionCode.INVALID_FIELD);
    }
    List<Account> accounts = caller.bmc().endpoint().accounts().all();
    int enabled = (int) accounts.stream().filter(Account::enabled).count();
    Account account = caller.bmc().account(user.get()).orElseGet(() -> Account.free(user.get()));
    return Response.of(
        caller.bmc().highestUserId(),
        (account.enabled() ? ENABLED : DISABLED) | enabled,
        ONLY_THE_NULL_NAME_IS_FIXED,
        (account.messaging() ? LINK_AND_MESSAGING : LINK)
            | (account.role() == Role.NO_ACCESS
                ? NO_ACCESS
                : Privilege.of(account.role()).level()));
  }

  /** Set User Name (§22.28); without a name the user is gone. */
  private static Response setName(Request request, Caller caller) {
    Optional<String> name = text(request.from(1));
    return name.isEmpty()
        ? Response.code(CompletionCode.INVALID_FIELD)
        : change(
            request.octet(0),
            account -> account.withName(name.get()),
            name.get().isEmpty() ? "removed" : "is called '" + printable(name.get()) + "'",
            caller);
  }

  /** Get User Name (§22.29): sixteen octets, zeros behind; all zeros where there is none. */
  private static Response getName(Request request, Caller caller) {
    Optional<Integer> user = userId(request, 0, caller);
    if (user.isEmpty()) {
      return Response.code(CompletionCode.INVALID_FIELD);
    }
    String name = caller.bmc().account(user.get()).map(Account::name).orElse("");
    return Response.of(Arrays.copyOf(name.getBytes(UTF_8), Account.LONGEST_NAME));
  }

  /** Set User Password (§22.30), which also enables, disables and tests. */
  private static Response setPassword(Request request, Caller caller) {
    boolean twenty = (request.octet(0) & TWENTY_OCTETS) != 0;
    int length = twenty ? Account.LONGEST_PASSWORD : SHORT_PASSWORD;
    int operation = request.octet(1) & 0x03;
    boolean enables = operation == ENABLE || operation == DISABLE;
    if (request.length() != 2 + length && !(enables && request.length() == 2)) {
      return Response.code(CompletionCode.INVALID_LENGTH);
    }
    if ((request.octet(0) & 0x3f) == NULL_USER && operation == DISABLE) {
      return Response.of();
    }
    return switch (operation) {
      case DISABLE -> change(request.octet(0), user -> user.withEnabled(false), "disabled", caller);
      case ENABLE -> change(request.octet(0), user -> user.withEnabled(true), "enabled", caller);
      case SET -> {
        Optional<Secret> password = text(request.from(2)).map(Secret::new);
        yield password.isEmpty()
            ? Response.code(CompletionCode.INVALID_FIELD)
            : change(
                request.octet(0),
                user -> user.withPassword(password.get()),
                "has a new password",
                caller);
      }
      default -> testPassword(request, twenty, caller);
    };
  }

  private static Response testPassword(Request request, boolean twenty, Caller caller) {
    Optional<Integer> user = userId(request, 0, caller);
    if (user.isEmpty()) {
      return Response.code(CompletionCode.INVALID_FIELD);
    }
    byte[] wanted =
        caller
            .bmc()
            .account(user.get())
            .flatMap(Account::password)
            .map(password -> password.reveal().getBytes(UTF_8))
            .orElse(new byte[0]);
    if (wanted.length == 0) {
      return Response.code(WRONG_PASSWORD);
    }
    if (!twenty && wanted.length > SHORT_PASSWORD) {
      return Response.code(WRONG_LENGTH);
    }
    int length = request.length() - 2;
    return MessageDigest.isEqual(request.from(2), Arrays.copyOf(wanted, length))
        ? Response.of()
        : Response.code(WRONG_PASSWORD);
  }

  /** Changes a user; the log says who did it, and never a password. */
  private static Response change(
      int user, UnaryOperator<Account> change, String what, Caller caller) {
    int id = user & 0x3f;
    String said = "IPMI user %d %s".formatted(id, what);
    try {
      caller.bmc().endpoint().accounts().change(id, change);
      caller.log(said);
      return Response.of();
    } catch (AccountException e) {
      caller.log("%s: refused, %s".formatted(said, e.getMessage()));
      return Response.code(
          e.reason() == AccountException.Reason.PROTECTED
              ? CompletionCode.NOT_IN_THIS_STATE
              : CompletionCode.INVALID_FIELD);
    } catch (RackException e) {
      caller.log("%s: failed, %s".formatted(said, e.getMessage()));
      return Response.code(CompletionCode.UNSPECIFIED);
    }
  }

  private static String printable(String name) {
    return name.replaceAll("\\p{Cntrl}", "?");
  }

  /** UTF-8 up to the zeros behind it; empty if it is not that. */
  private static Optional<String> text(byte[] padded) {
    int end = padded.length;
    while (end > 0 && padded[end - 1] == 0) {
      end--;
    }
    try {
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(padded, 0, end)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
