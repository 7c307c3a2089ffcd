package io.anyrack.redfish.resource;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyrack.redfish.account.Privilege;
import io.anyrack.redfish.event.EventHub;
import io.anyrack.redfish.event.Notice;
import io.anyrack.redfish.event.Subscription;
import io.anyrack.redfish.http.Call;
import io.anyrack.redfish.http.Fields;
import io.anyrack.redfish.http.Reply;
import io.anyrack.redfish.http.RouteTable;
import io.anyrack.redfish.inventory.Inventory;
import io.anyrack.redfish.message.BaseMessage;
import io.anyrack.redfish.message.Message;
import io.anyrack.redfish.message.RedfishException;
import io.anyrack.redfish.schema.Documents;
import io.anyrack.redfish.schema.Schema;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Subscriptions to events, and their stream (DSP0266 §13). */
public final class EventResources {
  private static final String SERVICE = "/redfish/v1/EventService";
  private static final String SUBSCRIPTIONS = SERVICE + "/Subscriptions";
  private static final String STREAM = SERVICE + "/SSE";
  private static final String EVENTS = "text/event-stream";
  private static final String STREAM_TYPE = EVENTS + ";charset=utf-8";
  private static final String TEST = "EventService.SubmitTestEvent";
  private static final List<String> REGISTRIES = List.of("ResourceEvent");
  private static final int LONGEST_URL = 2048;
  private static final int LONGEST_CONTEXT = 256;

  /** A comment is sent when nothing happened for so long, to see whether the client is there. */
  private static final Duration QUIET = Duration.ofSeconds(15);

  private final EventHub hub;
  private final Inventory inventory;

  /** The subscriptions of a hub. */
  public EventResources(EventHub hub, Inventory inventory) {
    this.hub = hub;
    this.inventory = inventory;
  }

  /** Adds their places. */
  public void addTo(RouteTable.Builder routes) {
    routes
        .get("/redfish/v1/EventService", _ -> Reply.ok(service()))
        .get("/redfish/v1/EventService/SSE", this::stream)
        .on(
            "POST",
            "/redfish/v1/EventService/Actions/EventService.SubmitTestEvent",
            Privilege.CONFIGURE_MANAGER,
            this::test)
        .get("/redfish/v1/EventService/Subscriptions", this::list)
        .on(
            "POST",
            "/redfish/v1/EventService/Subscriptions",
            Privilege.CONFIGURE_MANAGER,
            this::subscribe)
        .get(
            "/redfish/v1/EventService/Subscriptions/{subscription}",
            call -> Reply.ok(document(subscription(call))))
        .on(
            "DELETE",
            "/redfish/v1/EventService/Subscriptions/{subscription}",
            Privilege.CONFIGURE_MANAGER,
            this::end);
  }

  private static ObjectNode service() {
    ObjectNode json =
        Documents.resource(SERVICE, Schema.EVENT_SERVICE, "EventService", "Event Service");
    json.put("ServiceEnabled", true)
        .put("DeliveryRetryAttempts", 3)
        .put("DeliveryRetryIntervalSeconds", 5)
        .put("ServerSentEventUri", STREAM);
    Documents.words(json, "EventFormatTypes", List.of("Event"));
    Documents.words(json, "RegistryPrefixes", REGISTRIES);
    Documents.status(json, "Enabled", "OK");
    Documents.link(json, "Subscriptions", SUBSCRIPTIONS);
    json.putObject("Actions").putObject("#" + TEST).put("target", SERVICE + "/Actions/" + TEST);
    return json;
  }

  private Reply list(Call call) {
    return Reply.ok(
        Documents.collection(
            SUBSCRIPTIONS,
            "EventDestination",
            "Event Subscription Collection",
            hub.of(call.identity()).stream().map(Subscription::id).toList()));
  }

  private Subscription subscription(Call call) {
    return hub.get(call.identity(), call.arg(0))
        .orElseThrow(
            () ->
                new RedfishException(
                    404,
                    Message.of(BaseMessage.RESOURCE_NOT_FOUND, "EventDestination", call.arg(0))));
  }

  private static ObjectNode document(Subscription subscription) {
    Subscription.Wish wish = subscription.wish();
    boolean pushed = wish.destination().isPresent();
    ObjectNode json =
        Documents.resource(
            SUBSCRIPTIONS + "/" + subscription.id(),
            Schema.EVENT_DESTINATION,
            subscription.id(),
            "Event subscription " + subscription.id());
    wish.destination().ifPresent(uri -> json.put("Destination", uri.toString()));
    json.put("Protocol", "Redfish")
        .put("SubscriptionType", pushed ? "RedfishEvent" : "SSE")
        .put("EventFormatType", "Event")
        .put("Context", wish.context())
        .put("VerifyCertificate", wish.verifyCertificate());
    Documents.words(json, "RegistryPrefixes", wish.registries());
    Documents.status(json, "Enabled", "OK");
    return json;
  }

  private Reply subscribe(Call call) {
    Fields fields = call.properties().need("Destination").need("Protocol");
    Optional<URI> destination =
        fields.text("Destination", LONGEST_URL).flatMap(text -> url(fields, text));
    fields.choice("Protocol", Map.of("Redfish", true));
    fields.choice("SubscriptionType", Map.of("RedfishEvent", true));
    fields.choice("EventFormatType", Map.of("Event", true));
    Optional<String> context = fields.text("Context", LONGEST_CONTEXT);
    Optional<List<String>> registries = fields.texts("RegistryPrefixes", REGISTRIES.size());
    registries
        .filter(wanted -> !REGISTRIES.containsAll(wanted))
        .ifPresent(_ -> fields.notInList("RegistryPrefixes"));
    Optional<Boolean> verify = fields.flag("VerifyCertificate");
    fields.end();
    Subscription subscription =
        hub.subscribe(
            call.identity(),
            new Subscription.Wish(
                destination,
                context.orElse(""),
                registries.orElse(List.of()),
                verify.orElse(false)));
    return Reply.created(SUBSCRIPTIONS + "/" + subscription.id(), document(subscription));
  }

  private static Optional<URI> url(Fields fields, String text) {
    Optional<URI> url = WebAddress.parse(text);
    if (url.isEmpty()) {
      fields.malformed("Destination");
    }
    return url;
  }

  private Reply end(Call call) {
    hub.end(subscription(call));
    return Reply.noContent();
  }

  /** The parameters say what the event is to look like: here it is always a test message. */
  private Reply test(Call call) {
    inventory.of(call.identity()).stream().findFirst().ifPresent(node -> hub.test(node.id()));
    return Reply.noContent();
  }

  /** Its subscription lasts as long as the connection, and the other way round (§13.6). */
  private Reply stream(Call call) {
    if (!call.request().takes(EVENTS)) {
      throw new RedfishException(406, Message.of(BaseMessage.HEADER_INVALID, "Accept"));
    }
    if (call.request().method().equals("HEAD")) {
      return Reply.text(STREAM_TYPE, "");
    }
    if (call.request().query().keySet().stream().anyMatch(key -> key.startsWith("$"))) {
      throw new RedfishException(400, Message.of(BaseMessage.QUERY_NOT_SUPPORTED_ON_RESOURCE));
    }
    Subscription subscription =
        hub.subscribe(
            call.identity(),
            new Subscription.Wish(Optional.empty(), connection(call), List.of(), false));
    return new Reply(200, Map.of(), new Reply.Stream(STREAM_TYPE, out -> write(subscription, out)));
  }

  /** A context of our own making, another one for each stream. */
  private static String connection(Call call) {
    return "stream " + call.request().source() + " " + call.request().peer().getPort();
  }

  private void write(Subscription subscription, OutputStream out) throws IOException {
    try {
      send(out, ": events follow\n\n");
      while (!subscription.isEnded()) {
        Optional<Notice> notice = subscription.next(QUIET);
        send(
            out,
            notice
                .map(
                    each ->
                        "id: %d\ndata: %s\n\n"
                            .formatted(each.id(), each.json(subscription.wish().context())))
                .orElse(":\n\n"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      hub.end(subscription);
    }
  }

  private static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(UTF_8));
    out.flush();
  }
}
