package io.anyrack.openstack.machine;

import io.anyrack.openstack.http.ApiException;
import io.anyrack.openstack.http.WebSockets;
import io.anyrack.openstack.nova.Nova;
import java.net.URI;
import java.util.function.Consumer;

/** Serial lines through nova-serialproxy: a web socket of octets, whose URL holds a token. */
public final class NovaSerialLines implements SerialLines {
  private final Nova nova;
  private final WebSockets sockets;

  /**
   * Serial lines.
   *
   * @param nova gives the URLs
   * @param sockets opens them
   */
  public NovaSerialLines(Nova nova, WebSockets sockets) {
    this.nova = nova;
    this.sockets = sockets;
  }

  @Override
  public SerialLine open(String server, Consumer<byte[]> output, Runnable ended) {
    WebSockets.Connection socket = sockets.open(url(server), output, ended);
    return new SerialLine() {
      @Override
      public void send(byte[] octets) {
        socket.send(octets);
      }

      @Override
      public void close() {
        socket.close();
      }
    };
  }

  /** 400: this kind of console is switched off; 409, among others: the server is not running. */
  private URI url(String server) {
    try {
      return nova.serialConsole(server);
    } catch (ApiException e) {
      throw switch (e.status()) {
        case 400, 401, 403, 501 -> new NoSerialLinesException(e.getMessage(), e);
        default -> e;
      };
    }
  }
}
