package io.anyrack.redfish.resource;

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
import tools.jackson.databind.node.ObjectNode;

/** The roles that accounts can have: those that every service has, and no others. */
final class RoleResources {
  static final String ROLES = "/redfish/v1/AccountService/Roles";

  void addTo(RouteTable.Builder routes) {
    routes
        .get(
            "/redfish/v1/AccountService/Roles",
            _ ->
                Reply.ok(
                    Documents.collection(
                        ROLES,
                        "Role",
                        "Roles Collection",
                        Arrays.stream(Role.values()).map(Role::id).toList())))
        .get("/redfish/v1/AccountService/Roles/{role}", RoleResources::role);
  }

  private static Reply role(Call call) {
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
