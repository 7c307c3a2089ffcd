package io.anyrack.ipmi;

import io.anyrack.ipmi.bmc.BmcEndpoint;
import io.anyrack.ipmi.bmc.IpmiException;
import io.anyrack.ipmi.command.CommandTable;
import io.anyrack.ipmi.lan.Buffers;
import io.anyrack.ipmi.session.SessionLimits;
import io.anyrack.ipmi.sol.SolLimits;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Serves any number of BMCs over the network, each on a UDP socket of its own, all in one thread: a
 * node never blocks, so neither does a command.
 *
 * <p>Thread-safe.
 */
public final class IpmiServer implements AutoCloseable {
  private static final Logger LOGGER = System.getLogger(IpmiServer.class.getName());
  private static final long TICK_MILLIS = 100;

  private final InstantSource clock;
  private final InstantSource steady;
  private final SecureRandom random;
  private final SessionLimits sessionLimits;
  private final SolLimits solLimits;
  private final CommandTable commands = CommandTable.standard();
  private final Selector selector;
  private final Thread thread;
  private final Queue<ServedBmc> woken = new ConcurrentLinkedQueue<>();

  /** The server's thread works on the fields below; nobody else does. */
  private final Buffers buffers = new Buffers();

  private final ByteBuffer datagram = Buffers.allocate();
  private final Set<ServedBmc> busy = new HashSet<>();
  private long lastTick;

  private volatile boolean closed;

  /** Guards itself and {@link #stopped}. */
  private final Map<ServedBmc, CompletableFuture<Void>> leaving = new HashMap<>();

  private boolean stopped;

  /**
   * Starts a server that serves nobody yet.
   *
   * @param clock for the time of day
   * @param steady for timeouts; see {@link io.anyrack.rack.node.SteadyTime}
   * @param random for session ids, key exchanges and initialisation vectors
   */
  public IpmiServer(
      InstantSource clock,
      InstantSource steady,
      SecureRandom random,
      SessionLimits sessionLimits,
      SolLimits solLimits) {
    this.clock = clock;
    this.steady = steady;
    this.lastTick = steady.millis();
    this.random = random;
    this.sessionLimits = sessionLimits;
    this.solLimits = solLimits;
    try {
      this.selector = Selector.open();
    } catch (IOException e) {
      throw new IpmiException(
          "cannot start the IPMI server: " + e.getMessage() + "; raise the limit of open files", e);
    }
    this.thread = Thread.ofPlatform().name("ipmi").daemon().start(this::run);
  }

  /** The commands that every door offers. */
  public CommandTable commands() {
    return commands;
  }

  /**
   * Begins to serve a BMC.
   *
   * @throws IpmiException if its address is in use or does not exist here
   */
  public ServedBmc add(BmcEndpoint endpoint) {
    InetSocketAddress bind = endpoint.bind();
    try {
      DatagramChannel socket = DatagramChannel.open(StandardProtocolFamily.INET);
      try {
        socket.bind(bind).configureBlocking(false);
        ServedBmc served = new ServedBmc(this, endpoint, socket);
        socket.register(selector, SelectionKey.OP_READ, served);
        selector.wakeup();
        return served;
      } catch (IOException | RuntimeException e) {
        socket.close();
        throw e;
      }
    } catch (IOException e) {
      throw new IpmiException(
          "the BMC of %s cannot listen on %s:%d (%s): free that UDP port, or give the rack file another 'bmc' address or port"
              .formatted(
                  endpoint.node().name(), bind.getHostString(), bind.getPort(), e.getMessage()),
          e);
    }
  }

  InstantSource clock() {
    return clock;
  }

  InstantSource steady() {
    return steady;
  }

  SecureRandom random() {
    return random;
  }

  SessionLimits sessionLimits() {
    return sessionLimits;
  }

  SolLimits solLimits() {
    return solLimits;
  }

  Buffers buffers() {
    return buffers;
  }

  /** Has the server's thread look after a BMC soon; called from any thread. */
  void wake(ServedBmc served) {
    woken.add(served);
    selector.wakeup();
  }

  /** Returns when the BMC's port is free again. */
  void remove(ServedBmc served) {
    CompletableFuture<Void> done;
    synchronized (leaving) {
      if (stopped) {
        return;
      }
      done = leaving.computeIfAbsent(served, _ -> new CompletableFuture<>());
    }
    selector.wakeup();
    done.join();
  }

  private void run() {
    try {
      while (!closed) {
        selector.select(busy.isEmpty() ? 0 : TICK_MILLIS);
        round();
      }
    } catch (IOException e) {
      LOGGER.log(Level.ERROR, "the IPMI server stopped: its selector failed", e);
    } finally {
      stop();
    }
  }

  private void stop() {
    for (SelectionKey key : selector.keys()) {
      ((ServedBmc) key.attachment()).shutDown();
    }
    try {
      selector.close();
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "the IPMI server did not close cleanly", e);
    }
    synchronized (leaving) {
      stopped = true;
      leaving.values().forEach(done -> done.complete(null));
    }
  }

  private void round() throws IOException {
    long now = steady.millis();
    for (SelectionKey key : selector.selectedKeys()) {
      ServedBmc served = (ServedBmc) key.attachment();
      served.read(datagram, now);
      busy.add(served);
    }
    selector.selectedKeys().clear();
    for (ServedBmc served = woken.poll(); served != null; served = woken.poll()) {
      if (served.tick(now)) {
        busy.add(served);
      }
    }
    if (now - lastTick >= TICK_MILLIS) {
      lastTick = now;
      busy.removeIf(served -> !served.tick(now));
    }
    synchronized (leaving) {
      if (!leaving.isEmpty()) {
        leaving.keySet().forEach(ServedBmc::shutDown);
        busy.removeAll(leaving.keySet());
        selector.selectNow(); // Only now are the closed sockets really closed.
        leaving.values().forEach(done -> done.complete(null));
        leaving.clear();
      }
    }
  }

  /** Stops serving; returns when all sockets are closed. */
  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
