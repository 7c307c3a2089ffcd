package io.anyrack.redfish.resource;

import io.anyrack.redfish.account.Identity;
import io.anyrack.redfish.account.Privilege;
import io.anyrack.redfish.account.Role;
import io.anyrack.redfish.http.Call;
import io.anyrack.redfish.http.Reply;
import io.anyrack.redfish.http.RouteTable;
import io.anyrack.redfish.message.BaseMessage;
import io.anyrack.redfish.message.Message;
import io.anyrack.redfish.message.RedfishException;
import io.anyrack.redfish.schema.Documents;
import io.anyrack.redfish.schema.Schema;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Accounts and roles. The accounts are those of the rack file and are changed there: IPMI has the
 * same ones.
 */
public final class AccountResources {
  private static final String SERVICE = "/redfish/v1/AccountService";
  private static final String ACCOUNTS = SERVICE + "/Accounts";
  private static final String ROLES = SERVICE + "/Roles";

  /** Whoever asks sees the one account that they are. */
  private static final String OWN = "1";

  /** Adds their places. */
  public void addTo(RouteTable.Builder routes) {
    routes
        .get("/redfish/v1/AccountService", _ -> Reply.ok(service()))
        .get(
            "/redfish/v1/AccountService/Accounts",
            _ ->
                Reply.ok(
                    Documents.collection(
                        ACCOUNTS, "ManagerAccount", "Accounts Collection", List.of(OWN))))
        .get("/redfish/v1/AccountService/Accounts/{account}", this::account)
        .get(
            "/redfish/v1/AccountService/Roles",
            _ ->
                Reply.ok(
                    Documents.collection(
                        ROLES,
                        "Role",
                        "Roles Collection",
                        Arrays.stream(Role.values()).map(Role::id).toList())))
        .get("/redfish/v1/AccountService/Roles/{role}", this::role);
  }

  private static ObjectNode service() {
    ObjectNode json =
        Documents.resource(SERVICE, Schema.ACCOUNT_SERVICE, "AccountService", "Account Service");
    json.put("ServiceEnabled", true);
    Documents.status(json, "Enabled", "OK");
    Documents.link(json, "Accounts", ACCOUNTS);
    Documents.link(json, "Roles", ROLES);
    return json;
  }

  private static void require(Call call) {
    if (!call.arg(0).equals(OWN)) {
      throw new RedfishException(
          404, Message.of(BaseMessage.RESOURCE_NOT_FOUND, "ManagerAccount", call.arg(0)));
    }
  }

  private Reply account(Call call) {
    require(call);
    Identity identity = call.identity();
    ObjectNode json =
        Documents.resource(
            ACCOUNTS + "/" + OWN, Schema.MANAGER_ACCOUNT, OWN, "Account " + identity.username());
    json.put("UserName", identity.username())
        .putNull("Password")
        .put("RoleId", identity.role().id())
        .put("Enabled", true)
        .put("Locked", false);
    Documents.words(json, "AccountTypes", List.of("Redfish", "IPMI"));
    Documents.link(json.putObject("Links"), "Role", ROLES + "/" + identity.role().id());
    return Reply.ok(json);
  }

  private Reply role(Call call) {
    Role role =
        Arrays.stream(Role.values())
            .filter(each -> each.id().equals(call.arg(0)))
            .findFirst()
            .orElseThrow(
                () ->
                    new RedfishException(
                        404, Message.of(BaseMessage.RESOURCE_NOT_FOUND, "Role", call.arg(0))));
    ObjectNode json =
        Documents.resource(
            ROLES + "/" + role.id(), Schema.ROLE, role.id(), role.id() + " User Role");
    json.put("RoleId", role.id()).put("IsPredefined", true);
    Documents.words(
        json,
        "AssignedPrivileges",
        role.privileges().stream().sorted().map(Privilege::word).toList());
    return Reply.ok(json);
  }
}
