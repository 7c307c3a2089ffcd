package io.anyrack.local.console;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A serial line on a unix socket. What the machine does not take is queued up to a bound and
 * dropped beyond, as a UART's input is. Thread-safe.
 */
public final class SerialSocket implements AutoCloseable {
  private static final int QUEUED_WRITES = 1024;
  private static final int BUFFER = 16 * 1024;

  private final SocketChannel channel;
  private final BlockingQueue<byte[]> input = new ArrayBlockingQueue<>(QUEUED_WRITES);
  private final Thread writer;
  private final CountDownLatch ended = new CountDownLatch(1);

  private SerialSocket(SocketChannel channel, String name) {
    this.channel = channel;
    this.writer = Thread.ofVirtual().name(name + " input").unstarted(this::send);
  }

  /** Connects; nothing is read before {@link #start}. */
  public static SerialSocket connect(Path path) throws IOException {
    return new SerialSocket(SocketChannel.open(UnixDomainSocketAddress.of(path)), "serial " + path);
  }

  /** Begins to read: each output goes to {@code output}, on a thread of its own. */
  public void start(Consumer<byte[]> output) {
    writer.start();
    Thread.ofVirtual().name("serial output").start(() -> receive(output));
  }

  /** Queues input for the machine. */
  public void write(byte[] octets) {
    input.offer(octets);
  }

  /** Waits until all output has been handed on after the machine's end, but no longer than this. */
  public void drain(Duration limit) {
    try {
      boolean _ = ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    writer.interrupt();
    try {
      channel.close();
    } catch (IOException _) {
      // There is nothing left to close.
    }
  }

  private void receive(Consumer<byte[]> output) {
    var buffer = ByteBuffer.allocate(BUFFER);
    try {
      while (channel.read(buffer) >= 0) {
        output.accept(Arrays.copyOf(buffer.array(), buffer.position()));
        buffer.clear();
      }
    } catch (IOException _) {
      // Closed, by QEMU's end or by us: QMP tells which.
    } finally {
      ended.countDown();
      close();
    }
  }

  private void send() {
    try {
      while (true) {
        var octets = ByteBuffer.wrap(input.take());
        while (octets.hasRemaining()) {
          channel.write(octets);
        }
      }
    } catch (IOException | InterruptedException _) {
      close();
    }
  }
}
