package io.anyrack.redfish.task;

import io.anyrack.redfish.message.Message;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One piece of work. Thread-safe. */
public final class Task {
  private final String id;
  private final String name;
  private final String node;
  private final Instant started;
  private final InstantSource clock;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Optional<End> end = Optional.empty();

  /**
   * How a task ended.
   *
   * @param time when
   * @param failure why it failed; empty: it did not
   */
  public record End(Instant time, Optional<Message> failure) {}

  Task(String id, String name, String node, InstantSource clock) {
    this.id = id;
    this.name = name;
    this.node = node;
    this.clock = clock;
    this.started = clock.instant();
  }

  /** Part of its URI. */
  public String id() {
    return id;
  }

  /** What is done. */
  public String name() {
    return name;
  }

  /** With which node. */
  public String node() {
    return node;
  }

  /** When it began. */
  public Instant started() {
    return started;
  }

  /** How it ended; empty: it goes on. */
  public Optional<End> end() {
    return end;
  }

  /** It is done. */
  public void succeed() {
    finish(Optional.empty());
  }

  /** It cannot be done. */
  public void fail(Message message) {
    finish(Optional.of(message));
  }

  private synchronized void finish(Optional<Message> failure) {
    if (end.isEmpty()) {
      end = Optional.of(new End(clock.instant(), failure));
      ended.countDown();
    }
  }

  /** Waits a moment for its end. */
  public Optional<End> await(Duration limit) {
    try {
      boolean _ = ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return end;
  }
}
