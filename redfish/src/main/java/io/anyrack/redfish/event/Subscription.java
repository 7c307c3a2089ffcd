package io.anyrack.redfish.event;

import io.anyrack.redfish.account.Identity;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Somebody who asked for events. Where they take them slower than they happen, the oldest are lost.
 * Thread-safe.
 */
public final class Subscription {
  private static final int WAITING = 200;

  private final String id;
  private final Identity owner;
  private final Wish wish;
  private final BlockingQueue<Optional<Notice>> queue = new ArrayBlockingQueue<>(WAITING);
  private volatile boolean ended;

  /**
   * What is asked for.
   *
   * @param destination where events are sent; empty: they are fetched as a stream
   * @param context sent with each event
   * @param registries of messages; empty: all
   * @param verifyCertificate whether the destination's certificate is checked
   */
  public record Wish(
      Optional<URI> destination,
      String context,
      List<String> registries,
      boolean verifyCertificate) {
    /** Copies the list. */
    public Wish {
      registries = List.copyOf(registries);
    }
  }

  Subscription(String id, Identity owner, Wish wish) {
    this.id = id;
    this.owner = owner;
    this.wish = wish;
  }

  /** Part of its URI. */
  public String id() {
    return id;
  }

  /** Who asked. */
  public Identity owner() {
    return owner;
  }

  /** What they asked for. */
  public Wish wish() {
    return wish;
  }

  /** Whether no more events come. */
  public boolean isEnded() {
    return ended;
  }

  synchronized void end() {
    ended = true;
    // Who waits for the next one need not wait on.
    queue.clear();
    queue.add(Optional.empty());
  }

  synchronized void offer(Notice notice) {
    boolean wanted =
        wish.registries().isEmpty()
            || wish.registries().stream()
                .anyMatch(each -> notice.messageId().startsWith(each + "."));
    if (!ended && wanted && owner.sees(notice.node())) {
      while (!queue.offer(Optional.of(notice))) {
        queue.poll();
      }
    }
  }

  /** The next event; empty: none came within the time, or none comes any more. */
  public Optional<Notice> next(Duration limit) throws InterruptedException {
    return Optional.ofNullable(queue.poll(limit.toMillis(), TimeUnit.MILLISECONDS))
        .flatMap(notice -> notice);
  }
}
