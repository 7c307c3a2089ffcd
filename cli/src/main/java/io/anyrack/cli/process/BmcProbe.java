package io.anyrack.cli.process;

import io.anyrack.rack.RackException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.HexFormat;
import tools.jackson.databind.JsonNode;

/** Asks a BMC whether it is there, as discovery tools do (ASF 2.0 §3.2.4: presence ping, pong). */
final class BmcProbe {
  private static final byte[] PING = HexFormat.of().parseHex("0600ff06000011be80000000");
  private static final int PONG = 0x40;
  private static final int TYPE = 8;
  private static final int TIMEOUT_MILLIS = 500;
  private static final int TRIES = 20;

  private BmcProbe() {}

  /**
   * Returns when the BMC has answered.
   *
   * @throws RackException if it does not within some seconds
   */
  static void await(String node, JsonNode ipmi) {
    InetSocketAddress bmc =
        new InetSocketAddress(ipmi.path("host").asString(""), ipmi.path("port").asInt());
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(bmc);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      for (int i = 0; i < TRIES; i++) {
        socket.send(new DatagramPacket(PING, PING.length));
        if (hasPong(socket)) {
          return;
        }
      }
    } catch (IOException e) {
      throw new RackException(
          "the BMC of " + node + " at " + bmc + " cannot be reached: " + e.getMessage(), e);
    }
    throw new RackException("the BMC of " + node + " at " + bmc + " does not answer");
  }

  private static boolean hasPong(DatagramSocket socket) throws IOException {
    DatagramPacket answer = new DatagramPacket(new byte[64], 64);
    try {
      socket.receive(answer);
      return answer.getLength() > TYPE && answer.getData()[TYPE] == PONG;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }
}
