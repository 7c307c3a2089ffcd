package io.anyrack.redfish.resource;

import io.anyrack.redfish.account.Identity;
import io.anyrack.redfish.account.Login;
import io.anyrack.redfish.account.Privilege;
import io.anyrack.redfish.account.Session;
import io.anyrack.redfish.account.SessionTable;
import io.anyrack.redfish.http.Authentication;
import io.anyrack.redfish.http.Call;
import io.anyrack.redfish.http.Fields;
import io.anyrack.redfish.http.Reply;
import io.anyrack.redfish.http.RouteTable;
import io.anyrack.redfish.message.BaseMessage;
import io.anyrack.redfish.message.Message;
import io.anyrack.redfish.message.RedfishException;
import io.anyrack.redfish.schema.Documents;
import io.anyrack.redfish.schema.Schema;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Sessions: logins that last (DSP0266 §13.3.4). */
public final class SessionResources {
  private static final String SERVICE = "/redfish/v1/SessionService";
  private static final String SESSIONS = SERVICE + "/Sessions";

  private final SessionTable sessions;
  private final Authentication authentication;

  /** The sessions of a table. */
  public SessionResources(SessionTable sessions, Authentication authentication) {
    this.sessions = sessions;
    this.authentication = authentication;
  }

  /** Adds their places. */
  public void addTo(RouteTable.Builder routes) {
    routes
        .get("/redfish/v1/SessionService", _ -> Reply.ok(service()))
        .get("/redfish/v1/SessionService/Sessions", this::list)
        .open("POST", "/redfish/v1/SessionService/Sessions", this::open)
        // Clients of the first versions of Redfish post to the members themselves.
        .open("POST", "/redfish/v1/SessionService/Sessions/Members", this::open)
        .get("/redfish/v1/SessionService/Sessions/{session}", this::get)
        .on(
            "DELETE",
            "/redfish/v1/SessionService/Sessions/{session}",
            Privilege.CONFIGURE_SELF,
            this::close);
  }

  private ObjectNode service() {
    ObjectNode json =
        Documents.resource(SERVICE, Schema.SESSION_SERVICE, "SessionService", "Session Service");
    json.put("ServiceEnabled", true).put("SessionTimeout", sessions.timeout().toSeconds());
    Documents.status(json, "Enabled", "OK");
    Documents.link(json, "Sessions", SESSIONS);
    return json;
  }

  private Reply list(Call call) {
    return Reply.ok(
        Documents.collection(SESSIONS, "Session", "Session Collection", visible(call.identity())));
  }

  private List<String> visible(Identity identity) {
    return sessions.all().stream()
        .filter(session -> sees(identity, session))
        .map(Session::id)
        .toList();
  }

  private static boolean sees(Identity identity, Session session) {
    return session.identity().equals(identity)
        || (identity.may(Privilege.CONFIGURE_USERS)
            && (identity.node().isEmpty() || identity.node().equals(session.identity().node())));
  }

  private Reply open(Call call) {
    Fields fields = call.properties().need("UserName").need("Password");
    Optional<String> username = fields.text("UserName");
    Optional<String> password = fields.text("Password");
    fields.end();
    Login login =
        authentication.login(call.request(), username.orElseThrow(), password.orElseThrow());
    SessionTable.Opened opened = sessions.open(login, call.request().source());
    return Reply.created(SESSIONS + "/" + opened.session().id(), document(opened.session()))
        .with("X-Auth-Token", opened.token());
  }

  private Session session(Call call) {
    return sessions.all().stream()
        .filter(session -> session.id().equals(call.arg(0)) && sees(call.identity(), session))
        .findFirst()
        .orElseThrow(
            () ->
                new RedfishException(
                    404, Message.of(BaseMessage.RESOURCE_NOT_FOUND, "Session", call.arg(0))));
  }

  private Reply get(Call call) {
    return Reply.ok(document(session(call)));
  }

  private static ObjectNode document(Session session) {
    ObjectNode json =
        Documents.resource(SESSIONS + "/" + session.id(), Schema.SESSION, session.id(), "Session");
    return json.put("UserName", session.identity().username())
        .put("SessionType", "Redfish")
        .put("ClientOriginIPAddress", session.peer())
        .put("CreatedTime", Times.text(session.created()));
  }

  private Reply close(Call call) {
    sessions.close(session(call).id());
    return Reply.noContent();
  }
}
