package io.anyrack.local.bridge;

import io.anyrack.local.ethernet.Frame;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Keeps a {@link GuestPort} connected to the QEMU that listens on a unix socket, until closed: when
 * the connection drops it is made again, at first at once and then ever more seldom.
 *
 * <p>One thread reads and one writes, both of the platform: they do little but system calls on a
 * blocking socket, where a virtual thread would take the detour over a poller for each.
 */
public final class GuestLink implements AutoCloseable {
  private static final Logger LOG = System.getLogger(GuestLink.class.getName());
  private static final int STACK = 256 << 10;
  private static final int LARGEST_FRAME = Frame.HEADER + 4 + 9000;
  private static final int BATCH = 64 << 10;

  private final GuestPort port;
  private final Path socket;
  private final Duration shortest;
  private final Duration longest;
  private final Thread reader;
  private volatile boolean closed;

  /**
   * A link that starts to connect at once.
   *
   * @param shortest the first pause between two attempts, doubled with each
   * @param longest the pause that is not exceeded
   */
  public GuestLink(GuestPort port, Path socket, Duration shortest, Duration longest) {
    this.port = port;
    this.socket = socket;
    this.shortest = shortest;
    this.longest = longest;
    reader = thread("read", this::run);
  }

  private Thread thread(String what, Runnable task) {
    return Thread.ofPlatform()
        .daemon()
        .stackSize(STACK)
        .name(port.attachment().node() + "-nic" + port.attachment().nic() + "-" + what)
        .start(task);
  }

  /** Where the guest is to be found. */
  public Path socket() {
    return socket;
  }

  private void run() {
    Duration pause = shortest;
    try {
      while (!closed) {
        long start = System.nanoTime();
        connection();
        boolean lasted = System.nanoTime() - start > longest.toNanos();
        pause = lasted ? shortest : pause;
        Thread.sleep(pause);
        pause = pause.multipliedBy(2).compareTo(longest) < 0 ? pause.multipliedBy(2) : longest;
      }
    } catch (InterruptedException e) {
      LOG.log(Level.TRACE, "link to {0} closed", socket);
    }
  }

  private void connection() {
    try {
      carry(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    } catch (IOException | FrameReader.BrokenStreamException e) {
      LOG.log(Level.DEBUG, () -> "no connection to " + socket + ": " + e.getMessage());
    }
  }

  private void carry(SocketChannel channel) throws IOException {
    port.queue().open();
    Thread writer = thread("write", () -> write(channel));
    try (channel) {
      read(channel);
    } finally {
      port.queue().close();
      port.uplink().linkDown();
      await(writer);
    }
  }

  private void read(SocketChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BATCH);
    FrameReader frames = new FrameReader(LARGEST_FRAME, port);
    while (channel.read(buffer) >= 0) {
      buffer.flip();
      frames.read(buffer);
      port.flush();
      buffer.compact();
    }
  }

  private void write(SocketChannel channel) {
    try (channel) {
      EgressQueue queue = port.queue();
      ByteBuffer piece = queue.take();
      while (piece.hasRemaining()) {
        queue.written(channel.write(piece));
        piece = queue.take();
      }
    } catch (IOException | InterruptedException e) {
      LOG.log(Level.DEBUG, () -> "no more frames to " + socket + ": " + e.getMessage());
    }
  }

  /** Disconnects, and waits for the end of both threads. */
  @Override
  public void close() {
    closed = true;
    reader.interrupt();
    await(reader);
  }

  private static void await(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
