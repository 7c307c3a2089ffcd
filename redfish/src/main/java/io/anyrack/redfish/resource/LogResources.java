package io.anyrack.redfish.resource;

import io.anyrack.rack.node.Event;
import io.anyrack.redfish.account.Privilege;
import io.anyrack.redfish.http.Call;
import io.anyrack.redfish.http.Reply;
import io.anyrack.redfish.http.RouteTable;
import io.anyrack.redfish.inventory.Inventory;
import io.anyrack.redfish.inventory.ServedNode;
import io.anyrack.redfish.message.RedfishException;
import io.anyrack.redfish.schema.Documents;
import io.anyrack.redfish.schema.Schema;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The event log of each node: the one that the SEL shows, too. */
public final class LogResources {
  private static final String LOG = "EventLog";
  private static final String CLEAR = "LogService.ClearLog";

  private final Inventory inventory;
  private final InstantSource clock;

  /** The logs of the nodes of an inventory. */
  public LogResources(Inventory inventory, InstantSource clock) {
    this.inventory = inventory;
    this.clock = clock;
  }

  /** Adds their places. */
  public void addTo(RouteTable.Builder routes) {
    routes
        .get("/redfish/v1/Systems/{system}/LogServices", this::list)
        .get("/redfish/v1/Systems/{system}/LogServices/{log}", this::service)
        .get("/redfish/v1/Systems/{system}/LogServices/{log}/Entries", this::entries)
        .get("/redfish/v1/Systems/{system}/LogServices/{log}/Entries/{entry}", this::entry)
        .on(
            "POST",
            "/redfish/v1/Systems/{system}/LogServices/{log}/Actions/LogService.ClearLog",
            Privilege.CONFIGURE_MANAGER,
            this::clear);
  }

  private ServedNode node(Call call) {
    return inventory.get(call.identity(), "ComputerSystem", call.arg(0));
  }

  private ServedNode withLog(Call call) {
    ServedNode served = node(call);
    if (!call.arg(1).equals(LOG)) {
      throw RedfishException.notFound(call.path());
    }
    return served;
  }

  private static String uri(ServedNode served) {
    return "/redfish/v1/Systems/" + served.id() + "/LogServices/" + LOG;
  }

  private Reply list(Call call) {
    node(call);
    return Reply.ok(
        Documents.collection(call.path(), "LogService", "Log Service Collection", List.of(LOG)));
  }

  private Reply service(Call call) {
    ServedNode served = withLog(call);
    String uri = uri(served);
    ObjectNode json = Documents.resource(uri, Schema.LOG_SERVICE, LOG, "Event log");
    json.put("ServiceEnabled", true)
        .put("LogEntryType", "Event")
        .put("OverWritePolicy", "WrapsWhenFull")
        .put("DateTime", Times.text(clock.instant()))
        .put("DateTimeLocalOffset", "+00:00");
    Documents.status(json, "Enabled", "OK");
    Documents.link(json, "Entries", uri + "/Entries");
    json.putObject("Actions").putObject("#" + CLEAR).put("target", uri + "/Actions/" + CLEAR);
    return Reply.ok(json);
  }

  private Reply entries(Call call) {
    ServedNode served = withLog(call);
    List<Event> events = served.node().events().events();
    ObjectNode json =
        Documents.collection(
            uri(served) + "/Entries", "LogEntry", "Log Entry Collection", List.of());
    ArrayNode members = json.putArray("Members");
    events.forEach(event -> members.add(document(served, event)));
    return Reply.ok(json.put("Members@odata.count", members.size()));
  }

  private Reply entry(Call call) {
    ServedNode served = withLog(call);
    return served.node().events().events().stream()
        .filter(event -> call.arg(2).equals(Long.toString(event.id())))
        .findFirst()
        .map(event -> Reply.ok(document(served, event)))
        .orElseThrow(() -> RedfishException.notFound(call.path()));
  }

  private static ObjectNode document(ServedNode served, Event event) {
    String id = Long.toString(event.id());
    ObjectNode json =
        Documents.resource(uri(served) + "/Entries/" + id, Schema.LOG_ENTRY, id, "Log entry " + id);
    return json.put("EntryType", "Event")
        .put("Severity", event.kind() == Event.Kind.FAULT ? "Warning" : "OK")
        .put("Created", Times.text(event.time()))
        .put("Message", event.message())
        .put("Originator", event.origin());
  }

  private Reply clear(Call call) {
    ServedNode served = withLog(call);
    call.parameters(CLEAR).end();
    served.node().events().clear(call.origin());
    return Reply.noContent();
  }
}
