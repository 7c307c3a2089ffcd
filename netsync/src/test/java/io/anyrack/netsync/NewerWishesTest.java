package io.anyrack.netsync;

import static io.anyrack.netsync.cloud.Example.given;
import static io.anyrack.netsync.cloud.Example.port;
import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.netsync.cloud.SimulatedPorts;
import io.anyrack.netsync.cloud.SimulatedPorts.Trouble;
import io.anyrack.netsync.rule.Step;
import io.anyrack.rack.sync.GuardedPort;
import io.anyrack.rack.sync.Said;
import io.anyrack.rack.sync.Source;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A source that says something new while the ports of a slow cloud are still being changed. */
@Timeout(60)
final class NewerWishesTest {
  private static final int NODES = 26;
  private static final int GIVEN_UP = 3;
  private static final SyncLimits ONE_BY_ONE =
      new SyncLimits(
          1,
          100,
          GIVEN_UP,
          Duration.ofMinutes(10),
          Duration.ofMinutes(10),
          Duration.ofMinutes(10),
          Duration.ofMillis(5),
          Duration.ofMillis(20));

  private final BlockingQueue<String> changed = new LinkedBlockingQueue<>();
  private final Speaker speaker = new Speaker();
  private final SimulatedPorts cloud =
      new SimulatedPorts(
          IntStream.range(0, NODES)
              .mapToObj(node -> port(name(node), "192.0.2." + (10 + node)))
              .toArray(GuardedPort[]::new));

  /** Says what it is told to; who tells it goes on when sync has heard just that. */
  private static final class Speaker implements Source {
    private final BlockingQueue<Word> next = new LinkedBlockingQueue<>();
    private Word now = new Word(Said.NOTHING);

    private record Word(Said said, Semaphore heard) {
      Word(Said said) {
        this(said, new Semaphore(0));
      }
    }

    void say(Said said) {
      Word word = new Word(said);
      next.add(word);
      word.heard().acquireUninterruptibly();
    }

    @Override
    public String name() {
      return "speaker";
    }

    @Override
    public Said read() {
      return now.said();
    }

    @Override
    public void await(Duration most) throws InterruptedException {
      now.heard().release();
      now = next.take();
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }

  private final class Changes implements Chronicle {
    @Override
    public void changed(Step step) {
      changed.add(step.port().node() + " " + step.change().addresses().orElseThrow());
    }
  }

  private static String name(int node) {
    return String.valueOf((char) ('a' + node));
  }

  /** An address for each node. */
  private static Said all(IntFunction<String> address) {
    return given(
        IntStream.range(0, NODES)
            .mapToObj(node -> name(node) + " " + address.apply(node))
            .toArray(String[]::new));
  }

  /** What it does in the moment a change with some number is asked for. */
  private void withEachChange(IntFunction<Runnable> then) {
    AtomicInteger number = new AtomicInteger();
    cloud.weather(
        () -> {
          // The first call is the list of ports.
          then.apply(number.getAndIncrement()).run();
          return Trouble.NONE;
        });
  }

  private void follow(Runnable meanwhile) throws InterruptedException {
    Sync sync =
        new Sync(
            List.of(speaker), cloud, Map.of(), ONE_BY_ONE, new Changes(), InstantSource.system());
    Thread running =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    sync.run();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    meanwhile.run();
    running.interrupt();
    running.join();
  }

  /** All changes up to the first of {@code step}. */
  private void awaitChange(String step) {
    try {
      String next = "";
      while (!next.equals(step)) {
        next = String.valueOf(changed.poll(30, TimeUnit.SECONDS));
        assertThat(next).as("before " + step).isNotEqualTo("null");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Test
  void theRestOfTheOldOnesIsNotDoneAnyMore() throws InterruptedException {
    withEachChange(
        number ->
            () -> {
              if (number == 3) {
                speaker.say(all(node -> "192.0.2." + (120 + node)));
              }
            });

    follow(
        () -> {
          speaker.say(all(node -> "192.0.2." + (60 + node)));
          awaitChange("z [192.0.2.145]");
        });

    assertThat(cloud.changes().stream().map(each -> each.addresses().orElseThrow().toString()))
        .as("the third was under way")
        .startsWith("[192.0.2.60]", "[192.0.2.61]", "[192.0.2.62]", "[192.0.2.120]")
        .hasSize(3 + NODES);
  }

  @Test
  void oneThatNeverStopsTalkingDoesNotKeepOthersWaitingForEver() throws InterruptedException {
    AtomicInteger talks = new AtomicInteger();
    withEachChange(
        number ->
            () -> {
              if (number > 0) {
                // Another address for the first node; those of all others stay the same.
                int other = 200 + talks.incrementAndGet() % 2;
                speaker.say(all(node -> "192.0.2." + (node == 0 ? other : 60 + node)));
              }
            });

    follow(
        () -> {
          speaker.say(all(node -> "192.0.2." + (60 + node)));
          awaitChange("z [192.0.2.85]");
        });

    assertThat(cloud.changes().size())
        .as("given up so often, then to the end")
        .isLessThanOrEqualTo(GIVEN_UP + NODES + 1);
  }

  @Test
  void isEndedWhileASourceNeverStopsTalking() throws InterruptedException {
    AtomicInteger talks = new AtomicInteger();
    withEachChange(
        _ ->
            () -> {
              // News with every change, and none leaves all ports as they shall be.
              int other = 200 + talks.incrementAndGet() % 3;
              speaker.say(all(node -> "192.0.2." + (node == 0 ? other : 60 + node)));
            });

    follow(() -> awaitChange("z [192.0.2.85]"));

    assertThat(cloud.shown("z")).startsWith("[192.0.2.85]");
  }
}
