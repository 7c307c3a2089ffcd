package io.anyrack.redfish;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyrack.redfish.http.Reply;
import io.anyrack.redfish.http.Request;
import io.anyrack.redfish.message.BaseMessage;
import io.anyrack.redfish.message.Message;
import io.anyrack.redfish.message.RedfishException;
import io.helidon.common.tls.Tls;
import io.helidon.http.DirectHandler;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * A service on a TCP port: the only class that knows the HTTP server. Requests are answered on
 * virtual threads. Thread-safe.
 */
public final class RedfishListener implements AutoCloseable {
  private static final String JSON = "application/json;charset=utf-8";

  private final RedfishService service;
  private final RedfishLimits limits;
  private final WebServer server;

  private RedfishListener(
      RedfishService service,
      InetSocketAddress address,
      Optional<SSLContext> tls,
      RedfishLimits limits) {
    this.service = service;
    this.limits = limits;
    this.server = WebServer.create(config(address, tls));
  }

  /**
   * Opens a service on an address.
   *
   * @param service what answers
   * @param address where; port 0: the kernel chooses
   * @param tls the certificate; empty: plain HTTP
   * @param limits bounds it
   * @throws RedfishBindException if the port cannot be had
   */
  public static RedfishListener open(
      RedfishService service,
      InetSocketAddress address,
      Optional<SSLContext> tls,
      RedfishLimits limits) {
    RedfishListener listener = new RedfishListener(service, address, tls, limits);
    try {
      listener.server.start();
      return listener;
    } catch (RuntimeException e) {
      listener.close();
      throw new RedfishBindException(address, e);
    }
  }

  private WebServerConfig config(InetSocketAddress address, Optional<SSLContext> tls) {
    WebServerConfig.Builder builder =
        WebServerConfig.builder()
            .bindAddress(address)
            .shutdownHook(false)
            .featuresDiscoverServices(false)
            .protocolsDiscoverServices(false)
            .addConnectionSelector(
                Http1ConnectionSelector.builder()
                    .config(Http1Config.builder().maxHeadersSize(limits.headerOctets()).build())
                    .build())
            .maxPayloadSize(limits.bodyOctets())
            .maxTcpConnections(limits.connections())
            .idleConnectionTimeout(limits.idle())
            .connectionOptions(socket -> socket.readTimeout(limits.idle()))
            .directHandlers(refusals())
            .routing(routing -> routing.any(this::handle));
    tls.ifPresent(context -> builder.tls(Tls.builder().sslContext(context).build()));
    return builder.buildPrototype();
  }

  private static DirectHandlers refusals() {
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
      handlers.addHandler(type, RedfishListener::refuse);
    }
    return handlers.build();
  }

  /** Says in Redfish's words what the HTTP server refuses by itself. */
  private static DirectHandler.TransportResponse refuse(
      DirectHandler.TransportRequest request,
      DirectHandler.EventType type,
      Status status,
      ServerResponseHeaders headers,
      String message) {
    int code =
        type == DirectHandler.EventType.INTERNAL_ERROR
            ? Status.BAD_REQUEST_400.code()
            : status.code();
    BaseMessage kind =
        type == DirectHandler.EventType.PAYLOAD_TOO_LARGE
            ? BaseMessage.PAYLOAD_TOO_LARGE
            : BaseMessage.UNRECOGNIZED_REQUEST_BODY;
    byte[] body = new RedfishException(code, Message.of(kind)).json().toString().getBytes(UTF_8);
    return DirectHandler.TransportResponse.builder()
        .status(Status.create(code))
        .headers(headers)
        .header(HeaderNames.CONTENT_TYPE, JSON)
        .header(HeaderNames.create("OData-Version"), "4.0")
        .keepAlive(false)
        .entity(body)
        .build();
  }

  private void handle(ServerRequest request, ServerResponse response) {
    Reply reply;
    try {
      reply = service.answer(read(request));
    } catch (RedfishException e) {
      reply =
          new Reply(
              e.status(),
              Map.of("OData-Version", "4.0"),
              new Reply.Text(JSON, e.json().toString()));
    }
    write(reply, response);
  }

  private Request read(ServerRequest request) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : request.headers()) {
      headers.put(header.name().toLowerCase(Locale.ROOT), header.get());
    }
    Map<String, String> query = new LinkedHashMap<>();
    request
        .query()
        .names()
        .forEach(name -> query.put(name, request.query().first(name).orElse("")));
    return new Request(
        request.prologue().method().text(),
        request.path().path(),
        query,
        headers,
        body(request),
        (InetSocketAddress) request.remotePeer().address());
  }

  private String body(ServerRequest request) {
    if (!request.content().hasEntity()) {
      return "";
    }
    try (InputStream in = request.content().inputStream()) {
      byte[] body = in.readNBytes(limits.bodyOctets() + 1);
      if (body.length > limits.bodyOctets()) {
        throw new RedfishException(413, Message.of(BaseMessage.PAYLOAD_TOO_LARGE));
      }
      return new String(body, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Reply reply, ServerResponse response) {
    response.status(reply.status());
    reply.headers().forEach((name, value) -> response.header(name, value));
    switch (reply.body()) {
      case Reply.Nothing _ -> response.send();
      case Reply.Text body -> {
        response.header("Content-Type", body.type());
        response.send(body.text().getBytes(UTF_8));
      }
      case Reply.Stream body -> {
        response.header("Content-Type", body.type());
        try (OutputStream out = response.outputStream()) {
          body.writer().write(out);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      case Reply.Json _ -> throw new IllegalStateException("the dispatcher makes text of JSON");
    }
  }

  /** Where it listens. */
  public int port() {
    return server.port();
  }

  /** Stops listening; connections are closed. */
  @Override
  public void close() {
    server.stop();
  }
}
