package io.anyrack.local.tcp;

import io.anyrack.local.ethernet.FrameSink;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A guest's connection where threads meet: the one that reads the guest's frames, those of the
 * {@link Carrier}, and the timers'. Thread-safe.
 */
final class Flow {
  private static final Logger LOG = System.getLogger(Flow.class.getName());

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition content = lock.newCondition();
  private final Environment environment;
  private final FrameSink sink;
  private final Connection connection;
  private final Consumer<Flow> ended;

  // Guarded by the lock.
  private Optional<SocketChannel> backend = Optional.empty();
  private Optional<Future<?>> timer = Optional.empty();
  private long timerAt = Sender.NEVER;
  private boolean over;

  /**
   * A flow whose SYN has come.
   *
   * @param largest the most octets a segment may carry
   * @param ended is called once, when nothing more is to be sent or received
   */
  Flow(
      Environment environment,
      Segment syn,
      int largest,
      FrameSink sink,
      SegmentSink segments,
      Consumer<Flow> ended) {
    this.environment = environment;
    this.sink = sink;
    this.ended = ended;
    connection =
        new Connection(
            syn,
            environment.random().nextInt(),
            largest,
            environment.limits().connection(),
            segments,
            now());
  }

  /** Takes a segment of the guest; {@link #flush} follows. */
  void receive(Segment segment) {
    locked(() -> connection.receive(segment, now()));
  }

  /** Answers what was received. */
  void flush() {
    locked(connection::flush);
  }

  /** The guest's queue has room again. */
  void resume() {
    locked(() -> connection.resume(now()));
  }

  /** The guest is gone. */
  void drop() {
    locked(connection::drop);
  }

  /** Whether {@code syn} may take this flow's place. */
  boolean givesWayTo(Segment syn) {
    lock.lock();
    try {
      return connection.givesWayTo(syn);
    } finally {
      lock.unlock();
    }
  }

  private long now() {
    return environment.nanos().getAsLong();
  }

  private void locked(Runnable step) {
    boolean last;
    lock.lock();
    try {
      step.run();
      last = settle();
    } finally {
      lock.unlock();
    }
    if (last) {
      ended.accept(this);
    }
  }

  /** Wakes and arms what the connection's new state wants; true if it has just ended. */
  private boolean settle() {
    boolean closed = connection.state() == Connection.State.CLOSED;
    if (connection.isAborted() || hasRoom()) {
      room.signalAll();
    }
    if (connection.isAborted() || hasContent()) {
      content.signalAll();
    }
    if (connection.isAborted()) {
      backend.ifPresent(Flow::close);
    }
    arm();
    boolean last = closed && !over;
    over = closed;
    return last;
  }

  /** In large pieces: not one read of the backend for each segment the guest acknowledges. */
  private boolean hasRoom() {
    return connection.toGuest().room() >= connection.toGuest().limit() / 4;
  }

  private boolean hasContent() {
    return connection.fromGuest().size() > 0 || connection.isGuestFinished();
  }

  private void arm() {
    long deadline = connection.deadline();
    if (deadline == Sender.NEVER) {
      timer.ifPresent(task -> task.cancel(false));
      timer = Optional.empty();
    } else if (deadline < timerAt || timer.isEmpty()) {
      // A deadline that moved back is found out when the timer fires.
      timer.ifPresent(task -> task.cancel(false));
      timerAt = deadline;
      timer =
          Optional.of(
              environment
                  .timers()
                  .schedule(this::tick, Math.max(0, deadline - now()), TimeUnit.NANOSECONDS));
    }
  }

  private void tick() {
    locked(
        () -> {
          timer = Optional.empty();
          timerAt = Sender.NEVER;
          connection.tick(now());
        });
    sink.flush();
  }

  /** From now on {@code channel} is closed when the connection is aborted. */
  void attach(SocketChannel channel) {
    locked(() -> backend = Optional.of(channel));
  }

  /** The backend has accepted. */
  void accept() {
    locked(() -> connection.accept(now()));
    sink.flush();
  }

  /** The backend has sent everything. */
  void finish() {
    locked(() -> connection.finish(now()));
    sink.flush();
  }

  /** The backend is gone, or was never there. */
  void abort() {
    locked(connection::abort);
    sink.flush();
  }

  /** Waits until the guest has taken enough; empty if the connection was aborted. */
  Optional<ByteBuffer> awaitRoom() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!hasRoom() && !connection.isAborted()) {
        room.await();
      }
      return connection.isAborted() ? Optional.empty() : Optional.of(connection.toGuest().free());
    } finally {
      lock.unlock();
    }
  }

  /** The backend has filled {@code octets} of {@link #awaitRoom}. */
  void produced(int octets) {
    locked(() -> connection.produced(octets, now()));
    sink.flush();
  }

  /**
   * Waits until the guest has sent something; nothing remains in it once the guest has sent
   * everything, and it is empty if the connection was aborted.
   */
  Optional<ByteBuffer> awaitContent() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!hasContent() && !connection.isAborted()) {
        content.await();
      }
      return connection.isAborted()
          ? Optional.empty()
          : Optional.of(connection.fromGuest().content());
    } finally {
      lock.unlock();
    }
  }

  /** The backend has taken {@code octets} of {@link #awaitContent}. */
  void consumed(int octets) {
    locked(() -> connection.consumed(octets));
    sink.flush();
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "closing a backend's socket", e);
    }
  }
}
