package io.anyrack.openstack.work;

import io.anyrack.rack.cloud.BreakOff;
import io.anyrack.rack.cloud.BrokenOffException;
import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.cloud.Progress.State;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Runs steps that wait for each other, as many at once as allowed. After a failure no further step
 * begins; those under way are waited for, so that nothing goes on behind the caller's back. Where
 * it is broken off, they are interrupted, and waited for as well. Used by one thread.
 */
public final class Graph {
  private final int atOnce;
  private final Map<String, Step> waiting = new LinkedHashMap<>();
  private final Map<String, Set<String>> missing = new HashMap<>();
  private final Map<String, List<String>> followers = new HashMap<>();
  private final Deque<Step> ready = new ArrayDeque<>();
  private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
  private final List<Account.Timing> timings = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();
  private final Workers workers = new Workers();

  private record Ended(Step step, Duration took, Optional<RuntimeException> failure) {}

  private record Failure(Step step, RuntimeException why) {}

  /**
   * A graph.
   *
   * @param steps in the order in which they begin where they may
   * @param atOnce how many run side by side
   * @throws IllegalArgumentException if steps wait for each other in a circle
   */
  public Graph(Collection<Step> steps, int atOnce) {
    this.atOnce = atOnce;
    for (Step step : steps) {
      if (waiting.put(step.name(), step) != null) {
        throw new IllegalArgumentException("two steps are called " + step.name());
      }
    }
    for (Step step : steps) {
      Set<String> before = new HashSet<>(step.after());
      before.retainAll(waiting.keySet());
      missing.put(step.name(), before);
      before.forEach(
          each -> followers.computeIfAbsent(each, _ -> new ArrayList<>()).add(step.name()));
    }
    refuseCircles();
  }

  private void refuseCircles() {
    Map<String, Integer> open = new HashMap<>();
    Deque<String> free = new ArrayDeque<>();
    missing.forEach(
        (name, before) -> {
          open.put(name, before.size());
          if (before.isEmpty()) {
            free.add(name);
          }
        });
    int reached = 0;
    for (; !free.isEmpty(); reached++) {
      for (String next : followers.getOrDefault(free.poll(), List.of())) {
        if (open.merge(next, -1, Integer::sum) == 0) {
          free.add(next);
        }
      }
    }
    if (reached < waiting.size()) {
      open.values().removeIf(count -> count == 0);
      throw new IllegalArgumentException("steps wait for each other: " + open.keySet());
    }
  }

  /**
   * Runs all steps.
   *
   * @param breakOff ends it early
   * @throws CloudException naming what failed; the first failure is its cause
   * @throws BrokenOffException if it was ended early
   */
  public Account run(Progress progress, BreakOff breakOff) {
    try (BreakOff.Registration _ = breakOff.whenAsked(workers::end)) {
      return run(progress);
    }
  }

  private Account run(Progress progress) {
    long began = System.nanoTime();
    waiting.values().stream()
        .filter(step -> missing.getOrDefault(step.name(), Set.of()).isEmpty())
        .forEach(ready::add);
    int running = 0;
    boolean interrupted = false;
    while (running > 0 || (!ready.isEmpty() && goesOn() && !interrupted)) {
      while (goesOn() && !interrupted && !ready.isEmpty() && running < atOnce) {
        start(ready.poll(), progress);
        running++;
      }
      try {
        end(ended.take(), progress);
        running--;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
      throw new CloudException("interrupted; the same command goes on where this one stopped");
    }
    if (workers.ended() && timings.size() < waiting.size()) {
      throw brokenOff();
    }
    if (!failures.isEmpty()) {
      throw failed();
    }
    return new Account(timings, Duration.ofNanos(System.nanoTime() - began));
  }

  private boolean goesOn() {
    return failures.isEmpty() && !workers.ended();
  }

  private void start(Step step, Progress progress) {
    Thread.ofVirtual()
        .name("step " + step.name())
        .start(
            () -> {
              long began = System.nanoTime();
              Optional<RuntimeException> failure =
                  Optional.of(new IllegalStateException("the step died"));
              try {
                progress.step(step.subject(), step.what(), State.STARTED);
                workers.run(step.action());
                failure = Optional.empty();
              } catch (RuntimeException e) {
                failure = Optional.of(e);
              } finally {
                ended.add(new Ended(step, Duration.ofNanos(System.nanoTime() - began), failure));
              }
            });
  }

  private void end(Ended end, Progress progress) {
    Step step = end.step();
    if (end.failure().isPresent()) {
      progress.step(step.subject(), step.what(), State.FAILED);
      failures.add(new Failure(step, end.failure().get()));
      return;
    }
    progress.step(step.subject(), step.what(), State.DONE);
    timings.add(
        new Account.Timing(
            step.name(), step.subject() + ": " + step.what(), step.after(), end.took()));
    for (String next : followers.getOrDefault(step.name(), List.of())) {
      Set<String> before = missing.getOrDefault(next, Set.of());
      before.remove(step.name());
      if (before.isEmpty()) {
        Step freed = waiting.get(next);
        if (freed != null) {
          ready.add(freed);
        }
      }
    }
  }

  private BrokenOffException brokenOff() {
    int open = waiting.size() - timings.size();
    BrokenOffException ended =
        new BrokenOffException(
            "broken off; %d of %d steps are open".formatted(open, waiting.size()));
    failures.forEach(each -> ended.addSuppressed(each.why()));
    return ended;
  }

  private CloudException failed() {
    Failure first = failures.getFirst();
    String message =
        first.step().subject() + ": " + first.step().what() + ": " + first.why().getMessage();
    if (failures.size() > 1) {
      message += " (and " + (failures.size() - 1) + " more failed)";
    }
    CloudException failed = new CloudException(message, first.why());
    failures.stream().skip(1).forEach(each -> failed.addSuppressed(each.why()));
    return failed;
  }
}
