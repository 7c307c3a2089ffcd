package io.anyrack.openstack.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.openstack.http.CallCount;
import io.anyrack.openstack.http.Pause;
import io.anyrack.rack.cloud.CloudException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BulkWatchTest {
  private static final Duration INTERVAL = Duration.ofMillis(800);

  private record Thing(String id, int state) {}

  private static BulkWatch<Thing> watch(Supplier<List<Thing>> list, Pause pause) {
    return new BulkWatch<>(
        list,
        Thing::id,
        new Patience(pause, INTERVAL, Duration.ofMinutes(1), Duration.ZERO, 1),
        new CallCount());
  }

  @Test
  void allWhoWaitShareALook() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    CountDownLatch waiting = new CountDownLatch(200);
    List<Thing> things = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      things.add(new Thing("thing-" + i, 1));
    }
    BulkWatch<Thing> watch =
        watch(
            () -> {
              looks.incrementAndGet();
              return List.copyOf(things);
            },
            _ -> waiting.await());

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Thing>> found = new ArrayList<>();
      for (Thing each : things) {
        found.add(
            threads.submit(
                () -> {
                  waiting.countDown();
                  return watch.until(each.id(), "a thing", _ -> true);
                }));
      }
      for (Future<Thing> each : found) {
        each.get();
      }
    }

    // One for those who came before it was asked, one for the last ones.
    assertThat(looks.get()).isLessThanOrEqualTo(3);
  }

  @Test
  void whoBeginsToWaitDuringALookIsNotTaughtByIt() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    BulkWatch<Thing> watch =
        watch(
            () -> {
              int look = looks.incrementAndGet();
              if (look == 1) {
                asked.countDown();
                try {
                  answer.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              }
              return List.of(new Thing("old", look), new Thing("new", look));
            },
            _ -> {});

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Thing> first = threads.submit(() -> watch.until("old", "a thing", _ -> true));
      asked.await();
      CountDownLatch waits = new CountDownLatch(1);
      Future<Thing> second =
          threads.submit(
              () -> {
                waits.countDown();
                return watch.until("new", "a thing", each -> each.state() > 0);
              });
      waits.await();
      answer.countDown();

      assertThat(first.get().state()).isEqualTo(1);
      assertThat(second.get().state()).isEqualTo(2);
    }
  }

  @Test
  void looksComeLaterWhileNothingChanges() {
    Queue<Duration> pauses = new ConcurrentLinkedQueue<>();
    AtomicInteger looks = new AtomicInteger();
    BulkWatch<Thing> watch =
        watch(() -> List.of(new Thing("thing", looks.incrementAndGet() / 6)), pauses::add);

    watch.until("thing", "a thing", each -> each.state() == 1);

    assertThat(pauses)
        .extracting(Duration::toMillis)
        .startsWith(100L, 100L, 200L, 400L, 800L, 800L);
  }

  @Test
  void aCloudThatFailsFailsAllWhoWaitAndTheNextAsksAnew() {
    AtomicInteger looks = new AtomicInteger();
    BulkWatch<Thing> watch =
        watch(
            () -> {
              if (looks.incrementAndGet() == 1) {
                throw new CloudException("not now");
              }
              return List.of(new Thing("thing", 1));
            },
            _ -> {});

    assertThatThrownBy(() -> watch.until("thing", "a thing", _ -> true)).hasMessage("not now");

    assertThat(watch.until("thing", "a thing", _ -> true).state()).isEqualTo(1);
    assertThat(watch.untilGone("none", "nothing", _ -> false)).isEmpty();
  }
}
