package io.anyrack.ipmi.console;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Datagrams of this machine. */
public final class UdpWire implements Wire {
  private static final int LARGEST = 2048;

  private final DatagramSocket socket;

  /**
   * A way from here to {@code bmc}.
   *
   * @throws NoSessionException if there is none
   */
  public UdpWire(InetSocketAddress bmc) {
    try {
      socket = new DatagramSocket();
      socket.connect(bmc);
    } catch (IOException e) {
      throw new NoSessionException("no way to " + bmc + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void send(byte[] packet) throws IOException {
    socket.send(new DatagramPacket(packet, packet.length));
  }

  @Override
  public Optional<byte[]> receive(Duration limit) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);
    socket.setSoTimeout((int) Math.max(1, limit.toMillis()));
    try {
      socket.receive(packet);
      return Optional.of(Arrays.copyOf(packet.getData(), packet.getLength()));
    } catch (SocketTimeoutException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
