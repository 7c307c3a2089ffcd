package io.anyrack.netsync;

import static io.anyrack.netsync.cloud.Example.mac;
import static io.anyrack.netsync.cloud.Example.port;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.netsync.cloud.Example;
import io.anyrack.netsync.cloud.SimulatedPorts;
import io.anyrack.netsync.cloud.SimulatedPorts.Trouble;
import io.anyrack.netsync.rule.Finding;
import io.anyrack.netsync.rule.Step;
import io.anyrack.netsync.source.FileLimits;
import io.anyrack.netsync.source.StaticList;
import io.anyrack.rack.sync.SourceException;
import io.anyrack.rack.sync.ToldSubnet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sync as it runs: a file on one side, ports on the other. */
@Timeout(60)
final class SyncTest {
  private static final FileLimits FILES =
      new FileLimits(10_000, 10, Duration.ofMinutes(10), Duration.ofMillis(1));
  private static final SyncLimits QUICK =
      new SyncLimits(
          4,
          100,
          10,
          Duration.ofMinutes(10),
          Duration.ofMinutes(10),
          Duration.ofMinutes(10),
          Duration.ofMillis(5),
          Duration.ofMillis(20));

  @TempDir Path directory;
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final SimulatedPorts cloud =
      new SimulatedPorts(port("a", "192.0.2.1"), port("b", "192.0.2.2"));

  private final class Told implements Chronicle {
    @Override
    public void changed(Step step) {
      told.add(step.toString());
    }

    @Override
    public void routed(ToldSubnet subnet) {}

    @Override
    public void found(Finding finding) {
      told.add("found " + finding);
    }

    @Override
    public void failed(String text) {
      told.add("failed " + text);
    }
  }

  private Path list() {
    return directory.resolve("list.yaml");
  }

  private void say(String yaml) throws IOException {
    Path next = directory.resolve("next");
    Files.writeString(next, yaml);
    Files.move(next, list(), StandardCopyOption.ATOMIC_MOVE);
  }

  private String told() throws InterruptedException {
    return String.valueOf(told.poll(30, TimeUnit.SECONDS));
  }

  private Sync sync(StaticList source) {
    return sync(source, QUICK);
  }

  private Sync sync(StaticList source, SyncLimits limits) {
    return new Sync(List.of(source), cloud, Map.of(), limits, new Told(), InstantSource.system());
  }

  @Test
  void followsItsSourceThroughAnOutageUntilItIsEnded() throws Exception {
    say("addresses: {'" + mac("a") + "': 192.0.2.9}");
    try (StaticList source = new StaticList(list(), FILES)) {
      Sync sync = sync(source);
      Thread running = Thread.ofVirtual().start(() -> run(sync));
      assertThat(told()).isEqualTo("a (02:00:00:00:00:0a): 192.0.2.1 -> 192.0.2.9");

      AtomicBoolean out = new AtomicBoolean(true);
      cloud.weather(() -> out.get() ? Trouble.LOST : Trouble.NONE);
      say("addresses: {'" + mac("a") + "': 192.0.2.8}\nshared: [192.0.2.7]");
      assertThat(List.of(told(), told())).containsOnly("failed 503");
      out.set(false);
      assertThat(List.of(afterOutage(), told()))
          .containsExactlyInAnyOrder(
              "a (02:00:00:00:00:0a): 192.0.2.9 -> 192.0.2.8, +192.0.2.7",
              "b (02:00:00:00:00:0b): +192.0.2.7");

      Files.delete(list());
      assertThat(told()).isEqualTo("failed static:" + list() + ": there is no file " + list());
      say("addresses: {'" + mac("b") + "': 192.0.2.3}\nshared: [192.0.2.7]");
      assertThat(told())
          .as("what could not be read withdrew nothing")
          .isEqualTo("b (02:00:00:00:00:0b): 192.0.2.2 -> 192.0.2.3");

      running.interrupt();
      running.join();
      assertThat(cloud.shown("a")).isEqualTo("[192.0.2.8] [192.0.2.7]");
    }
  }

  private String afterOutage() throws InterruptedException {
    String next = told();
    while (next.equals("failed 503")) {
      next = told();
    }
    return next;
  }

  private static void run(Sync sync) {
    try {
      sync.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void putsRightWhatDhcpTellsThoughNoSourceWasEverHeard() throws Exception {
    cloud.put(Example.telling(port("a", "192.0.2.1"), List.of(), List.of("150=192.0.2.5")));
    SyncLimits often =
        new SyncLimits(
            4,
            100,
            10,
            Duration.ofMillis(20),
            Duration.ofMillis(20),
            Duration.ofMinutes(10),
            Duration.ofMillis(5),
            Duration.ofMillis(20));
    try (StaticList source = new StaticList(list(), FILES)) {
      Sync sync = sync(source, often);
      Thread running = Thread.ofVirtual().start(() -> run(sync));
      assertThat(List.of(told(), told()))
          .containsExactlyInAnyOrder(
              "failed static:" + list() + ": there is no file " + list(),
              "a (02:00:00:00:00:0a): +option 150=192.0.2.5");
      running.interrupt();
      running.join();
    }
  }

  @Test
  void readsAFileAsSoonAsItIsWellAgain() throws Exception {
    SyncLimits patient =
        new SyncLimits(
            4,
            100,
            10,
            Duration.ofMinutes(10),
            Duration.ofMinutes(10),
            Duration.ofMinutes(10),
            Duration.ofMinutes(10),
            Duration.ofMinutes(10));
    say("addresses: [");
    try (StaticList source = new StaticList(list(), FILES)) {
      Sync sync = sync(source, patient);
      Thread running = Thread.ofVirtual().start(() -> run(sync));
      assertThat(told()).startsWith("failed static:" + list());

      say("addresses: {'" + mac("a") + "': 192.0.2.9}");
      assertThat(told()).isEqualTo("a (02:00:00:00:00:0a): 192.0.2.1 -> 192.0.2.9");
      running.interrupt();
      running.join();
    }
  }

  @Test
  void countsWhatItDid() throws IOException {
    say("addresses: {'" + mac("a") + "': 192.0.2.2, '" + mac("b") + "': 192.0.2.1}");
    try (StaticList source = new StaticList(list(), FILES)) {
      Sync sync = sync(source);
      sync.differences();
      assertThat(sync.figures().pending()).isEqualTo(2);
      sync.once();
      assertThat(sync.figures())
          .extracting(Figures::sources, Figures::heard, Figures::ports, Figures::pending)
          .containsExactly(1, 1, 2, 0);
      assertThat(sync.figures().changes()).as("one was parked").isEqualTo(3);
      assertThat(sync.figures().waiting()).isEqualTo(Duration.ZERO);
    }
  }

  @Test
  void failsOnceWhereTheSourceCannotBeRead() {
    try (StaticList source = new StaticList(list(), FILES)) {
      Sync sync = sync(source);
      assertThatThrownBy(sync::once).isInstanceOf(SourceException.class);
      assertThat(cloud.changes()).isEmpty();
    }
  }
}
