package io.anyrack.netsync;

import io.anyrack.netsync.rule.Step;
import io.anyrack.rack.sync.GuardedPort;
import io.anyrack.rack.sync.Outcome;
import io.anyrack.rack.sync.Target;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/** Changes of different ports at the same time. Used once. */
final class Turn {
  private final Target target;
  private final int atOnce;
  private final BooleanSupplier givenUp;
  private final ConcurrentLinkedQueue<Done> done = new ConcurrentLinkedQueue<>();

  /**
   * None of it is done yet.
   *
   * @param givenUp whether no further port is to be begun with
   */
  Turn(Target target, int atOnce, BooleanSupplier givenUp) {
    this.target = target;
    this.atOnce = atOnce;
    this.givenUp = givenUp;
  }

  /**
   * What came of a step.
   *
   * @param now the port as it was found when it was stale; empty: it is gone
   */
  record Done(Step step, Outcome outcome, Optional<GuardedPort> now) {}

  /** Runs all; the first failure ends it once those under way have ended. */
  void run(List<Step> steps) {
    if (steps.size() == 1) {
      run(steps.getFirst());
      return;
    }
    try (ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.min(atOnce, steps.size()), Thread.ofVirtual().factory())) {
      List<Future<?>> running =
          steps.stream().<Future<?>>map(step -> threads.submit(() -> run(step))).toList();
      try {
        for (Future<?> each : running) {
          each.get();
        }
      } catch (ExecutionException e) {
        running.forEach(each -> each.cancel(false));
        throw e.getCause() instanceof RuntimeException known
            ? known
            : new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        running.forEach(each -> each.cancel(true));
        Thread.currentThread().interrupt();
        throw new SyncInterruptedException();
      }
    }
  }

  private void run(Step step) {
    if (givenUp.getAsBoolean()) {
      return;
    }
    Outcome outcome = target.update(step.change());
    Optional<GuardedPort> now =
        outcome instanceof Outcome.Stale ? target.port(step.port().id()) : Optional.empty();
    done.add(new Done(step, outcome, now));
  }

  /** What came of those that ended. */
  List<Done> done() {
    return List.copyOf(done);
  }
}
