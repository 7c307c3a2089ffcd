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
    for (Owner owner : Owner.values()) {
      String logs = owner.collection + "/{node}/LogServices";
      String log = logs + "/{log}";
      routes
          .get(logs, call -> list(owner, call))
          .get(log, call -> Reply.ok(service(owner, withLog(owner, call))))
          .get(log + "/Entries", call -> entries(owner, call))
          .get(log + "/Entries/{entry}", call -> entry(owner, call))
          .on(
              "POST",
              log + "/Actions/" + CLEAR,
              Privilege.CONFIGURE_MANAGER,
              call -> clear(owner, call));
    }
  }

  /** Where the log can be seen: at what it speaks of, and at who keeps it. */
  private enum Owner {
    SYSTEM("ComputerSystem", "/redfish/v1/Systems"),
    MANAGER("Manager", "/redfish/v1/Managers");

    private final String type;
    private final String collection;

    Owner(String type, String collection) {
      this.type = type;
      this.collection = collection;
    }

    String log(ServedNode served) {
      return collection + "/" + served.id() + "/LogServices/" + LOG;
    }
  }

  private ServedNode node(Owner owner, Call call) {
    return inventory.get(call.identity(), owner.type, call.arg(0));
  }

  private ServedNode withLog(Owner owner, Call call) {
    ServedNode served = node(owner, call);
    if (!call.arg(1).equals(LOG)) {
      throw RedfishException.notFound(call.path());
    }
    return served;
  }

  private Reply list(Owner owner, Call call) {
    node(owner, call);
    return Reply.ok(
        Documents.collection(call.path(), "LogService", "Log Service Collection", List.of(LOG)));
  }

  private ObjectNode service(Owner owner, ServedNode served) {
    String uri = owner.log(served);
    ObjectNode json = Documents.resource(uri, Schema.LOG_SERVICE, LOG, "Event log");
    json.put("ServiceEnabled", true)
        .put("LogEntryType", "Event")
        .put("OverWritePolicy", "WrapsWhenFull")
        .put("DateTime", Times.text(clock.instant()))
        .put("DateTimeLocalOffset", "+00:00");
    Documents.status(json, "Enabled", "OK");
    Documents.link(json, "Entries", uri + "/Entries");
    json.putObject("Actions").putObject("#" + CLEAR).put("target", uri + "/Actions/" + CLEAR);
    return json;
  }

  private Reply entries(Owner owner, Call call) {
    ServedNode served = withLog(owner, call);
    List<Event> events = served.node().events().events();
    ObjectNode json =
        Documents.collection(
            owner.log(served) + "/Entries", "LogEntry", "Log Entry Collection", List.of());
    ArrayNode members = json.putArray("Members");
    events.forEach(event -> members.add(document(owner, served, event)));
    return Reply.ok(json.put("Members@odata.count", members.size()));
  }

  private Reply entry(Owner owner, Call call) {
    ServedNode served = withLog(owner, call);
    return served.node().events().events().stream()
        .filter(event -> call.arg(2).equals(Long.toString(event.id())))
        .findFirst()
        .map(event -> Reply.ok(document(owner, served, event)))
        .orElseThrow(() -> RedfishException.notFound(call.path()));
  }

  private static ObjectNode document(Owner owner, ServedNode served, Event event) {
    String id = Long.toString(event.id());
    ObjectNode json =
        Documents.resource(
            owner.log(served) + "/Entries/" + id, Schema.LOG_ENTRY, id, "Log entry " + id);
    json.put("EntryType", "Event")
        .put("Severity", LogMessages.severity(event.kind()))
        .put("Created", Times.text(event.time()))
        .put("Message", event.message())
        .put("Originator", event.origin());
    LogMessages.addTo(json, event);
    return json;
  }

  private Reply clear(Owner owner, Call call) {
    ServedNode served = withLog(owner, call);
    call.parameters(CLEAR).end();
    served.node().events().clear(call.origin());
    return Reply.noContent();
  }
}
