package io.anyrack.redfish.event;

import io.anyrack.rack.node.Event;
import io.anyrack.rack.node.EventLog;
import io.anyrack.redfish.account.Identity;
import io.anyrack.redfish.inventory.ServedNode;
import io.anyrack.redfish.message.BaseMessage;
import io.anyrack.redfish.message.Message;
import io.anyrack.redfish.message.RedfishException;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Hands the events of nodes to subscriptions. Bounded. Thread-safe. */
public final class EventHub implements AutoCloseable {
  private final InstantSource clock;
  private final int most;
  private final Consumer<Subscription> delivery;
  private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
  private final AtomicLong lastEvent = new AtomicLong();
  private final AtomicLong lastSubscription = new AtomicLong();

  /**
   * A hub without subscriptions.
   *
   * @param clock tells the time
   * @param most subscriptions at once
   * @param delivery sends events to a subscription that has a destination, until it ends
   */
  public EventHub(InstantSource clock, int most, Consumer<Subscription> delivery) {
    this.clock = clock;
    this.most = most;
    this.delivery = delivery;
  }

  /** Tells of a node's events until the returned handle is closed. */
  public EventLog.Subscription watch(ServedNode served) {
    return served.node().events().listen(event -> publish(served.id(), event));
  }

  private void publish(String node, Event event) {
    if (!subscriptions.isEmpty()) {
      Notice.of(lastEvent.incrementAndGet(), node, event).ifPresent(this::publish);
    }
  }

  private void publish(Notice notice) {
    subscriptions.values().forEach(subscription -> subscription.offer(notice));
  }

  /** Tells everybody who sees the node of nothing, to try out the way. */
  public void test(String node) {
    publish(Notice.test(lastEvent.incrementAndGet(), node, clock.instant()));
  }

  /**
   * Subscribes somebody.
   *
   * @throws RedfishException 503 where there are too many
   */
  public synchronized Subscription subscribe(Identity owner, Subscription.Wish wish) {
    if (subscriptions.size() >= most) {
      throw new RedfishException(503, Message.of(BaseMessage.EVENT_SUBSCRIPTION_LIMIT_EXCEEDED));
    }
    Subscription subscription =
        new Subscription(Long.toString(lastSubscription.incrementAndGet()), owner, wish);
    subscriptions.put(subscription.id(), subscription);
    if (wish.destination().isPresent()) {
      delivery.accept(subscription);
    }
    return subscription;
  }

  /** The subscriptions that somebody sees, the oldest first. */
  public List<Subscription> of(Identity identity) {
    return subscriptions.values().stream()
        .filter(each -> sees(identity, each))
        .sorted(Comparator.comparingLong(each -> Long.parseLong(each.id())))
        .toList();
  }

  private static boolean sees(Identity identity, Subscription subscription) {
    return identity.node().isEmpty() || identity.node().equals(subscription.owner().node());
  }

  /** A subscription that somebody sees. */
  public Optional<Subscription> get(Identity identity, String id) {
    return Optional.ofNullable(subscriptions.get(id)).filter(each -> sees(identity, each));
  }

  /** Ends a subscription. */
  public void end(Subscription subscription) {
    subscriptions.remove(subscription.id(), subscription);
    subscription.end();
  }

  /** Ends all subscriptions. */
  @Override
  public void close() {
    List.copyOf(subscriptions.values()).forEach(this::end);
  }
}
