package io.anyrack.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A relay of TCP connections to an HTTP server, which can be closed and opened again, and knows the
 * requests that went through.
 */
final class Relay implements AutoCloseable {
  private static final Pattern REQUEST =
      Pattern.compile("(?m)^((?:GET|POST|PUT|DELETE) \\S+) HTTP/1\\.1\r\n");

  private final InetSocketAddress server;
  private final Queue<Socket> connections = new ConcurrentLinkedQueue<>();
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private ServerSocket door;
  private final int port;

  Relay(InetSocketAddress server) throws IOException {
    this.server = server;
    this.door = listen(0);
    this.port = door.getLocalPort();
  }

  private ServerSocket listen(int wanted) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
    Thread.ofVirtual().name("relay").start(() -> accept(socket));
    return socket;
  }

  int port() {
    return port;
  }

  /** The requests since it was last asked, such as {@code GET /v2.1/servers/detail}. */
  List<String> requests() {
    List<String> all = new ArrayList<>();
    for (String each = requests.poll(); each != null; each = requests.poll()) {
      all.add(each);
    }
    return all;
  }

  /** Nobody is let in any more, and who is in is thrown out. */
  @Override
  public void close() {
    try {
      door.close();
      for (Socket each = connections.poll(); each != null; each = connections.poll()) {
        each.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void open() throws IOException {
    door = listen(port);
  }

  private void accept(ServerSocket socket) {
    try {
      while (true) {
        Socket client = socket.accept();
        Socket to = new Socket(server.getAddress(), server.getPort());
        connections.add(client);
        connections.add(to);
        Thread.ofVirtual().start(() -> carry(client, to, true));
        Thread.ofVirtual().start(() -> carry(to, client, false));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void carry(Socket from, Socket to, boolean asks) {
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      byte[] octets = new byte[1 << 16];
      StringBuilder text = new StringBuilder();
      for (int read = in.read(octets); read >= 0; read = in.read(octets)) {
        out.write(octets, 0, read);
        if (asks) {
          text.append(new String(octets, 0, read, StandardCharsets.ISO_8859_1));
          note(text);
        }
      }
    } catch (IOException e) {
      // The other side is gone.
    }
  }

  /** A request line may come in two parts: what is behind the last whole one is kept. */
  private void note(StringBuilder text) {
    Matcher request = REQUEST.matcher(text);
    int end = 0;
    while (request.find()) {
      requests.add(request.group(1));
      end = request.end();
    }
    text.delete(0, end);
  }
}
