package io.anyrack.ipmi;

import io.anyrack.ipmi.bmc.BmcEndpoint;
import io.anyrack.ipmi.command.Bmc;
import io.anyrack.ipmi.inband.SystemInterface;
import io.anyrack.ipmi.lan.LanChannel;
import io.anyrack.ipmi.rmcpplus.Nonce;
import io.anyrack.ipmi.session.Login;
import io.anyrack.ipmi.session.SessionLimits;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** A BMC that answers on the network until it is closed. Thread-safe. */
public final class ServedBmc implements AutoCloseable {
  private static final Logger LOGGER = System.getLogger(ServedBmc.class.getName());

  /** One busy socket must not keep the others waiting. */
  private static final int DATAGRAMS_IN_A_ROW = 64;

  private final IpmiServer server;
  private final BmcEndpoint endpoint;
  private final DatagramChannel socket;
  private final InetSocketAddress address;
  private final Bmc bmc;
  private final LanChannel channel;
  private final AtomicBoolean woken = new AtomicBoolean();

  /** Whether the last look failed; in the server's thread. */
  private boolean failing;

  ServedBmc(IpmiServer server, BmcEndpoint endpoint, DatagramChannel socket) throws IOException {
    this.server = server;
    this.endpoint = endpoint;
    this.socket = socket;
    this.address = (InetSocketAddress) socket.getLocalAddress();
    SessionLimits limits = server.sessionLimits();
    this.bmc =
        new Bmc(
            endpoint,
            address.getPort(),
            server.clock(),
            server.steady(),
            limits,
            server.solLimits(),
            this::wake);
    Nonce guid = Nonce.of(Bmc.guidOctets(endpoint.systemGuid()));
    Login login = new Login(endpoint, guid, bmc.sessions(), limits, server.random());
    this.channel =
        new LanChannel(bmc, server.commands(), login, server.buffers(), this::send, this::wake);
  }

  private void wake() {
    if (woken.compareAndSet(false, true)) {
      server.wake(this);
    }
  }

  private void send(ByteBuffer packet, InetSocketAddress to) {
    try {
      // A full socket buffer drops the packet, as a network may; the client asks again.
      socket.send(packet, to);
    } catch (IOException e) {
      LOGGER.log(Level.DEBUG, "IPMI answer to " + to + " not sent", e);
    }
  }

  /** What is served. */
  public BmcEndpoint endpoint() {
    return endpoint;
  }

  /** Where it really listens. */
  public InetSocketAddress address() {
    return address;
  }

  /**
   * Also answers the node itself, in band.
   *
   * @param socket see {@code Machine.inBandSocket()}
   * @return to be closed by the caller
   */
  public SystemInterface serveInBand(Path socket) {
    return new SystemInterface(socket, bmc, server.commands());
  }

  /** Stops listening, and frees the port before it returns; sessions end without a word. */
  @Override
  public void close() {
    server.remove(this);
  }

  /** Takes the datagrams that wait. */
  void read(ByteBuffer buffer, long now) {
    for (int i = 0; i < DATAGRAMS_IN_A_ROW; i++) {
      try {
        // A datagram that fills the buffer was cut off: too long to be IPMI.
        if (!(socket.receive(buffer.clear()) instanceof InetSocketAddress from)) {
          return;
        }
        if (buffer.hasRemaining()) {
          channel.receive(buffer.flip(), from, now);
        }
      } catch (IOException e) {
        LOGGER.log(Level.WARNING, "IPMI on " + address + " cannot receive", e);
        return;
      } catch (RuntimeException e) {
        LOGGER.log(Level.ERROR, "a packet to " + address + " broke its handler; a bug", e);
      }
    }
  }

  /**
   * Looks after what time or the console asks for. A failure is this BMC's alone, and is said once.
   *
   * @return whether there is anything left that time could change
   */
  boolean tick(long now) {
    woken.set(false);
    try {
      boolean more = channel.tick(now);
      failing = false;
      return more;
    } catch (RuntimeException e) {
      if (!failing) {
        LOGGER.log(
            Level.ERROR, "the BMC of " + endpoint.node().name() + " cannot look after itself", e);
      }
      failing = true;
      return true;
    }
  }

  /** Runs in the server's thread. */
  void shutDown() {
    try (socket) {
      channel.close();
    } catch (IOException | RuntimeException e) {
      LOGGER.log(
          Level.WARNING,
          "the BMC of " + endpoint.node().name() + " on " + address + " did not close cleanly",
          e);
    }
  }
}
