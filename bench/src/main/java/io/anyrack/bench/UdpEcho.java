package io.anyrack.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** Sends each datagram back, in a process of its own: the least a server on UDP can do in Java. */
public final class UdpEcho {
  private UdpEcho() {}

  /** Prints the port it listens on; no arguments. Ends with its standard input. */
  public static void main(String[] arguments) throws IOException {
    try (DatagramChannel socket = DatagramChannel.open()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      System.out.println(((InetSocketAddress) socket.getLocalAddress()).getPort());
      Thread.ofPlatform().daemon().start(() -> echo(socket));
      while (System.in.read() >= 0) {}
    }
  }

  private static void echo(DatagramChannel socket) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(2048);
    try {
      while (true) {
        SocketAddress from = socket.receive(buffer.clear());
        socket.send(buffer.flip(), from);
      }
    } catch (IOException e) {
      // The socket was closed: the process ends.
    }
  }
}
