package io.anyrack.local.qemu;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Scanner;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The other end of a QMP connection: greets, then answers each command as it was told to. */
final class FakeQemu implements AutoCloseable {
  static final String GREETING =
      """
      {"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": ""}, "capabilities": ["oob"]}}\r
      """;

  final BlockingQueue<JsonNode> commands = new LinkedBlockingQueue<>();
  private final ServerSocketChannel server;
  private final BlockingQueue<SocketChannel> clients = new LinkedBlockingQueue<>();

  /**
   * Listens.
   *
   * @param greeting what is said first
   * @param answers what is said to a command, such as <code>"return": {}</code>; empty: nothing
   */
  FakeQemu(Path socket, String greeting, Function<JsonNode, Optional<String>> answers)
      throws IOException {
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().start(() -> serve(greeting, answers));
  }

  /** Answers {@code {}} to everything. */
  static Function<JsonNode, Optional<String>> agreeing() {
    return _ -> Optional.of("\"return\": {}");
  }

  /** Says something to the client that came last. */
  void say(String text) throws IOException, InterruptedException {
    SocketChannel client = clients.take();
    clients.add(client);
    send(client, text);
  }

  /** Hangs up. */
  void hangUp() throws IOException, InterruptedException {
    clients.take().close();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (SocketChannel client : clients) {
      client.close();
    }
  }

  private void serve(String greeting, Function<JsonNode, Optional<String>> answers) {
    try {
      SocketChannel client = server.accept();
      clients.add(client);
      send(client, greeting);
      var lines = new Scanner(Channels.newInputStream(client), StandardCharsets.UTF_8);
      while (lines.hasNextLine()) {
        JsonNode command = JsonMapper.shared().readTree(lines.nextLine());
        commands.add(command);
        Optional<String> answer = answers.apply(command);
        if (answer.isPresent()) {
          send(client, "{%s, \"id\": %s}\r\n".formatted(answer.get(), command.get("id")));
        }
      }
    } catch (IOException _) {
      // The test is over.
    }
  }

  private static void send(SocketChannel client, String text) throws IOException {
    var octets = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (octets.hasRemaining()) {
      client.write(octets);
    }
  }
}
