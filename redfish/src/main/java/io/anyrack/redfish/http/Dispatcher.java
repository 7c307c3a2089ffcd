package io.anyrack.redfish.http;

import static java.lang.System.Logger.Level.ERROR;

import io.anyrack.redfish.account.Identity;
import io.anyrack.redfish.account.Role;
import io.anyrack.redfish.message.BaseMessage;
import io.anyrack.redfish.message.Message;
import io.anyrack.redfish.message.RedfishException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes a request the whole way: its route, who sends it, whether they may, what they want of the
 * answer, and what every answer has (DSP0266 §6 to §8). Thread-safe.
 */
public final class Dispatcher {
  private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());
  private static final String JSON = "application/json;charset=utf-8";
  private static final String ID = "@odata.id";
  private static final String TAG = "@odata.etag";
  private static final String SCHEMAS = "http://redfish.dmtf.org/schemas/v1/";
  private static final Identity NOBODY = new Identity("", Role.READ_ONLY, Optional.empty());
  private static final Set<String> WITH_BODY = Set.of("POST", "PATCH", "PUT");

  private final RouteTable routes;
  private final Authentication authentication;
  private final ChangeLocks locks;
  private final int expandLevels;
  private final int mostResources;

  /**
   * Serves a table of routes.
   *
   * @param routes what answers where
   * @param authentication finds out who asks
   * @param locks keep changes of one resource apart
   * @param expandLevels how deep {@code $expand} goes
   * @param mostResources how many resources an answer has at most
   */
  public Dispatcher(
      RouteTable routes,
      Authentication authentication,
      ChangeLocks locks,
      int expandLevels,
      int mostResources) {
    this.routes = routes;
    this.authentication = authentication;
    this.locks = locks;
    this.expandLevels = expandLevels;
    this.mostResources = mostResources;
  }

  /** The answer as it is sent: its body is no JSON any more but text. */
  public Reply handle(Request request) {
    Reply reply;
    try {
      reply = answer(request);
    } catch (RedfishException e) {
      reply = new Reply(e.status(), e.headers(), new Reply.Json(e.json()));
    } catch (RuntimeException e) {
      LOG.log(ERROR, request.method() + " " + request.path(), e);
      RedfishException error = new RedfishException(500, Message.of(BaseMessage.INTERNAL_ERROR));
      reply = new Reply(500, Map.of(), new Reply.Json(error.json()));
    }
    return sealed(request, reply);
  }

  private static Reply sealed(Request request, Reply reply) {
    Map<String, String> headers = new LinkedHashMap<>(reply.headers());
    headers.put("OData-Version", "4.0");
    headers.put("Cache-Control", "no-cache");
    Reply.Body body =
        switch (reply.body()) {
          case Reply.Json json -> {
            String type = json.node().path("@odata.type").asString("");
            if (type.startsWith("#")) {
              headers.put("Link", link(type));
            }
            yield new Reply.Text(JSON, json.node().toString());
          }
          default -> reply.body();
        };
    if (request.method().equals("HEAD") && body instanceof Reply.Text text) {
      headers.put("Content-Type", text.type());
      body = new Reply.Nothing();
    }
    return new Reply(reply.status(), headers, body);
  }

  /** The schema that describes the resource (DSP0266 §8.2.1). */
  private static String link(String type) {
    String namespace = type.substring(1, type.lastIndexOf('.'));
    return "<" + SCHEMAS + namespace + ".json>; rel=describedby";
  }

  private Reply answer(Request request) {
    Optional<RouteTable.Found> found = routes.find(request.path());
    Optional<Route> route =
        found.flatMap(each -> Optional.ofNullable(each.methods().get(request.method())));
    boolean open = route.isPresent() && route.get().needed().isEmpty();
    Identity identity =
        open ? NOBODY : authentication.identify(request).orElseThrow(Authentication::refusal);
    checkProtocol(request);
    RouteTable.Found place = found.orElseThrow(() -> RedfishException.notFound(request.path()));
    if (route.isEmpty()) {
      throw new RedfishException(
          405,
          List.of(Message.of(BaseMessage.OPERATION_NOT_ALLOWED)),
          Map.of("Allow", place.allow()));
    }
    route
        .get()
        .needed()
        .filter(privilege -> !identity.may(privilege))
        .ifPresent(
            _ -> {
              throw new RedfishException(403, Message.of(BaseMessage.INSUFFICIENT_PRIVILEGE));
            });
    Call call = new Call(request, place.args(), identity);
    return switch (request.method()) {
      case "GET", "HEAD" -> look(call, place, route.get());
      default -> change(call, place, route.get());
    };
  }

  /** Only OData 4.0 is spoken (DSP0266 §6.5.2). */
  private static void checkProtocol(Request request) {
    request
        .header("odata-version")
        .filter(version -> !version.trim().equals("4.0"))
        .ifPresent(
            _ -> {
              throw new RedfishException(
                  412, Message.of(BaseMessage.HEADER_INVALID, "OData-Version"));
            });
  }

  private Reply look(Call call, RouteTable.Found place, Route route) {
    QueryOptions options = QueryOptions.read(call.request().query(), expandLevels);
    Reply reply = route.handler().handle(call).with("Allow", place.allow());
    if (!(reply.body() instanceof Reply.Json json)) {
      return reply;
    }
    boolean resource = json.node().has(ID);
    if (!options.isNone() && !resource) {
      throw new RedfishException(400, Message.of(BaseMessage.QUERY_NOT_SUPPORTED_ON_RESOURCE));
    }
    if (!resource) {
      return reply;
    }
    json.node().put(TAG, ETag.of(json.node()));
    ObjectNode answer =
        options.isNone()
            ? json.node()
            : new QueryAnswer(options, uri -> find(uri, call), mostResources).of(json.node());
    String etag = answer.path(TAG).asString();
    // The tag is the resource's: it does not say whether those expanded in it are the same.
    if (options.expand().isEmpty()
        && call.request().header("if-none-match").filter(h -> ETag.matches(h, etag)).isPresent()) {
      return new Reply(304, reply.headers(), new Reply.Nothing()).with("ETag", etag);
    }
    return new Reply(reply.status(), reply.headers(), new Reply.Json(answer)).with("ETag", etag);
  }

  /** A resource as the caller sees it, without another request. */
  private Optional<ObjectNode> find(String uri, Call call) {
    Optional<RouteTable.Found> found = routes.find(uri);
    Optional<Route> route = found.flatMap(each -> Optional.ofNullable(each.methods().get("GET")));
    if (route.isEmpty()) {
      return Optional.empty();
    }
    Request request = call.request().at(uri);
    try {
      Reply reply =
          route
              .get()
              .handler()
              .handle(new Call(request, found.orElseThrow().args(), call.identity()));
      if (reply.body() instanceof Reply.Json json) {
        json.node().put(TAG, ETag.of(json.node()));
        return Optional.of(json.node());
      }
      return Optional.empty();
    } catch (RedfishException e) {
      return Optional.empty();
    }
  }

  private Reply change(Call call, RouteTable.Found place, Route route) {
    Request request = call.request();
    if (request.query().keySet().stream().anyMatch(key -> key.startsWith("$"))) {
      throw new RedfishException(400, Message.of(BaseMessage.QUERY_NOT_SUPPORTED_ON_OPERATION));
    }
    if (WITH_BODY.contains(request.method()) && !request.body().isEmpty()) {
      checkType(request, route);
    }
    if (!place.methods().containsKey("GET")) {
      return handled(call, route);
    }
    // Who sends slowly keeps nobody waiting.
    request.body().text();
    String node = place.args().isEmpty() ? call.path() : place.args().getFirst();
    return locks.alone(
        node,
        () -> {
          checkVersion(call);
          return handled(call, route);
        });
  }

  /** Only the version is changed that the client knows. */
  private void checkVersion(Call call) {
    Optional<String> ifMatch = call.request().header("if-match");
    if (ifMatch.isPresent()) {
      Optional<String> etag = find(call.path(), call).map(node -> node.path(TAG).asString());
      if (etag.filter(tag -> ETag.matches(ifMatch.get(), tag)).isEmpty()) {
        throw new RedfishException(412, Message.of(BaseMessage.PRECONDITION_FAILED));
      }
    }
  }

  private static Reply handled(Call call, Route route) {
    Reply reply = route.handler().handle(call);
    if (reply.status() == 200 && reply.body() instanceof Reply.Json json && json.node().has(ID)) {
      String etag = ETag.of(json.node());
      json.node().put(TAG, etag);
      return reply.with("ETag", etag);
    }
    return reply;
  }

  private static void checkType(Request request, Route route) {
    String type = request.header("content-type").orElse("application/json");
    String media = type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    boolean file = route.takesFiles() && media.equals("multipart/form-data");
    if (!file && !media.equals("application/json")) {
      throw new RedfishException(415, Message.of(BaseMessage.HEADER_INVALID, "Content-Type"));
    }
  }
}
