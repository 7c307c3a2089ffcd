package io.anyrack.redfish.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyrack.redfish.RedfishLimits;
import io.anyrack.redfish.RedfishService;
import io.anyrack.redfish.message.BaseMessage;
import io.anyrack.redfish.message.Message;
import io.anyrack.redfish.message.RedfishException;
import io.helidon.common.concurrency.limits.FixedLimit;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.context.Context;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.media.MediaContext;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * What all listeners share: how HTTP is spoken. Sockets are our own, so that a thousand ports need
 * neither threads nor servers; what is said on them is Helidon's. Thread-safe.
 */
public final class RedfishServer implements AutoCloseable {
  private final RedfishLimits limits;
  private final ServerConnectionSelector http;
  private final ListenerContext context;
  private final Limit unlimited = FixedLimit.create();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * A server without ports.
   *
   * @param limits bounds each of its listeners
   */
  public RedfishServer(RedfishLimits limits) {
    this.limits = limits;
    this.http =
        Http1ConnectionSelector.builder()
            .config(Http1Config.builder().maxHeadersSize(limits.headerOctets()).build())
            .build();
    this.context =
        new Shared(
            Context.create(),
            MediaContext.create(),
            ContentEncodingContext.builder().contentEncodingsDiscoverServices(false).build(),
            refusals(),
            WebServerConfig.builder()
                .featuresDiscoverServices(false)
                .protocolsDiscoverServices(false)
                .buildPrototype(),
            executor);
  }

  private record Shared(
      Context context,
      MediaContext mediaContext,
      ContentEncodingContext contentEncodingContext,
      DirectHandlers directHandlers,
      ListenerConfig config,
      ExecutorService executor)
      implements ListenerContext {}

  /**
   * Opens a port.
   *
   * @param service gives what answers there; asked for each connection
   * @param address where; port 0: the kernel chooses
   * @param tls the certificate; empty: plain HTTP
   * @throws RedfishBindException if the port cannot be had
   */
  public RedfishListener open(
      Supplier<RedfishService> service, InetSocketAddress address, Optional<SSLContext> tls) {
    return RedfishListener.open(this, service, address, tls);
  }

  RedfishLimits limits() {
    return limits;
  }

  ServerConnectionSelector http() {
    return http;
  }

  ListenerContext context() {
    return context;
  }

  /** Connections are counted before they get here, and each has one request at a time. */
  Limit unlimited() {
    return unlimited;
  }

  private static DirectHandlers refusals() {
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
      handlers.addHandler(type, RedfishServer::refuse);
    }
    return handlers.build();
  }

  /** Says in Redfish's words what the HTTP library refuses by itself. */
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
        .header(HeaderNames.CONTENT_TYPE, Exchange.JSON)
        .header(HeaderNames.create("OData-Version"), "4.0")
        .keepAlive(false)
        .entity(body)
        .build();
  }

  /** After its listeners. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
