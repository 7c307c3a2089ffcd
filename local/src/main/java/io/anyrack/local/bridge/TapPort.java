package io.anyrack.local.bridge;

import io.anyrack.local.ethernet.Frame;
import io.anyrack.rack.net.Tap;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** A port of a switch with frames of this process behind it instead of a guest's. */
final class TapPort implements Tap {
  /** Frames that wait to be looked at; further ones are lost, as on any wire. */
  private static final int WAITING = 256;

  private static final int LARGEST_FRAME = Frame.HEADER + 4 + 9000;
  private static final int BUFFER = 128 << 10;

  private final BlockingQueue<byte[]> received = new ArrayBlockingQueue<>(WAITING);
  private final Switch owner;
  private final GuestPort port;
  private final Thread reader;

  TapPort(Switch owner, GuestPort port) {
    this.owner = owner;
    this.port = port;
    port.queue().open();
    reader = Thread.ofVirtual().name("tap").start(this::read);
  }

  private void read() {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    FrameReader frames = new FrameReader(LARGEST_FRAME, new Keeping());
    try {
      ByteBuffer piece = port.queue().take();
      while (piece.hasRemaining()) {
        int octets = piece.remaining();
        buffer.put(piece);
        port.queue().written(octets);
        buffer.flip();
        frames.read(buffer);
        buffer.compact();
        piece = port.queue().take();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Keeping implements FrameReader.Receiver {
    @Override
    public void receive(Frame frame) {
      if (!received.offer(frame.copy(0, frame.length()))) {
        oversize();
      }
    }

    @Override
    public void oversize() {
      // Lost: nobody looked at what came before.
    }
  }

  @Override
  public synchronized Optional<String> send(byte[] frame) {
    Map<String, Long> before = port.counters().drops();
    port.receive(Frame.of(frame));
    port.flush();
    return port.counters().drops().entrySet().stream()
        .filter(drop -> drop.getValue() > before.getOrDefault(drop.getKey(), 0L))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  @Override
  public Optional<byte[]> receive(Duration limit) throws InterruptedException {
    return Optional.ofNullable(received.poll(limit.toNanos(), TimeUnit.NANOSECONDS));
  }

  @Override
  public void close() {
    owner.remove(port);
    port.queue().close();
    port.uplink().linkDown();
    reader.interrupt();
  }
}
