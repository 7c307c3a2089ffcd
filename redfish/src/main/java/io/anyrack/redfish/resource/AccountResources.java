package io.anyrack.redfish.resource;

import io.anyrack.rack.RackException;
import io.anyrack.rack.account.Account;
import io.anyrack.rack.account.AccountException;
import io.anyrack.rack.account.Accounts;
import io.anyrack.rack.model.Secret;
import io.anyrack.rack.node.Event;
import io.anyrack.rack.node.EventLog;
import io.anyrack.redfish.account.Identity;
import io.anyrack.redfish.account.Logins;
import io.anyrack.redfish.account.Privilege;
import io.anyrack.redfish.account.Realm;
import io.anyrack.redfish.account.Role;
import io.anyrack.redfish.http.Call;
import io.anyrack.redfish.http.Fields;
import io.anyrack.redfish.http.Reply;
import io.anyrack.redfish.http.RouteTable;
import io.anyrack.redfish.message.BaseMessage;
import io.anyrack.redfish.message.Message;
import io.anyrack.redfish.message.RedfishException;
import io.anyrack.redfish.schema.Documents;
import io.anyrack.redfish.schema.Schema;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Accounts: those of the BMC whose account the caller has, which are those of IPMI, too; or those
 * of the rack as a whole.
 */
public final class AccountResources {
  private static final String SERVICE = "/redfish/v1/AccountService";
  private static final String ACCOUNTS = SERVICE + "/Accounts";
  private static final int SHORTEST_PASSWORD = 8;
  private static final Map<String, Role> ROLES =
      Arrays.stream(Role.values())
          .collect(Collectors.toMap(Role::id, role -> role, (a, _) -> a, LinkedHashMap::new));

  private final Logins logins;
  private final Function<Identity, EventLog> log;

  /**
   * The accounts that somebody logs in with.
   *
   * @param logins knows them
   * @param log is told of changes that somebody makes
   */
  public AccountResources(Logins logins, Function<Identity, EventLog> log) {
    this.logins = logins;
    this.log = log;
  }

  /** Adds their places. */
  public void addTo(RouteTable.Builder routes) {
    routes
        .get("/redfish/v1/AccountService", _ -> Reply.ok(service()))
        .get("/redfish/v1/AccountService/Accounts", this::list)
        .on("POST", "/redfish/v1/AccountService/Accounts", Privilege.CONFIGURE_USERS, this::create)
        .get(
            "/redfish/v1/AccountService/Accounts/{account}",
            call -> Reply.ok(document(account(call))))
        .on(
            "PATCH",
            "/redfish/v1/AccountService/Accounts/{account}",
            Privilege.CONFIGURE_SELF,
            this::change)
        .on(
            "DELETE",
            "/redfish/v1/AccountService/Accounts/{account}",
            Privilege.CONFIGURE_USERS,
            this::remove);
    new RoleResources().addTo(routes);
  }

  private static ObjectNode service() {
    ObjectNode json =
        Documents.resource(SERVICE, Schema.ACCOUNT_SERVICE, "AccountService", "Account Service");
    json.put("ServiceEnabled", true)
        .put("MinPasswordLength", SHORTEST_PASSWORD)
        .put("MaxPasswordLength", Account.LONGEST_PASSWORD);
    Documents.words(json, "SupportedAccountTypes", List.of("Redfish", "IPMI"));
    Documents.status(json, "Enabled", "OK");
    Documents.link(json, "Accounts", ACCOUNTS);
    Documents.link(json, "Roles", RoleResources.ROLES);
    return json;
  }

  private Accounts accounts(Call call) {
    return logins
        .realm(call.identity().node())
        .map(Realm::accounts)
        .orElseThrow(() -> RedfishException.notFound(call.path()));
  }

  private static boolean isOwn(Account account, Identity identity) {
    return account.name().equals(identity.username());
  }

  private static boolean sees(Identity identity, Account account) {
    return !account.name().isEmpty()
        && (identity.may(Privilege.CONFIGURE_USERS) || isOwn(account, identity));
  }

  private Reply list(Call call) {
    return Reply.ok(
        Documents.collection(
            ACCOUNTS,
            "ManagerAccount",
            "Accounts Collection",
            accounts(call).all().stream()
                .filter(account -> sees(call.identity(), account))
                .map(account -> Integer.toString(account.id()))
                .toList()));
  }

  private Account account(Call call) {
    return accounts(call).all().stream()
        .filter(account -> Integer.toString(account.id()).equals(call.arg(0)))
        .filter(account -> sees(call.identity(), account))
        .findFirst()
        .orElseThrow(
            () ->
                new RedfishException(
                    404,
                    Message.of(BaseMessage.RESOURCE_NOT_FOUND, "ManagerAccount", call.arg(0))));
  }

  private static String uri(Account account) {
    return ACCOUNTS + "/" + account.id();
  }

  private static ObjectNode document(Account account) {
    String role = Role.of(account.role()).map(Role::id).orElse("");
    ObjectNode json =
        Documents.resource(
            uri(account),
            Schema.MANAGER_ACCOUNT,
            Integer.toString(account.id()),
            "Account " + account.name());
    json.put("UserName", account.name())
        .putNull("Password")
        .put("RoleId", role)
        // One that has no password or no role yet, as IPMI can have it, cannot log in either.
        .put("Enabled", account.mayLogIn())
        .put("Locked", false);
    Documents.words(json, "AccountTypes", List.of("Redfish", "IPMI"));
    if (!role.isEmpty()) {
      Documents.link(json.putObject("Links"), "Role", RoleResources.ROLES + "/" + role);
    }
    return json;
  }

  private static Optional<String> name(Fields fields) {
    Optional<String> name = fields.text("UserName", Account.LONGEST_NAME);
    name.filter(text -> text.isEmpty() || !text.chars().allMatch(c -> c > ' ' && c < 0x7f))
        .ifPresent(_ -> fields.malformed("UserName"));
    return name;
  }

  private static Optional<Secret> password(Fields fields) {
    return fields.secret("Password", SHORTEST_PASSWORD, Account.LONGEST_PASSWORD);
  }

  private Reply create(Call call) {
    Fields fields = call.properties().need("UserName").need("Password").need("RoleId");
    Optional<String> name = name(fields);
    Optional<Secret> password = password(fields);
    Optional<Role> role = fields.choice("RoleId", ROLES);
    Optional<Boolean> enabled = fields.flag("Enabled");
    Set<String> types = Set.of("Redfish", "IPMI");
    fields
        .texts("AccountTypes", types.size())
        .filter(wanted -> !types.equals(Set.copyOf(wanted)))
        .ifPresent(_ -> fields.notInList("AccountTypes"));
    fields.end();
    String made =
        "user '%s' is made, with the role %s"
            .formatted(name.orElseThrow(), role.orElseThrow().id());
    Account added =
        logged(
            enabled.orElse(true) ? made : made + ", disabled",
            name.orElseThrow(),
            call,
            () ->
                accounts(call)
                    .add(
                        name.orElseThrow(),
                        password.orElseThrow(),
                        role.orElseThrow().ofAccount(),
                        enabled.orElse(true)));
    return Reply.created(uri(added), document(added));
  }

  private Reply change(Call call) {
    Account before = account(call);
    Fields fields =
        call.properties().readOnly(Set.of("Id", "Name", "Locked", "AccountTypes", "Links"));
    Optional<String> name = name(fields);
    Optional<Secret> password = password(fields);
    Optional<Role> role = fields.choice("RoleId", ROLES);
    Optional<Boolean> enabled = fields.flag("Enabled");
    boolean more = name.isPresent() || role.isPresent() || enabled.isPresent();
    if (more && !call.identity().may(Privilege.CONFIGURE_USERS)) {
      // Oneself one may give another password, and nothing else (DSP8011, ManagerAccount).
      throw new RedfishException(403, Message.of(BaseMessage.INSUFFICIENT_PRIVILEGE));
    }
    fields.end();
    UnaryOperator<Account> change =
        account -> {
          Account next = name.map(account::withName).orElse(account);
          next = password.map(next::withPassword).orElse(next);
          next = role.map(Role::ofAccount).map(next::withRole).orElse(next);
          return enabled.map(next::withEnabled).orElse(next);
        };
    String said =
        Stream.of(
                name.map("is called '%s'"::formatted),
                password.map(_ -> "has a new password"),
                role.map(word -> "has the role " + word.id()),
                enabled.map(yes -> yes ? "is enabled" : "is disabled"))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(", "));
    Account after =
        logged(
            user(before) + (said.isEmpty() ? "stays as it is" : said),
            name.orElse(before.name()),
            call,
            () -> accounts(call).change(before.id(), change));
    return Reply.ok(document(after));
  }

  private Reply remove(Call call) {
    Account account = account(call);
    if (account.id() == Accounts.FIRST) {
      throw new RedfishException(
          405,
          List.of(Message.of(BaseMessage.RESOURCE_CANNOT_BE_DELETED)),
          Map.of("Allow", "GET, HEAD, PATCH"));
    }
    Account _ =
        logged(
            user(account) + "is removed",
            account.name(),
            call,
            () -> {
              accounts(call).remove(account.id());
              return account;
            });
    return Reply.noContent();
  }

  private static String user(Account account) {
    return "user %d '%s' ".formatted(account.id(), account.name());
  }

  /** Changes an account; the log says who did it, and Redfish's words why it cannot be. */
  private Account logged(String said, String name, Call call, Supplier<Account> change) {
    EventLog events = log.apply(call.identity());
    try {
      Account changed = change.get();
      events.append(Event.Kind.COMMAND, said + ": done", call.origin());
      return changed;
    } catch (AccountException e) {
      events.append(
          Event.Kind.COMMAND, "%s: refused, %s".formatted(said, e.getMessage()), call.origin());
      throw new RedfishException(
          400,
          switch (e.reason()) {
            case NAME -> Message.of(BaseMessage.PROPERTY_VALUE_FORMAT_ERROR, name, "UserName");
            case NAME_TAKEN ->
                Message.of(BaseMessage.RESOURCE_ALREADY_EXISTS, "ManagerAccount", "UserName", name);
            case PASSWORD -> Message.of(BaseMessage.PROPERTY_VALUE_ERROR, "Password");
            case NO_SUCH_ACCOUNT, FULL -> Message.of(BaseMessage.CREATE_LIMIT_REACHED_FOR_RESOURCE);
            case PROTECTED ->
                Message.of(BaseMessage.RESTRICTED_ROLE, Role.ADMINISTRATOR.id())
                    .advising("This account stays an enabled administrator; add another one.");
          });
    } catch (RackException e) {
      events.append(
          Event.Kind.COMMAND, "%s: failed, %s".formatted(said, e.getMessage()), call.origin());
      throw e;
    }
  }
}
