package io.anyrack.redfish.server;

import io.anyrack.redfish.RedfishLimits;
import io.anyrack.redfish.RedfishService;
import io.anyrack.redfish.http.Reply;
import io.anyrack.redfish.http.Request;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Turns what the HTTP library has into requests, and replies into what it sends. Thread-safe. */
final class Exchange {
  static final String JSON = "application/json;charset=utf-8";

  private final RedfishService service;
  private final RedfishLimits limits;

  Exchange(RedfishService service, RedfishLimits limits) {
    this.service = service;
    this.limits = limits;
  }

  void handle(ServerRequest request, ServerResponse response) {
    StreamedBody body = new StreamedBody(request, limits.bodyOctets());
    Reply reply = service.answer(read(request, body));
    if (body.isLeft()) {
      // Nobody wants what is left of it: it is not read to its end.
      response.header(HeaderValues.CONNECTION_CLOSE);
    }
    write(reply, response);
  }

  private static Request read(ServerRequest request, StreamedBody body) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : request.headers()) {
      headers.put(header.name().toLowerCase(Locale.ROOT), header.get());
    }
    Map<String, String> query = new LinkedHashMap<>();
    if (!request.query().isEmpty()) {
      request
          .query()
          .names()
          .forEach(name -> query.put(name, request.query().first(name).orElse("")));
    }
    return new Request(
        request.prologue().method().text(),
        request.path().path(),
        query,
        headers,
        body,
        (InetSocketAddress) request.remotePeer().address(),
        (InetSocketAddress) request.localPeer().address(),
        request.isSecure());
  }

  private static void write(Reply reply, ServerResponse response) {
    response.status(reply.status());
    reply.headers().forEach((name, value) -> response.header(name(name), value));
    switch (reply.body()) {
      case Reply.Nothing _ -> response.send();
      case Reply.Text body -> {
        response.header(HeaderNames.CONTENT_TYPE, body.type());
        response.send(body.octets());
      }
      case Reply.Stream body -> {
        response.header(HeaderNames.CONTENT_TYPE, body.type());
        try (OutputStream out = response.outputStream()) {
          body.writer().write(out);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      case Reply.Json _ -> throw new IllegalStateException("the dispatcher makes text of JSON");
    }
  }

  private static HeaderName name(String name) {
    return HeaderNames.create(name);
  }
}
