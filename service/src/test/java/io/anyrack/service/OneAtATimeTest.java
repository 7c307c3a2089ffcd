package io.anyrack.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.rack.cloud.BreakOff;
import io.anyrack.rack.cloud.Progress;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class OneAtATimeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final OneAtATime changes = new OneAtATime();
  private final Queue<String> said = new ConcurrentLinkedQueue<>();

  @Test
  void whoHasToWaitIsTold() throws InterruptedException {
    var waits = new CountDownLatch(1);
    Progress progress =
        (subject, step, state) -> {
          said.add(subject + ": " + step + " " + state);
          waits.countDown();
        };
    changes.lock();
    Thread second =
        Thread.ofVirtual()
            .start(
                () -> {
                  changes.lock(progress);
                  said.add("its turn");
                  changes.unlock();
                });
    waits.await();
    assertThat(said).containsExactly("rack: wait for the command before to be done STARTED");

    changes.unlock();
    assertThat(second.join(PATIENCE)).isTrue();
    assertThat(said)
        .containsExactly(
            "rack: wait for the command before to be done STARTED",
            "rack: wait for the command before to be done DONE",
            "its turn");
  }

  @Test
  void whoEndsTheRackEndsWhatRunsAndWhatWaits() throws InterruptedException {
    BreakOff first = changes.lock(Progress.SILENT);
    var waits = new CountDownLatch(2);
    Progress progress =
        new Progress() {
          @Override
          public void step(String subject, String step, State state) {
            said.add(step + " " + state);
            waits.countDown();
          }

          @Override
          public void say(String text) {
            said.add(text);
          }
        };
    var second = new CompletableFuture<Boolean>();
    Thread waiting =
        Thread.ofVirtual()
            .start(
                () -> {
                  BreakOff mine = changes.lock((_, _, _) -> waits.countDown());
                  second.complete(mine.isAsked());
                  changes.unlock();
                });
    Thread end =
        Thread.ofVirtual()
            .start(
                () -> {
                  changes.lockToEnd(progress);
                  changes.unlockAfterEnd();
                });
    waits.await();

    assertThat(first.isAsked()).isTrue();
    assertThat(said)
        .containsExactly(
            "ending the `up` that runs; what it has asked of the cloud by now is waited for",
            "end the `up` that runs STARTED");
    changes.unlock();
    assertThat(end.join(PATIENCE) && waiting.join(PATIENCE)).isTrue();
    assertThat(changes.lock(Progress.SILENT).isAsked()).as("after the end").isFalse();
  }

  @Test
  void whoDoesNotWaitIsToldNothing() {
    changes.lock((_, _, _) -> said.add("something"));
    changes.unlock();

    assertThat(said).isEmpty();
  }
}
