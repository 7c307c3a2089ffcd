package io.anyrack.redfish.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.anyrack.redfish.account.Identity;
import io.anyrack.redfish.account.Role;
import io.anyrack.redfish.message.RedfishException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How events get to subscribers that are slow, away, or too many. */
final class DeliveryTest {
  private static final Identity RACK = new Identity("admin", Role.ADMINISTRATOR, Optional.empty());
  private static final Pattern ID = Pattern.compile("\"EventId\":\"([0-9]+)\"");
  private static final int MOST = 3;

  private final BlockingQueue<Integer> received = new LinkedBlockingQueue<>();
  private final HttpDelivery delivery =
      new HttpDelivery(new HttpDelivery.Attempts(3, Duration.ofMillis(1), Duration.ofSeconds(20)));
  private final EventHub hub = new EventHub(Clock.systemUTC(), MOST, delivery::begin);
  private Optional<HttpServer> subscriber = Optional.empty();

  @AfterEach
  void close() {
    hub.close();
    subscriber.ifPresent(server -> server.stop(0));
  }

  /** A subscriber that answers its nth request with a status. */
  private URI subscriber(IntUnaryOperator status) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    int[] count = {0};
    server.createContext(
        "/",
        exchange -> {
          Matcher id = ID.matcher(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          received.add(id.find() ? Integer.parseInt(id.group(1)) : -1);
          exchange.sendResponseHeaders(status.applyAsInt(++count[0]), -1);
          exchange.close();
        });
    server.start();
    subscriber = Optional.of(server);
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private Subscription subscribe(Optional<URI> destination) {
    return hub.subscribe(RACK, new Subscription.Wish(destination, "", List.of(), false));
  }

  private int next() throws InterruptedException {
    return Optional.ofNullable(received.poll(20, TimeUnit.SECONDS)).orElse(-1);
  }

  @Test
  void anEventIsSentAgainUntilItIsTaken() throws Exception {
    subscribe(Optional.of(subscriber(count -> count < 3 ? 503 : 204)));
    hub.test("node-1");
    hub.test("node-1");

    assertThat(List.of(next(), next(), next(), next())).containsExactly(1, 1, 1, 2);
  }

  @Test
  void anEventThatNobodyTakesDoesNotHoldUpTheNext() throws Exception {
    subscribe(Optional.of(subscriber(_ -> 500)));
    hub.test("node-1");
    hub.test("node-1");

    assertThat(List.of(next(), next(), next(), next())).containsExactly(1, 1, 1, 2);
  }

  @Test
  void nothingIsSentAfterItsEnd() throws Exception {
    Subscription first = subscribe(Optional.of(subscriber(_ -> 204)));
    hub.end(first);
    hub.test("node-1");
    subscribe(Optional.of(URI.create(first.wish().destination().orElseThrow() + "second")));
    hub.test("node-1");

    assertThat(next()).as("only of the second one").isEqualTo(2);
  }

  @Test
  void whoTakesNothingLosesTheOldest() throws Exception {
    Subscription stream = subscribe(Optional.empty());
    for (int i = 0; i < 250; i++) {
      hub.test("node-1");
    }

    assertThat(stream.next(Duration.ZERO).orElseThrow().id()).isEqualTo(51);
  }

  @Test
  void whoWaitsIsToldOfTheEnd() throws Exception {
    Subscription stream = subscribe(Optional.empty());
    Thread waiting =
        Thread.startVirtualThread(
            () -> {
              try {
                received.add(stream.next(Duration.ofHours(1)).isPresent() ? 1 : 0);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });

    hub.end(stream);

    assertThat(next()).isZero();
    assertThat(stream.isEnded()).isTrue();
    waiting.join();
  }

  @Test
  void thereAreOnlySoMany() {
    for (int i = 0; i < MOST; i++) {
      subscribe(Optional.empty());
    }

    assertThatThrownBy(() -> subscribe(Optional.empty()))
        .isInstanceOfSatisfying(
            RedfishException.class,
            e -> assertThat(e.json().toString()).contains("EventSubscriptionLimitExceeded"));
    hub.end(hub.of(RACK).getFirst());
    assertThat(subscribe(Optional.empty()).isEnded()).isFalse();
  }
}
