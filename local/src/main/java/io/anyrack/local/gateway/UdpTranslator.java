package io.anyrack.local.gateway;

import io.anyrack.local.ethernet.DropReason;
import io.anyrack.local.ethernet.PortStatistics;
import io.anyrack.rack.address.Endpoint;
import io.anyrack.rack.net.Datagram;
import io.anyrack.rack.net.DatagramService.Replies;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Carries one guest's datagrams to the world and the answers back, with a connected socket for each
 * pair of endpoints (RFC 4787: endpoint-dependent, the strict kind). Thread-safe.
 */
final class UdpTranslator {
  private static final Logger LOG = System.getLogger(UdpTranslator.class.getName());

  private final Map<Pair, DatagramChannel> exchanges = new ConcurrentHashMap<>();
  private final PortStatistics statistics;
  private final int most;
  private final Duration idle;

  private record Pair(Endpoint guest, Endpoint destination) {}

  /**
   * A translator without exchanges.
   *
   * @param most how many exchanges there may be at a time
   * @param idle how long an exchange may be silent
   */
  UdpTranslator(PortStatistics statistics, int most, Duration idle) {
    this.statistics = statistics;
    this.most = most;
    this.idle = idle;
  }

  /** Sends {@code datagram}; answers go to {@code replies}. Called on one thread at a time. */
  void send(Datagram datagram, Replies replies) {
    Pair pair = new Pair(datagram.source(), datagram.destination());
    try {
      DatagramChannel channel = exchanges.get(pair);
      if (channel == null) {
        if (exchanges.size() >= most) {
          statistics.countDrop(DropReason.FLOW_LIMIT);
          return;
        }
        channel = open(pair, replies);
      }
      int _ = channel.write(ByteBuffer.wrap(datagram.payload()));
    } catch (IOException e) {
      statistics.countDrop(DropReason.UNREACHABLE);
    }
  }

  private DatagramChannel open(Pair pair, Replies replies) throws IOException {
    Endpoint destination = pair.destination;
    DatagramChannel channel =
        DatagramChannel.open()
            .connect(
                new InetSocketAddress(destination.address().toInetAddress(), destination.port()));
    exchanges.put(pair, channel);
    Thread.ofVirtual().name("udp to " + destination).start(() -> answer(pair, channel, replies));
    return channel;
  }

  private void answer(Pair pair, DatagramChannel channel, Replies replies) {
    DatagramPacket packet = new DatagramPacket(new byte[0x1_0000], 0x1_0000);
    try (channel) {
      channel.socket().setSoTimeout(Math.toIntExact(idle.toMillis()));
      while (true) {
        channel.socket().receive(packet);
        replies.send(
            new Datagram(
                pair.destination, pair.guest, Arrays.copyOf(packet.getData(), packet.getLength())));
      }
    } catch (SocketTimeoutException e) {
      LOG.log(Level.TRACE, () -> "idle: " + pair);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, () -> "udp to " + pair.destination + ": " + e.getMessage());
    } finally {
      exchanges.remove(pair, channel);
    }
  }

  /** How many exchanges there are. */
  int exchanges() {
    return exchanges.size();
  }

  /** Ends all exchanges. */
  void drop() {
    for (DatagramChannel channel : exchanges.values()) {
      try {
        channel.close();
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "closing a socket", e);
      }
    }
  }
}
