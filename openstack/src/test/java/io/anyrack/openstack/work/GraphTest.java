package io.anyrack.openstack.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.rack.cloud.BreakOff;
import io.anyrack.rack.cloud.BrokenOffException;
import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.cloud.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GraphTest {
  private final List<String> done = new CopyOnWriteArrayList<>();

  private Step step(String name, String... after) {
    return new Step(name, "node-1", name, Set.of(after), () -> done.add(name));
  }

  private static Step step(String name, Runnable action, String... after) {
    return new Step(name, "node-1", name, Set.of(after), action);
  }

  @Test
  void aStepComesAfterWhatItWaitsFor() {
    List<Step> steps =
        List.of(
            step("server", "port", "volume"),
            step("port", "network"),
            step("network"),
            step("volume"));

    new Graph(steps, 4).run(Progress.SILENT, new BreakOff());

    assertThat(done).hasSize(4).endsWith("server");
    assertThat(done.indexOf("network")).isLessThan(done.indexOf("port"));
  }

  @Test
  void whatIsNotInTheGraphIsThereAlready() {
    new Graph(List.of(step("port", "network")), 1).run(Progress.SILENT, new BreakOff());

    assertThat(done).containsExactly("port");
  }

  @Test
  void independentStepsRunSideBySide() {
    CountDownLatch both = new CountDownLatch(2);
    Runnable meet =
        () -> {
          both.countDown();
          try {
            assertThat(both.await(10, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };

    new Graph(List.of(step("a", meet), step("b", meet)), 2).run(Progress.SILENT, new BreakOff());
  }

  @Test
  void noMoreThanAllowedRunSideBySide() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Runnable count =
        () -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          Thread.onSpinWait();
          running.decrementAndGet();
        };

    new Graph(IntStream.range(0, 50).mapToObj(i -> step("s" + i, count)).toList(), 3)
        .run(Progress.SILENT, new BreakOff());

    assertThat(most.get()).isBetween(1, 3);
  }

  @Test
  void afterAFailureNothingBeginsAndTheFailureNamesTheStep() {
    Step bad =
        step(
            "port provision",
            () -> {
              throw new CloudException("no more addresses");
            });
    List<String> told = new CopyOnWriteArrayList<>();

    assertThatThrownBy(
            () ->
                new Graph(List.of(bad, step("server", "port provision"), step("late")), 1)
                    .run(
                        (subject, what, state) -> told.add(subject + " " + what + " " + state),
                        new BreakOff()))
        .isInstanceOf(CloudException.class)
        .hasMessage("node-1: port provision: no more addresses");
    assertThat(done).isEmpty();
    assertThat(told)
        .containsExactly("node-1 port provision STARTED", "node-1 port provision FAILED");
  }

  @Test
  void brokenOffItInterruptsWhatIsUnderWayAndBeginsNothingMore() {
    BreakOff breakOff = new BreakOff();
    Step waiting =
        step(
            "server",
            () -> {
              breakOff.ask();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                done.add("server stopped waiting");
                throw new CloudException("interrupted", e);
              }
            });
    List<Boolean> toldInterrupted = new CopyOnWriteArrayList<>();

    assertThatThrownBy(
            () ->
                new Graph(List.of(waiting, step("ready", "server"), step("late")), 1)
                    .run(
                        (_, _, _) -> toldInterrupted.add(Thread.currentThread().isInterrupted()),
                        breakOff))
        .isInstanceOf(BrokenOffException.class)
        .hasMessage("broken off; 3 of 3 steps are open");
    assertThat(done).containsExactly("server stopped waiting");
    assertThat(toldInterrupted).containsOnly(false);
  }

  @Test
  void whatWasBrokenOffBeforeDoesNotBegin() {
    BreakOff breakOff = new BreakOff();
    breakOff.ask();

    assertThatThrownBy(() -> new Graph(List.of(step("a")), 1).run(Progress.SILENT, breakOff))
        .isInstanceOf(BrokenOffException.class);
    assertThat(done).isEmpty();
  }

  @Test
  void whatIsDoneAnywayIsDone() {
    BreakOff breakOff = new BreakOff();

    new Graph(List.of(step("a", breakOff::ask)), 1).run(Progress.SILENT, breakOff);
  }

  @Test
  void circlesAreRefused() {
    assertThatThrownBy(() -> new Graph(List.of(step("a", "b"), step("b", "a"), step("c")), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a")
        .hasMessageNotContaining("c]");
  }

  @Test
  void theCriticalPathIsTheLongestChain() {
    Account account =
        new Account(
            List.of(
                timing("network", 2),
                timing("volume", 5),
                timing("port", 1, "network"),
                timing("server", 10, "port", "volume")),
            Duration.ofSeconds(16));

    assertThat(account.criticalPath())
        .extracting(Account.Timing::name)
        .containsExactly("volume", "server");
    assertThat(account.critical()).isEqualTo(Duration.ofSeconds(15));
  }

  private static Account.Timing timing(String name, int seconds, String... after) {
    return new Account.Timing(name, name, Set.of(after), Duration.ofSeconds(seconds));
  }
}
