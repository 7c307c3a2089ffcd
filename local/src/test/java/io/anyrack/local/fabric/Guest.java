package io.anyrack.local.fabric;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Stands for a QEMU with one NIC: listens on a unix socket and speaks the stream framing. */
final class Guest implements AutoCloseable {
  private final ServerSocketChannel server;
  private final SocketChannel channel;
  private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
  private final Path socket;

  private Guest(ServerSocketChannel server, SocketChannel channel, Path socket, boolean reads) {
    this.server = server;
    this.channel = channel;
    this.socket = socket;
    if (reads) {
      Thread.ofVirtual().start(this::read);
    }
  }

  /** Listens, has the fabric connect, and waits until it has. */
  static Guest connected(Fabric fabric, String node, Path socket) throws IOException {
    return connected(fabric, node, socket, true);
  }

  /** A guest that is stopped: it reads nothing. */
  static Guest stopped(Fabric fabric, String node, Path socket) throws IOException {
    return connected(fabric, node, socket, false);
  }

  private static Guest connected(Fabric fabric, String node, Path socket, boolean reads)
      throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    fabric.connect(node, 0, socket);
    Guest guest = new Guest(server, server.accept(), socket, reads);
    while (fabric.ports().stream()
        .noneMatch(port -> port.node().equals(node) && port.connected())) {
      Thread.onSpinWait();
    }
    return guest;
  }

  private void read() {
    try (DataInputStream in = new DataInputStream(Channels.newInputStream(channel))) {
      while (true) {
        received.add(in.readNBytes(in.readInt()));
      }
    } catch (IOException e) {
      received.add(new byte[0]);
    }
  }

  void send(byte[]... frames) throws IOException {
    for (byte[] frame : frames) {
      ByteBuffer octets = ByteBuffer.allocate(Integer.BYTES + frame.length);
      octets.putInt(frame.length).put(frame).flip();
      while (octets.hasRemaining()) {
        channel.write(octets);
      }
    }
  }

  void send(String... frames) throws IOException {
    for (String hex : frames) {
      send(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
    }
  }

  /** The next frame; a failure if none comes in time, no octets if the connection has ended. */
  byte[] receive() throws InterruptedException {
    return Optional.ofNullable(received.poll(10, TimeUnit.SECONDS))
        .orElseThrow(() -> new AssertionError("no frame"));
  }

  String receiveHex() throws InterruptedException {
    return HexFormat.of().formatHex(receive());
  }

  @Override
  public void close() throws IOException {
    channel.close();
    server.close();
    Files.deleteIfExists(socket);
  }
}
